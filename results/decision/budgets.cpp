#include "results/decision/budgets.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "results/decision/root.hpp"

#include <fmt/format.h>

#include <utility>

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

/// Profit per unit of money, by channel.
OptionTable returns_at(const models::Scenario& scenario, double budget, Experiment& experiment) {
  const models::Tallies tallies = experiment.live(with_spends(scenario, budget));
  std::vector<Option> channels;
  for (std::size_t c = 0; c < tallies.dims.channels; ++c)
    channels.push_back({scenario.channels[c].name, &tallies, {Part::What::channel, c}});
  OptionTable returns(channels, Basis::money, Worth::profit);
  if (returns.units().size() < 2)
    throw models::InputError({{{"--budgets", 0, 0},
                               fmt::format("nothing can be said at {:g}", budget),
                               "a channel costs nothing, or hardly anybody of it was lived",
                               "raise --customers"}});
  return returns;
}

Interval profit_of(const OptionTable& returns, std::size_t channel, double budget) {
  Estimate profit = returns.mean(returns.values()[channel]);
  profit.value *= budget;
  profit.se *= budget;
  return interval_of(profit, returns.degrees());
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
    const OptionTable returns = returns_at(scenario, budget, experiment);
    for (std::size_t c = 0; c < returns.values().size(); ++c) row.profit.push_back(profit_of(returns, c, budget));
    row.leader = comparison.channels[leader_of(row)];
    comparison.rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i + 1 < comparison.rows.size(); ++i) {
    const std::size_t from = leader_of(comparison.rows[i]), to = leader_of(comparison.rows[i + 1]);
    if (from == to) continue;
    const auto lead = [&](double budget) {
      const OptionTable returns = returns_at(scenario, budget, experiment);
      return mean_of(returns.values()[from]) - mean_of(returns.values()[to]);
    };
    const Search search{budgets[i], {budgets[i], budgets[i + 1], false, false}};
    const Root root = find_root(
        lead, [](double) { return Measured(); }, 0, search);
    if (root.found) comparison.crossings.push_back({root.at.value, comparison.channels[from], comparison.channels[to]});
  }
  return comparison;
}

}  // namespace valuescale::results
