#include "results/decision/measured.hpp"

#include "models/lifetime/leave_out.hpp"
#include "results/answer/drawn_worlds.hpp"
#include "sim/run/tasks.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

namespace valuescale::results {

std::vector<Measured> measure(const models::Tallies& tallies, const std::vector<Metric>& metrics, int threads) {
  const std::size_t replicates = tallies.dims.replicates, groups = std::min(replicates, kGroups);
  std::vector<Measured> measured(metrics.size());
  if (groups > 1)
    for (Measured& one : measured) one.without.resize(groups);
  sim::run_tasks(groups > 1 ? groups + 1 : 1, threads, nullptr, [&](std::size_t task, std::size_t) {
    if (task == 0) {
      for (std::size_t m = 0; m < metrics.size(); ++m) measured[m].value = metrics[m].of(tallies);
      return;
    }
    const std::size_t group = task - 1, first = group * replicates / groups, last = (group + 1) * replicates / groups - 1;
    const models::Tallies rest = models::leave_out(tallies, first, last);
    for (std::size_t m = 0; m < metrics.size(); ++m) measured[m].without[group] = metrics[m].of(rest);
  });
  return measured;
}

std::vector<double> by_group(const Measured& measured) {
  const auto groups = static_cast<double>(measured.without.size());
  std::vector<double> values;
  for (const double without : measured.without)
    values.push_back(without == measured.value ? without : measured.value + (groups - 1) * (measured.value - without));
  return values;
}

Estimate estimate(const Measured& measured) {
  const std::vector<double> values = by_group(measured);
  if (values.size() < 2 || !std::isfinite(measured.value)) return {measured.value, kMissing};
  double squares = 0;
  for (const double value : values) squares += (value - measured.value) * (value - measured.value);
  const auto groups = static_cast<double>(values.size());
  return {measured.value, std::sqrt(squares / (groups * (groups - 1)))};
}

double critical(const Measured& measured) {
  return measured.without.size() < 2 ? kMissing : sim::t_quantile(static_cast<double>(measured.without.size() - 1), 0.975);
}

Interval interval(const Measured& measured) { return interval_of(estimate(measured), static_cast<double>(measured.without.size()) - 1); }

Measured difference(const Measured& a, const Measured& b) {
  Measured difference{a.value - b.value, {}};
  if (a.without.size() != b.without.size()) return difference;
  std::transform(a.without.begin(), a.without.end(), b.without.begin(), std::back_inserter(difference.without), std::minus<>());
  return difference;
}

double correlation(const Measured& a, const Measured& b) {
  const double together = std::pow(estimate(difference(a, b)).se, 2);
  const double own = std::pow(estimate(a).se, 2), other = std::pow(estimate(b).se, 2);
  if (!(own > 0 && other > 0)) return kMissing;
  return std::clamp((own + other - together) / (2 * std::sqrt(own * other)), -1.0, 1.0);
}

}  // namespace valuescale::results
