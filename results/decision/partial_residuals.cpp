#include "results/decision/partial_residuals.hpp"

#include <numeric>

namespace valuescale::results {

namespace {

constexpr int kSweeps = 2;

void add(Numbers& to, const Numbers& what, double sign) {
  for (std::size_t d = 0; d < to.size(); ++d)
    for (std::size_t w = 0; w < to[d].size(); ++w) to[d][w] += sign * what[d][w];
}

/// A curve through these numbers at each world, less its mean.
Numbers effect(const std::vector<double>& assumption, const Numbers& numbers) {
  Numbers curve = ExpectedGiven(assumption, numbers).without(numbers, 0, 0);
  for (std::vector<double>& number : curve) {
    const double mean = std::accumulate(number.begin(), number.end(), 0.0) / static_cast<double>(number.size());
    for (double& value : number) value -= mean;
  }
  return curve;
}

}  // namespace

std::vector<Numbers> partial_residuals(const std::vector<std::vector<double>>& assumptions,
                                       const std::vector<std::vector<std::size_t>>& tied, const Numbers& numbers) {
  Numbers nothing = numbers;
  for (std::vector<double>& number : nothing) number.assign(number.size(), 0.0);
  std::vector<Numbers> effects(assumptions.size(), nothing);
  Numbers rest = numbers;  // without any effects
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (std::size_t i = 0; i < assumptions.size(); ++i) {
      add(rest, effects[i], 1);
      effects[i] = effect(assumptions[i], rest);
      add(rest, effects[i], -1);
    }
  std::vector<Numbers> residuals(assumptions.size(), rest);
  for (const std::vector<std::size_t>& together : tied)
    for (const std::size_t i : together)
      for (const std::size_t j : together) add(residuals[i], effects[j], 1);
  return residuals;
}

}  // namespace valuescale::results
