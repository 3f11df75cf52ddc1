#include "results/decision/expected_given.hpp"

#include "results/decision/rank_correlation.hpp"
#include "sim/stats/cholesky.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace valuescale::results {

namespace {

using Functions = std::vector<std::vector<double>>;

constexpr std::size_t kFewValues = 16;
constexpr std::size_t kFewestKnots = 2, kUsualKnots = 4, kMostKnots = 8;  // two make a straight line
constexpr std::size_t kWorldsForKnot = 100;
constexpr std::size_t kWorldsForFunction = 4, kMostFunctions = 256;  // of all curves together
constexpr double kNothingNew = 1e-8;
constexpr double kOutermost = 0.01;  // share of worlds beyond the outermost knots

/// One for each value.
Functions classes(const std::vector<double>& values, const std::map<double, std::size_t>& number) {
  Functions functions(number.size(), std::vector<double>(values.size()));
  for (std::size_t w = 0; w < values.size(); ++w) functions[number.at(values[w])][w] = 1;
  return functions;
}

/// Hastie, Tibshirani & Friedman, equations 5.4 and 5.5, in scores; without the constant.
Functions natural_spline(const std::vector<double>& scores, std::size_t knots) {
  std::vector<double> at;
  for (std::size_t k = 0; k < knots; ++k)
    at.push_back(sim::normal_quantile(kOutermost + (1 - 2 * kOutermost) * static_cast<double>(k) / static_cast<double>(knots - 1)));
  Functions functions{scores};
  const auto cube_above = [](double x) { return x > 0 ? x * x * x : 0; };
  const auto d = [&](std::size_t k, double x) { return (cube_above(x - at[k]) - cube_above(x - at.back())) / (at.back() - at[k]); };
  for (std::size_t k = 0; k + 2 < knots; ++k) {
    functions.emplace_back();
    for (const double x : scores) functions.back().push_back(d(k, x) - d(knots - 2, x));
  }
  return functions;
}

/// What spans the same beside a constant, so that means and sums of products are 0 over all worlds and sums of squares 1: splines by themselves are nearly
/// alike.
Functions orthonormal(const Functions& functions) {
  Functions basis;
  for (std::vector<double> one : functions) {
    const double before = std::sqrt(std::inner_product(one.begin(), one.end(), one.begin(), 0.0));
    for (int twice = 0; twice < 2; ++twice) {
      const double mean = std::accumulate(one.begin(), one.end(), 0.0) / static_cast<double>(one.size());
      for (double& value : one) value -= mean;
      for (const std::vector<double>& other : basis) {
        const double share = std::inner_product(one.begin(), one.end(), other.begin(), 0.0);
        for (std::size_t w = 0; w < one.size(); ++w) one[w] -= share * other[w];
      }
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

}  // namespace

/// Sums over worlds of the products of functions with each other and with numbers.
class ExpectedGiven::Products {
 public:
  Products(const Functions& columns, const Numbers& numbers, const std::vector<std::size_t>& worlds)
      : size_(columns.size()), matrix_(size_ * size_), with_(numbers.size(), std::vector<double>(size_)) {
    const auto sum = [&](const std::vector<double>& a, const std::vector<double>& b) {
      double all = 0;
      for (const std::size_t w : worlds) all += a[w] * b[w];
      return all;
    };
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j <= i; ++j) matrix_[i * size_ + j] = matrix_[j * size_ + i] = sum(columns[i], columns[j]);
      for (std::size_t n = 0; n < numbers.size(); ++n) with_[n][i] = sum(columns[i], numbers[n]);
    }
  }

  void add(const Products& other, double sign) {
    for (std::size_t i = 0; i < matrix_.size(); ++i) matrix_[i] += sign * other.matrix_[i];
    for (std::size_t n = 0; n < with_.size(); ++n)
      for (std::size_t i = 0; i < size_; ++i) with_[n][i] += sign * other.with_[n][i];
  }

  std::size_t numbers() const { return with_.size(); }
  double of(std::size_t i, std::size_t j) const { return matrix_[i * size_ + j]; }
  double with(std::size_t number, std::size_t i) const { return with_[number][i]; }

  sim::Cholesky root(const std::vector<std::size_t>& which) const {
    std::vector<double> part;
    for (const std::size_t i : which)
      for (const std::size_t j : which) part.push_back(of(i, j));
    return sim::Cholesky(std::move(part), which.size());
  }

 private:
  std::size_t size_;
  std::vector<double> matrix_;
  Numbers with_;
};

ExpectedGiven::ExpectedGiven(const std::vector<std::vector<double>>& assumptions, const std::vector<std::vector<std::size_t>>& tied,
                             Numbers numbers, std::vector<std::size_t> group_of)
    : numbers_(std::move(numbers)), group_of_(std::move(group_of)) {
  const std::size_t count = worlds(), groups = *std::max_element(group_of_.begin(), group_of_.end()) + 1,
                    most = std::min(kMostFunctions, count / kWorldsForFunction);
  columns_.emplace_back(count, 1.0);
  for (const std::vector<double>& assumption : assumptions) add_columns(assumption, most / std::max<std::size_t>(1, assumptions.size()));
  // Where there are more functions than worlds can tell, each assumption has to do alone.
  const bool have_room = columns_.size() <= most;
  if (have_room) add_products(assumptions, most - columns_.size());
  fitted_together_ = have_room ? columns_.size() : 0;
  std::vector<Products> parts;
  std::vector<std::vector<std::size_t>> of_group(groups);
  for (std::size_t w = 0; w < count; ++w) of_group[group_of_[w]].push_back(w);
  for (const std::vector<std::size_t>& group : of_group) parts.emplace_back(columns_, numbers_, group);
  Products all = parts.front();
  for (std::size_t g = 1; g < groups; ++g) all.add(parts[g], 1);
  for (const Products& part : parts) {
    Products rest = all;
    rest.add(part, -1);
    fit(rest, tied);
  }
  fit(all, tied);
}

void ExpectedGiven::add_columns(const std::vector<double>& assumption, std::size_t most) {
  std::map<double, std::size_t> number;
  for (const double value : assumption) {
    number.try_emplace(value, number.size());
    if (number.size() > kFewValues) break;
  }
  Functions functions;
  if (number.size() <= kFewValues) {
    functions = classes(assumption, number);
  } else {
    const std::size_t knots = std::clamp(assumption.size() / kWorldsForKnot, kUsualKnots, kMostKnots);
    functions = natural_spline(normal_scores(assumption), std::max(kFewestKnots, std::min(most, knots)));
    // What is worth so much a unit is a line in units, and no spline of scores.
    if (most > 1) functions.push_back(assumption);
  }
  functions = orthonormal(functions);
  blocks_.push_back({columns_.size(), functions.size()});
  columns_.insert(columns_.end(), functions.begin(), functions.end());
}

/// Of those assumptions that numbers go with most, as many as there is room for all pairs of.
void ExpectedGiven::add_products(const std::vector<std::vector<double>>& assumptions, std::size_t room) {
  std::vector<std::vector<double>> units;  // of mean 0 and length 1
  std::vector<double> strength;
  for (const std::vector<double>& assumption : assumptions) {
    const Functions unit = orthonormal({assumption});
    units.push_back(unit.empty() ? std::vector<double>() : unit.front());
    strength.push_back(0);
    for (const std::vector<double>& number : numbers_)
      if (!unit.empty()) strength.back() += std::pow(std::inner_product(number.begin(), number.end(), unit.front().begin(), 0.0), 2);
  }
  std::vector<std::size_t> order(assumptions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return strength[a] > strength[b]; });
  std::size_t count = 0;
  while (count < order.size() && strength[order[count]] > 0 && (count + 1) * count / 2 <= room) ++count;
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      std::vector<double> product = units[order[i]];
      for (std::size_t w = 0; w < product.size(); ++w) product[w] *= units[order[j]][w];
      const Functions unit = orthonormal({std::move(product)});
      columns_.insert(columns_.end(), unit.begin(), unit.end());
    }
}

void ExpectedGiven::fit(const Products& products, const std::vector<std::vector<std::size_t>>& tied) {
  std::vector<std::vector<double>> together(products.numbers(), std::vector<double>(columns_.size()));
  if (fitted_together_ > 0) {
    std::vector<std::size_t> all(columns_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const sim::Cholesky root = products.root(all);
    for (std::size_t n = 0; n < together.size(); ++n) {
      for (std::size_t i = 0; i < all.size(); ++i) together[n][i] = products.with(n, i);
      together[n] = root.solve(std::move(together[n]));
    }
  } else {
    for (std::size_t n = 0; n < together.size(); ++n) together[n][0] = products.with(n, 0) / products.of(0, 0);
  }
  together_.push_back(together);
  std::vector<std::vector<std::vector<double>>> fitted(blocks_.size());
  taken_away_.assign(blocks_.size(), {});
  for (const std::vector<std::size_t>& group : tied) {
    std::vector<bool> is_away(columns_.size(), false);
    std::fill(is_away.begin() + 1, is_away.begin() + static_cast<std::ptrdiff_t>(blocks_.back().first + blocks_.back().count), true);
    for (const std::size_t i : group) std::fill_n(is_away.begin() + static_cast<std::ptrdiff_t>(blocks_[i].first), blocks_[i].count, false);
    for (const std::size_t i : group) {
      std::vector<std::size_t> own{0};
      for (std::size_t c = 0; c < blocks_[i].count; ++c) own.push_back(blocks_[i].first + c);
      const sim::Cholesky root = products.root(own);
      for (std::size_t n = 0; n < together.size(); ++n) {
        std::vector<std::pair<std::size_t, double>> away;
        for (std::size_t other = 0; other < columns_.size(); ++other)
          if (is_away[other] && together[n][other] != 0) away.emplace_back(other, together[n][other]);
        std::vector<double> with;
        for (const std::size_t c : own) {
          with.push_back(products.with(n, c));
          // Less their mean over these worlds: how far they miss it by chance stays an error of the whole.
          for (const auto& [other, coefficient] : away)
            with.back() -= coefficient * (products.of(c, other) - products.of(0, other) * products.of(c, 0) / products.of(0, 0));
        }
        taken_away_[i].push_back(std::move(away));
        fitted[i].push_back(root.solve(std::move(with)));
      }
    }
  }
  coefficients_.push_back(std::move(fitted));
}

std::vector<std::size_t> ExpectedGiven::worlds_without(std::size_t group) const {
  std::vector<std::size_t> rest;
  for (std::size_t w = 0; w < worlds(); ++w)
    if (group_of_[w] != group) rest.push_back(w);
  return rest;
}

Numbers ExpectedGiven::curve_without(std::size_t assumption, std::size_t group) const {
  const std::vector<std::size_t> rest = worlds_without(group);
  const Block& block = blocks_[assumption];
  Numbers curve;
  for (const std::vector<double>& coefficients : coefficients_[group][assumption]) {
    curve.emplace_back(rest.size(), coefficients[0]);
    for (std::size_t c = 0; c < block.count; ++c)
      for (std::size_t i = 0; i < rest.size(); ++i) curve.back()[i] += coefficients[1 + c] * columns_[block.first + c][rest[i]];
  }
  return curve;
}

Numbers ExpectedGiven::all_without(std::size_t group) const {
  const std::vector<std::size_t> rest = worlds_without(group);
  Numbers all;
  for (const std::vector<double>& coefficients : together_[group]) {
    all.emplace_back(rest.size(), 0.0);
    for (std::size_t c = 0; c < columns_.size(); ++c)
      for (std::size_t i = 0; coefficients[c] != 0 && i < rest.size(); ++i) all.back()[i] += coefficients[c] * columns_[c][rest[i]];
  }
  return all;
}

double ExpectedGiven::noise() const {
  return fitted_together_ == 0 ? 0 : static_cast<double>(fitted_together_ - 1) / static_cast<double>(worlds() - fitted_together_);
}

std::vector<double> ExpectedGiven::shrinking(std::size_t assumption) const {
  const Numbers curves = curve_without(assumption, groups());
  const std::size_t own = blocks_[assumption].count, functions = std::max(fitted_together_, own + 1);
  std::vector<double> factors;
  for (std::size_t n = 0; n < numbers_.size(); ++n) {
    const std::vector<double>& coefficients = coefficients_.back()[assumption][n];
    double bends = 0, noise = 0;
    for (std::size_t c = 1; c <= own; ++c) bends += coefficients[c] * coefficients[c];
    for (std::size_t w = 0; w < worlds(); ++w) {
      double rest = numbers_[n][w] - curves[n][w];
      for (const auto& [column, coefficient] : taken_away_[assumption][n]) rest -= coefficient * columns_[column][w];
      noise += rest * rest;
    }
    noise *= static_cast<double>(own) / static_cast<double>(worlds() - functions);
    factors.push_back(bends > noise ? std::sqrt(1 - noise / bends) : 0);
  }
  return factors;
}

}  // namespace valuescale::results
