#include "results/answer/drawn_worlds.hpp"

#include "sim/stats/estimates.hpp"

#include <cmath>

namespace valuescale::results {

DrawnWorlds::DrawnWorlds(const models::Dimensions& dims)
    : worlds_(dims.worlds), hypercubes_(dims.sampling == models::Sampling::stratified ? dims.replicates : 0) {}

double DrawnWorlds::critical() const {
  return are_stratified() ? sim::t_quantile(static_cast<double>(hypercubes_ - 1), 0.975) : sim::normal_quantile(0.975);
}

double DrawnWorlds::variance_of_sum(const std::vector<double>& pulls) const {
  std::vector<std::size_t> worlds;
  if (are_stratified())
    for (std::size_t world = 0; world < pulls.size(); ++world) worlds.push_back(world);
  return variance_of_sum(pulls, worlds);
}

double DrawnWorlds::variance_of_sum(const std::vector<double>& pulls, const std::vector<std::size_t>& worlds) const {
  double squares = 0;
  if (!are_stratified()) {
    for (const double pull : pulls) squares += pull * pull;
    return squares;
  }
  std::vector<double> of_hypercube(hypercubes_, 0.0);
  for (std::size_t i = 0; i < pulls.size(); ++i) of_hypercube[hypercube_of(worlds[i])] += pulls[i];
  for (const double pull : of_hypercube) squares += pull * pull;
  const double units = static_cast<double>(hypercubes_);
  return squares * (units / (units - 1));
}

double DrawnWorlds::error_of_share(double variance, double trials) const {
  // Hypercubes that all agree, to rounding, have not shown yet how they may differ.
  constexpr double kRounding = 1e-12;
  return are_stratified() && variance < kRounding * kRounding ? sim::rule_of_three_error(trials) : std::sqrt(variance);
}

Interval interval_of(const Estimate& estimate, double degrees) {
  if (std::isnan(estimate.se)) return {estimate.value, kMissing, kMissing};
  const double half = estimate.se > 0 ? sim::t_quantile(degrees, 0.975) * estimate.se : 0;
  return {estimate.value, estimate.value - half, estimate.value + half};
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  if (values.size() < 2) return kMissing;
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares / static_cast<double>(values.size() - 1);
}

double skewness_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0, cubes = 0;
  for (const double value : values) {
    const double offset = value - mean;
    squares += offset * offset;
    cubes += offset * offset * offset;
  }
  return squares > 0 ? cubes / (squares * std::sqrt(squares / static_cast<double>(values.size()))) : 0;
}

Estimate DrawnWorlds::mean(const std::vector<double>& values) const {
  const double count = static_cast<double>(values.size()), mean = mean_of(values);
  if (values.size() < 2) return {mean, kMissing};
  std::vector<double> offsets;
  for (const double value : values) offsets.push_back(value - mean);
  return {mean, std::sqrt(variance_of_sum(offsets) / (count - 1) / count)};
}

Estimate DrawnWorlds::ratio(const std::vector<double>& a, const std::vector<double>& b) const {
  const double mean_b = mean_of(b), ratio = mean_of(a) / mean_b;
  if (!(mean_b > 0)) return {};
  std::vector<double> pulls;
  for (std::size_t w = 0; w < a.size(); ++w) pulls.push_back((a[w] - ratio * b[w]) / mean_b);
  return {ratio, mean(pulls).se};
}

}  // namespace valuescale::results
