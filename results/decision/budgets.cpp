#include "results/decision/budgets.hpp"

#include "models/law/change.hpp"
#include "results/answer/drawn_worlds.hpp"
#include "results/decision/root.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

models::Scenario with_spends(const models::Scenario& scenario, double budget) {
  models::Scenario changed = scenario;
  std::vector<std::string> paths;
  for (const models::Channel& channel : changed.channels)
    if (channel.response) paths.push_back(channel.response->spend.path);
  for (const std::string& path : paths) models::set(changed, *models::find_quantity(changed, path), budget);
  return changed;
}

/// Profit per unit of money by unit of the sample.
std::vector<std::vector<double>> returns_at(const models::Scenario& scenario, double budget, Experiment& experiment) {
  const models::Tallies tallies = experiment.live(with_spends(scenario, budget));
  std::vector<std::vector<double>> returns;
  for (std::size_t c = 0; c < tallies.dims.channels; ++c)
    returns.push_back(values_by_unit({scenario.channels[c].name, &tallies, {Part::What::channel, c}}, Basis::money, Worth::profit));
  return returns;
}

Interval profit_of(const std::vector<double>& returns, double budget) {
  const Estimate mean = DrawnWorlds().mean(returns);
  if (!(mean.se >= 0)) return {budget * mean.value, kMissing, kMissing};
  const double half = sim::t_quantile(static_cast<double>(returns.size() - 1), 0.975) * mean.se;
  return {budget * mean.value, budget * (mean.value - half), budget * (mean.value + half)};
}

std::size_t leader_of(const BudgetRow& row) {
  std::size_t leader = 0;
  for (std::size_t c = 1; c < row.profit.size(); ++c)
    if (row.profit[c].value > row.profit[leader].value) leader = c;
  return leader;
}

}  // namespace

BudgetComparison compare_budgets(const models::Scenario& scenario, const std::vector<double>& budgets, Experiment& experiment) {
  BudgetComparison comparison;
  for (const models::Channel& channel : scenario.channels) comparison.channels.push_back(channel.name);
  for (const double budget : budgets) {
    BudgetRow row{budget, {}, {}};
    for (const std::vector<double>& returns : returns_at(scenario, budget, experiment)) row.profit.push_back(profit_of(returns, budget));
    row.leader = comparison.channels[leader_of(row)];
    comparison.rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i + 1 < comparison.rows.size(); ++i) {
    const std::size_t from = leader_of(comparison.rows[i]), to = leader_of(comparison.rows[i + 1]);
    if (from == to) continue;
    const auto lead = [&](double budget) {
      const auto returns = returns_at(scenario, budget, experiment);
      return mean_of(returns[from]) - mean_of(returns[to]);
    };
    const Search search{budgets[i], {budgets[i], budgets[i + 1], false, false}};
    const Root root = find_root(
        lead,
        [&](double at) {
          return Measured{lead(at), {}};
        },
        0, search);
    if (root.found) comparison.crossings.push_back({root.at.value, comparison.channels[from], comparison.channels[to]});
  }
  return comparison;
}

}  // namespace valuescale::results
