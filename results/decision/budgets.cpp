#include "results/decision/budgets.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "results/answer/drawn_worlds.hpp"
#include "results/decision/root.hpp"
#include "sim/stats/estimates.hpp"

#include <fmt/format.h>

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

/// Profit per unit of money by unit of the sample, of units in which all channels have one.
struct Returns {
  std::vector<std::vector<double>> by_channel;
  DrawnWorlds drawn;  ///< as units were
  double degrees = 0;
};

Returns returns_at(const models::Scenario& scenario, double budget, Experiment& experiment) {
  const models::Tallies tallies = experiment.live(with_spends(scenario, budget));
  std::vector<std::vector<double>> all;
  for (std::size_t c = 0; c < tallies.dims.channels; ++c)
    all.push_back(values_by_unit({scenario.channels[c].name, &tallies, {Part::What::channel, c}}, Basis::money, Worth::profit));
  Returns returns;
  returns.by_channel.resize(all.size());
  for (std::size_t unit = 0; unit < all.front().size(); ++unit) {
    if (std::any_of(all.begin(), all.end(), [&](const auto& values) { return std::isnan(values[unit]); })) continue;
    for (std::size_t c = 0; c < all.size(); ++c) returns.by_channel[c].push_back(all[c][unit]);
  }
  const std::size_t units = returns.by_channel.front().size();
  if (units < 2)
    throw models::InputError({{{"--budgets", 0, 0},
                               fmt::format("nothing can be said at {:g}", budget),
                               "a channel costs nothing, or hardly anybody of it was lived",
                               "raise --customers"}});
  const bool is_whole = tallies.dims.worlds > 1 && units == all.front().size();
  if (is_whole) returns.drawn = DrawnWorlds(tallies.dims);
  returns.degrees = returns.drawn.are_stratified() ? static_cast<double>(models::kHypercubes - 1) : static_cast<double>(units - 1);
  return returns;
}

Interval profit_of(const Returns& returns, std::size_t channel, double budget) {
  const Estimate mean = returns.drawn.mean(returns.by_channel[channel]);
  const double half = sim::t_quantile(returns.degrees, 0.975) * mean.se;
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
    const Returns returns = returns_at(scenario, budget, experiment);
    for (std::size_t c = 0; c < returns.by_channel.size(); ++c) row.profit.push_back(profit_of(returns, c, budget));
    row.leader = comparison.channels[leader_of(row)];
    comparison.rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i + 1 < comparison.rows.size(); ++i) {
    const std::size_t from = leader_of(comparison.rows[i]), to = leader_of(comparison.rows[i + 1]);
    if (from == to) continue;
    const auto lead = [&](double budget) {
      const Returns returns = returns_at(scenario, budget, experiment);
      return mean_of(returns.by_channel[from]) - mean_of(returns.by_channel[to]);
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
