#include "results/answer/spend.hpp"

#include "results/answer/worlds.hpp"
#include "sim/stats/masses.hpp"

#include <cmath>

namespace valuescale::results {

using models::SpendFacts;
using models::Tallies;

namespace {

const SpendFacts& facts_of(const Tallies& tallies, std::size_t world, std::size_t channel) {
  return tallies.spend_facts[world * tallies.dims.channels + channel];
}

/// What one more unit of money brings back of a customer's LTV, less what the customer costs besides.
double brought_back(const SpendFacts& facts, double ltv) { return facts.slope > 0 ? 1 + facts.slope * (ltv - facts.marginal_cac) : 0; }

OverWorlds over_worlds(const Tallies& tallies, std::size_t channel, double SpendFacts::*number) {
  std::vector<sim::Mass> masses;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    const double value = facts_of(tallies, world, channel).*number;
    masses.push_back({value, value, 1.0});
  }
  const sim::Masses all(std::move(masses));
  if (!anything_uncertain(tallies)) return {all.quantile(0.5), kMissing, kMissing};
  return {all.quantile(0.5), all.quantile(0.05), all.quantile(0.95)};
}

/// Mean over worlds. A world's LTV is that of its own customers, so that dear worlds are set against what customers are worth there; where
/// none of them were simulated all worlds' stand in.
Estimate last_unit(const Tallies& tallies, std::size_t channel, const Estimate& ltv) {
  const std::size_t worlds = tallies.dims.worlds;
  if (worlds == 1) {
    const SpendFacts& facts = facts_of(tallies, 0, channel);
    return facts.slope > 0 ? Estimate{brought_back(facts, ltv.value), facts.slope * ltv.se} : Estimate{0, 0};
  }
  std::vector<double> values;
  for (std::size_t world = 0; world < worlds; ++world) {
    models::Sums sums;
    for (const std::size_t cell : cells_of(tallies, {}, channel)) sums += tallies.world_cell(world, cell);
    const double own = static_cast<double>(sums.sum[models::ltv]) / static_cast<double>(sums.customers * tallies.units_per_currency);
    values.push_back(brought_back(facts_of(tallies, world, channel), sums.customers > 0 ? own : ltv.value));
  }
  return DrawnWorlds(tallies.dims).mean(values);
}

}  // namespace

std::optional<SpendAnswer> spend_answer(const Tallies& tallies, std::size_t channel, const Estimate& ltv) {
  if (tallies.spend_facts.empty() || !(facts_of(tallies, 0, channel).spend > 0)) return std::nullopt;
  const auto over = [&](double SpendFacts::*number) { return over_worlds(tallies, channel, number); };
  return SpendAnswer{over(&SpendFacts::spend),       over(&SpendFacts::leads),        over(&SpendFacts::customers),
                     over(&SpendFacts::average_cac), over(&SpendFacts::marginal_cac), last_unit(tallies, channel, ltv)};
}

}  // namespace valuescale::results
