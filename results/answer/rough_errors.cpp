#include "results/answer/rough_errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace valuescale::results {

namespace {

/// With so many independent cases on either side, a share ± 1.96 errors covers 93 to 95.5 %, by how the cases fall (results/METHODS.md).
constexpr double kFewestCases = 30;

/// Rounded up to two digits.
double about(double number) {
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 1));
  return std::ceil(number / unit * (1 - 1e-12)) * unit;
}

/// Third moment of the mean's independent parts, standardised: the skewness that the normal approximation has to get over.
double skewness(const std::vector<double>& parts, const std::vector<double>& weights) {
  double total = 0, mean = 0, second = 0, third = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) total += weights[i], mean += weights[i] * parts[i];
  mean /= total;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double offset = parts[i] - mean;
    second += weights[i] * offset * offset;
    third += weights[i] * offset * offset * offset;
  }
  second /= total;
  return second > 0 ? third / total / (second * std::sqrt(second)) : 0;
}

/// How many parts, those furthest from the mean first, make up half of the variance.
double carriers_of_half(const std::vector<double>& parts, const std::vector<double>& weights) {
  double total = 0, mean = 0, all = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) total += weights[i], mean += weights[i] * parts[i];
  mean /= total;
  std::vector<std::pair<double, double>> by_square;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    by_square.emplace_back((parts[i] - mean) * (parts[i] - mean), weights[i]);
    all += by_square.back().first * weights[i];
  }
  std::sort(by_square.rbegin(), by_square.rend());
  double carriers = 0, carried = 0;
  for (const auto& [square, weight] : by_square) {
    const double needed = square > 0 ? std::ceil((all / 2 - carried) / square) : weight;
    if (needed <= weight) return carriers + std::max(needed, 0.0);
    carriers += weight;
    carried += square * weight;
  }
  return carriers;
}

}  // namespace

std::optional<std::string> few_cases(const char* what, const Estimate& share, const char* of_what) {
  if (!(share.value > 0 && share.value < 1) || !(share.se > 0)) return std::nullopt;
  const double independent = share.value * (1 - share.value) / (share.se * share.se);
  const double cases = independent * std::min(share.value, 1 - share.value);
  if (cases >= kFewestCases) return std::nullopt;
  return fmt::format("{} rests on {} independent cases: its error is rough; simulate {:.0f} times as many {}", what,
                     cases < 1.5 ? "one or two" : fmt::format("about {:.0f}", cases), about(kFewestCases / cases), of_what);
}

// Near enough to normal from 25 × skewness² parts on (Cochran 1977, section 2.15).
std::optional<std::string> skewed_mean(const char* what, const std::vector<double>& parts, const std::vector<double>& weights,
                                       const char* of_what) {
  const double n = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (n < 2) return std::nullopt;
  const double skew = skewness(parts, weights);
  const double needed = 25 * skew * skew;
  if (n >= needed) return std::nullopt;
  return fmt::format(
      "{} is very skewed: {:.0f} of {:.0f} {} make up half of its variance, so that errors of means are rough; simulate "
      "about {:.0f} (--{})",
      what, carriers_of_half(parts, weights), n, of_what, about(needed), of_what);
}

}  // namespace valuescale::results
