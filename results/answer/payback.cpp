// When people are paid back: the curve, who never is, and the median. Leads that never buy never pay back, whether they cost anything or not.
#include "results/answer/part_view.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results {

using models::PaybackCounts;

namespace {

struct Curve {
  std::vector<std::int64_t> PaybackCounts::*steps;
  std::int64_t PaybackCounts::*never;
  std::int64_t PaybackCounts::*open;
};

/// Sums one count over each unit's cells.
Numerator add_up(const PartView& view, const std::function<std::int64_t(const PaybackCounts&)>& count) {
  const Sample& sample = view.replicates();
  Numerator result;
  result.by_unit.assign(sample.units * sample.groups, 0.0);
  result.pooled.assign(sample.groups, 0.0);
  for (std::size_t u = 0; u < sample.units; ++u) {
    for (std::size_t g = 0; g < sample.groups; ++g) {
      std::int64_t total = 0;
      for (const std::size_t cell : sample.cells[g]) total += count(view.tallies().replicate_cell(u, cell).payback[view.view()]);
      result.by_unit[u * sample.groups + g] = static_cast<double>(total);
      result.pooled[g] += static_cast<double>(total);
    }
  }
  return result;
}

/// The same of a count by step: [step][unit][group].
std::vector<std::int64_t> add_up_by_step(const PartView& view, std::vector<std::int64_t> PaybackCounts::*which, std::size_t steps) {
  const Sample& sample = view.replicates();
  const std::size_t places = sample.units * sample.groups;
  std::vector<std::int64_t> totals(steps * places, 0), here(steps);
  for (std::size_t u = 0; u < sample.units; ++u)
    for (std::size_t g = 0; g < sample.groups; ++g) {
      std::fill(here.begin(), here.end(), 0);
      for (const std::size_t cell : sample.cells[g]) {
        const std::vector<std::int64_t>& by_step = view.tallies().replicate_cell(u, cell).payback[view.view()].*which;
        for (std::size_t k = 0; k < std::min(steps, by_step.size()); ++k) here[k] += by_step[k];
      }
      for (std::size_t k = 0; k < steps; ++k) totals[k * places + u * sample.groups + g] = here[k];
    }
  return totals;
}

PaybackCurve curve(const PartView& view, Curve which) {
  const Sample& sample = view.replicates();
  const bool individuals = view.individuals();
  const std::size_t steps = view.tallies().dims.lifetime + 1;

  PaybackCurve result;
  Numerator so_far;
  so_far.by_unit.assign(sample.units * sample.groups, 0.0);
  so_far.pooled.assign(sample.groups, 0.0);
  const std::size_t places = so_far.by_unit.size();
  const std::vector<std::int64_t> at_step = add_up_by_step(view, which.steps, steps);
  for (std::size_t k = 0; k < steps; ++k) {
    bool changed = k == 0;
    for (std::size_t i = 0; i < places; ++i) {
      const std::int64_t now = at_step[k * places + i];
      changed = changed || now != 0;
      so_far.by_unit[i] += static_cast<double>(now);
      so_far.pooled[i % sample.groups] += static_cast<double>(now);
    }
    result.cdf.push_back(changed ? estimate_share(sample, so_far, individuals) : result.cdf.back());
  }
  result.ever = result.cdf.back();
  result.open = estimate_share(sample, add_up(view, [&](const PaybackCounts& counts) { return counts.*which.open; }), individuals);
  Numerator never = add_up(view, [&](const PaybackCounts& counts) { return counts.*which.never; });
  if (view.view() == models::lead_view) never.nonbuyers = sample.of_nonbuyers(view.tallies(), [](std::size_t, std::size_t) { return 1.0; });
  result.never = estimate_share(sample, never, individuals);

  if (!sample.empty()) {
    const double infinity = std::numeric_limits<double>::infinity();
    const double t = view.critical(sample);
    const auto first = [&](double errors) {
      for (std::size_t k = 0; k < steps; ++k) {
        const Estimate& point = result.cdf[k];
        if (point.value + (errors != 0 ? errors * point.se : 0.0) >= 0.5 - 1e-12) return static_cast<double>(k);
      }
      return infinity;
    };
    result.median.value = first(0);
    if (!std::isnan(t)) result.median.lo = first(t), result.median.hi = first(-t);
  }
  return result;
}

}  // namespace

Payback payback(const PartView& view) {
  Payback result;
  result.first = curve(view, {&PaybackCounts::first, &PaybackCounts::first_never, &PaybackCounts::first_open});
  result.lasting = curve(view, {&PaybackCounts::lasting, &PaybackCounts::lasting_never, &PaybackCounts::lasting_open});
  return result;
}

}  // namespace valuescale::results
