#include "results/decision/expected_given.hpp"

#include "results/decision/rank_correlation.hpp"
#include "sim/stats/cholesky.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace valuescale::results {

namespace {

using Functions = std::vector<std::vector<double>>;

constexpr std::size_t kFewValues = 16;
constexpr std::size_t kKnots[] = {2, 3, 4, 6, 9, 13};  // two make a straight line
constexpr double kNothingNew = 1e-8, kRounding = 1e-20;
constexpr double kOutermost = 0.01;            // share of worlds beyond the outermost knots
constexpr std::size_t kWorldsForFunction = 8;  // fewer can't tell its coefficient

Functions constant(std::size_t worlds) { return {std::vector<double>(worlds, 1.0)}; }

/// One for each value.
Functions classes(const std::vector<double>& values, const std::map<double, std::size_t>& number) {
  Functions functions(number.size(), std::vector<double>(values.size()));
  for (std::size_t w = 0; w < values.size(); ++w) functions[number.at(values[w])][w] = 1;
  return functions;
}

/// Hastie, Tibshirani & Friedman, equations 5.4 and 5.5, in scores.
Functions natural_spline(const std::vector<double>& scores, std::size_t knots) {
  std::vector<double> at;
  for (std::size_t k = 0; k < knots; ++k)
    at.push_back(sim::normal_quantile(kOutermost + (1 - 2 * kOutermost) * static_cast<double>(k) / static_cast<double>(knots - 1)));
  Functions functions = constant(scores.size());
  functions.push_back(scores);
  const auto cube_above = [](double x) { return x > 0 ? x * x * x : 0; };
  const auto d = [&](std::size_t k, double x) { return (cube_above(x - at[k]) - cube_above(x - at.back())) / (at.back() - at[k]); };
  for (std::size_t k = 0; k + 2 < knots; ++k) {
    functions.emplace_back();
    for (const double x : scores) functions.back().push_back(d(k, x) - d(knots - 2, x));
  }
  return functions;
}

/// What spans the same, so that sums of products are 0 over all worlds and of squares 1: splines by themselves are nearly alike.
Functions orthonormal(const Functions& functions) {
  Functions basis;
  for (std::vector<double> one : functions) {
    const double before = std::sqrt(std::inner_product(one.begin(), one.end(), one.begin(), 0.0));
    for (int twice = 0; twice < 2; ++twice)
      for (const std::vector<double>& other : basis) {
        const double share = std::inner_product(one.begin(), one.end(), other.begin(), 0.0);
        for (std::size_t w = 0; w < one.size(); ++w) one[w] -= share * other[w];
      }
    const double length = std::sqrt(std::inner_product(one.begin(), one.end(), one.begin(), 0.0));
    if (!(length > kNothingNew * before)) continue;
    for (double& value : one) value /= length;
    basis.push_back(std::move(one));
  }
  return basis;
}

std::vector<double> normal_scores(const std::vector<double>& values) {
  std::vector<double> scores = ranks(values);
  for (double& score : scores) score = sim::normal_quantile((score - 0.5) / static_cast<double>(values.size()));
  return scores;
}

/// Least squares over worlds outside [first, last).
class Fit {
 public:
  Fit(const Functions& functions, std::size_t first, std::size_t last)
      : functions_(functions), first_(first), last_(last), root_(products(), size()) {}

  std::vector<double> coefficients(const std::vector<double>& number) const {
    std::vector<double> sums(size());
    for (std::size_t i = 0; i < size(); ++i) sums[i] = sum([&](std::size_t w) { return functions_[i][w] * number[w]; });
    return root_.solve(sums);
  }
  double at(const std::vector<double>& coefficients, std::size_t world) const {
    double value = 0;
    for (std::size_t i = 0; i < size(); ++i) value += coefficients[i] * functions_[i][world];
    return value;
  }
  /// How far a world pulls the curve to itself, from 0 to 1.
  double leverage(std::size_t world) const {
    std::vector<double> own(size());
    for (std::size_t i = 0; i < size(); ++i) own[i] = functions_[i][world];
    double leverage = 0;
    for (const double part : root_.forward(own)) leverage += part * part;
    return leverage;
  }

 private:
  std::size_t size() const { return functions_.size(); }
  template <class Of>
  double sum(const Of& of) const {
    double sum = 0;
    for (std::size_t w = 0; w < first_; ++w) sum += of(w);
    for (std::size_t w = last_; w < functions_.front().size(); ++w) sum += of(w);
    return sum;
  }
  std::vector<double> products() const {
    std::vector<double> products(size() * size());
    for (std::size_t i = 0; i < size(); ++i)
      for (std::size_t j = 0; j <= i; ++j)
        products[i * size() + j] = sum([&](std::size_t w) { return functions_[i][w] * functions_[j][w]; });
    return products;
  }

  const Functions& functions_;
  std::size_t first_, last_;
  sim::Cholesky root_;
};

/// Squared errors at worlds left out one by one, each number's in its own variance.
double error_left_out(const Functions& functions, const Numbers& numbers) {
  const std::size_t worlds = functions.front().size();
  const Fit fit(functions, 0, 0);
  std::vector<double> rest(worlds);
  for (std::size_t w = 0; w < worlds; ++w) rest[w] = 1 - fit.leverage(w);
  double error = 0;
  for (const std::vector<double>& number : numbers) {
    const std::vector<double> coefficients = fit.coefficients(number);
    double mean = 0, squares = 0, own = 0;
    for (const double value : number) mean += value / static_cast<double>(worlds);
    for (std::size_t w = 0; w < worlds; ++w) {
      squares += (number[w] - mean) * (number[w] - mean);
      const double off = (number[w] - fit.at(coefficients, w)) / rest[w];
      own += off * off;
    }
    // What differs by rounding alone says nothing.
    if (squares > kRounding * mean * mean * static_cast<double>(worlds)) error += own / squares;
  }
  return std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
}

}  // namespace

ExpectedGiven::ExpectedGiven(const std::vector<double>& assumption, const Numbers& numbers) {
  const std::size_t worlds = assumption.size();
  std::vector<Functions> shapes{constant(worlds)};
  std::map<double, std::size_t> number;
  for (const double value : assumption) {
    number.try_emplace(value, number.size());
    if (number.size() > kFewValues) break;
  }
  if (number.size() <= kFewValues) {
    shapes.push_back(classes(assumption, number));
  } else {
    const std::vector<double> scores = normal_scores(assumption);
    for (const std::size_t knots : kKnots)
      if (knots * kWorldsForFunction <= worlds) shapes.push_back(orthonormal(natural_spline(scores, knots)));
  }
  double least = std::numeric_limits<double>::infinity();
  for (Functions& functions : shapes) {
    const double error = error_left_out(functions, numbers);
    if (error >= least && !functions_.empty()) continue;
    least = error;
    functions_ = std::move(functions);
  }
}

Numbers ExpectedGiven::without(const Numbers& numbers, std::size_t first, std::size_t last) const {
  const Fit fit(functions_, first, last);
  Numbers expected;
  for (const std::vector<double>& number : numbers) {
    const std::vector<double> coefficients = fit.coefficients(number);
    expected.emplace_back();
    for (std::size_t w = 0; w < number.size(); ++w)
      if (w < first || w >= last) expected.back().push_back(fit.at(coefficients, w));
  }
  return expected;
}

}  // namespace valuescale::results
