#include "results/answer/ruin.hpp"

#include "results/answer/plan_worlds.hpp"
#include "results/answer/quantile_interval.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::RuinWorlds;

namespace {

/// Weights of fewer don't show yet how they may differ.
constexpr std::int64_t kFewestRuined = 30;

bool is_ruined_by(int month, int end) { return month != models::kNoMonth && month <= end; }

std::int64_t count_ruined_by(const RuinWorlds& worlds, int end) {
  return std::count_if(worlds.months.begin(), worlds.months.end(), [end](int month) { return is_ruined_by(month, end); });
}

/// What each world counts for if it is ruined by then; else 0.
std::vector<double> ruined_by(const RuinWorlds& worlds, int end) {
  std::vector<double> counts;
  for (std::size_t w = 0; w < worlds.months.size(); ++w) counts.push_back(is_ruined_by(worlds.months[w], end) ? worlds.weights[w] : 0);
  return counts;
}

/// Weights of the ruined are skewed, more so the fewer there are.
Interval interval_of(const std::vector<double>& counts, const Estimate& p) {
  const sim::Bounds bounds =
      sim::skewed_mean(p.value, p.se, skewness_of(counts), static_cast<double>(counts.size()), sim::normal_quantile(0.975));
  return {p.value, std::clamp(bounds.lo, 0.0, 1.0), std::clamp(bounds.hi, 0.0, 1.0)};
}

/// Puts what they say in place of what the run's own worlds do, from the month on by which enough of them are ruined.
RuinSampling say_by(const RuinWorlds& worlds, std::vector<Estimate>& cdf) {
  const auto months = static_cast<int>(cdf.size());
  RuinSampling sampling;
  sampling.worlds = static_cast<std::int64_t>(worlds.months.size());
  sampling.ruined = count_ruined_by(worlds, months);
  for (int month = months; month >= 1; --month) {
    Estimate& p = cdf[static_cast<std::size_t>(month - 1)];
    if (count_ruined_by(worlds, month) >= kFewestRuined) {
      p = DrawnWorlds().mean(ruined_by(worlds, month));
      p.value = std::min(1.0, p.value);  // weights add up to their number on average only
    } else if (month < months) {
      p.value = std::min(p.value, cdf[static_cast<std::size_t>(month)].value);
    }
  }
  if (sampling.ruined < kFewestRuined) return sampling;
  const Estimate& p = cdf.back();
  sampling.p = interval_of(ruined_by(worlds, months), p);
  if (p.value < 1 && p.se > 0) sampling.effective = p.value * (1 - p.value) / (p.se * p.se);
  return sampling;
}

}  // namespace

void fill_ruin(const models::PlanTallies& plan, const DrawnWorlds& drawn, PlanAnswer& answer) {
  std::vector<double> months;
  for (const models::PlanOutcome& world : plan.worlds) months.push_back(month_or_never(world.ruin));
  const WeightedValues by_world = equally(std::move(months), drawn);
  for (int month = 1; month <= plan.months; ++month) answer.ruin_cdf.push_back(by_world.share_at_most(month));

  if (plan.ruin_worlds) answer.ruin_sampling = say_by(*plan.ruin_worlds, answer.ruin_cdf);
  answer.p_ruin = answer.ruin_cdf.back();
}

}  // namespace valuescale::results
