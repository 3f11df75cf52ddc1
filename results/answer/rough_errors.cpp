#include "results/answer/rough_errors.hpp"

#include "results/answer/sentences.hpp"

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

std::optional<std::string> few_cases(const std::string& what, const Estimate& share, const std::string& more) {
  if (!(share.value > 0 && share.value < 1) || !(share.se > 0)) return std::nullopt;
  const double independent = share.value * (1 - share.value) / (share.se * share.se);
  const double cases = independent * std::min(share.value, 1 - share.value);
  if (cases >= kFewestCases) return std::nullopt;
  return said<"warning.few-cases">(what, cases < 1.5 ? said<"cases.one-or-two">() : said<"cases.about">(fmt::format("{:.0f}", cases)),
                                   fmt::format("{:.0f}", about(kFewestCases / cases)), more);
}

// Near enough to normal from 25 × skewness² parts on (Cochran 1977, section 2.15).
std::optional<std::string> skewed_mean(const std::string& what, const std::vector<double>& parts, const std::vector<double>& weights,
                                       bool of_worlds) {
  const double n = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (n < 2) return std::nullopt;
  const double skew = skewness(parts, weights);
  const double needed = 25 * skew * skew;
  if (n >= needed) return std::nullopt;
  const auto whole = [](double number) { return fmt::format("{:.0f}", number); };
  return said<"warning.skewed">(what, whole(carriers_of_half(parts, weights)), whole(n),
                                of_worlds ? said<"units.worlds">() : said<"units.customers">(), whole(about(needed)),
                                of_worlds ? "worlds" : "customers");
}

}  // namespace valuescale::results
