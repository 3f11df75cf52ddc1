// Worlds in which few buy, or which run out of money, are worlds like the others: what a lead brings there counts by its leads.
#include "models/lifetime/simulate.hpp"
#include "results/answer/worlds.hpp"
#include "results/decision/comparison.hpp"
#include "results/decision/world_metric.hpp"
#include "results/json/metric_at.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace valuescale;
using namespace valuescale::results;

namespace {

/// Of `a` most worlds sell next to nothing, some a lot: 19 p − 1 a lead with p from Beta(0.2, 3.8), hence −0.05 on average. `b` always brings −0.05.
const char* const kRarelyBought = R"toml(
title = "rarely bought"
lifetime = 1
[channel.a]
cost_per_lead = 1
offer = "oa"
share = 0.5
[channel.b]
cost_per_lead = 1
offer = "ob"
share = 0.5
[offer.oa]
take = "beta(0.2, 3.8)"
price = 19
[offer.ob]
take = 0.5
price = 1.9
)toml";

}  // namespace

TEST_CASE("worlds in which nobody was lived who would buy count in a comparison", "[compare]") {
  const tests::ScenarioFiles files;
  models::RunOptions options;
  options.worlds = 1000;
  options.customers = 4000;
  options.distributions = {false, false, false, false};
  const models::Tallies tallies = models::simulate(files.read(kRarelyBought), options);
  std::size_t empty = 0;
  for (std::size_t world = 0; world < 1000; ++world) empty += tallies.world_cell(world, 0).customers == 0 ? 1 : 0;
  REQUIRE(empty > 100);
  const Option a{"a", &tallies, {Part::What::channel, 0}}, b{"b", &tallies, {Part::What::channel, 1}};
  for (const Basis basis : {Basis::money, Basis::lead}) {
    INFO(name_of(basis));
    const OptionTable table({a, b}, basis, Worth::profit);
    CHECK(table.left_out() == 0);
    const Estimate of_a = table.mean(table.values()[0]);
    CHECK(std::fabs(of_a.value + 0.05) < 4.5 * of_a.se);
    // Left out, they would have made it look good.
    std::vector<double> bought;
    for (std::size_t world = 0; world < 1000; ++world)
      if (tallies.world_cell(world, 0).customers > 0) bought.push_back(table.values()[0][world]);
    CHECK(std::accumulate(bought.begin(), bought.end(), 0.0) / static_cast<double>(bought.size()) > 4.5 * of_a.se - 0.05);
    CHECK_FALSE(compare({a, b}, {}, basis, false).winner.has_value());
  }
}

TEST_CASE("a plan's leads and customers are those of each world, however many it could pay for", "[plan]") {
  const char* const text = R"toml(
title = "short of money"
lifetime = 6
[channel.ads]
cost_per_lead = "4 to 12"
[channel.fair]
cost_per_lead = 2
[offer.first]
take = "8% to 20%"
price = 30
unit_cost = 10
[plan]
months = 12
cash = 6000
fixed_costs = 500
[plan.spend]
ads = 1000
fair = 200
)toml";
  const tests::ScenarioFiles files;
  models::RunOptions options;
  options.worlds = 100;
  const models::Tallies tallies = models::simulate(files.read(text), options);
  const auto ruined = std::count_if(tallies.plan->worlds.begin(), tallies.plan->worlds.end(),
                                    [](const models::PlanOutcome& outcome) { return outcome.ruin != models::kNoMonth; });
  REQUIRE(ruined > 20);
  REQUIRE(ruined < 100);
  const std::vector<WorldRow> rows = world_rows(tallies);
  for (std::size_t world = 0; world < rows.size(); ++world) {
    const models::PlanOutcome& outcome = tallies.plan->worlds[world];
    double leads = 0, paid = 0;
    for (const models::PlanChannel& channel : outcome.channels) {
      leads += channel.leads;
      paid += static_cast<double>(channel.acquisition) / static_cast<double>(tallies.units_per_currency);
    }
    const auto customers = static_cast<double>(outcome.customers());
    // How many bought was luck, at odds that are the world's.
    const double p = rows[world].conversion;
    CHECK(std::fabs(customers / leads - p) < 4.5 * std::sqrt(p * (1 - p) / leads));
    CHECK(p >= 0.03);
    CHECK(p <= 0.5);
    // Each customer leaves 20.
    CHECK(rows[world].lead_profit == Approx(20 * p - paid / leads).margin(0.01));
  }
}

TEST_CASE("a channel's numbers are known world by world, as those of all", "[solve]") {
  const tests::ScenarioFiles files;
  models::RunOptions options;
  options.worlds = 200;
  options.customers = 20'000;
  const models::Tallies tallies = models::simulate(files.read(kRarelyBought), options);
  const Labels labels{{"a", "b"}, {"all"}};
  for (const std::string name : {"customer.profit.mean", "customer.cac.mean", "lead.profit.mean", "lead.ltv.mean", "lead.cac"}) {
    const std::string path = "by.channel.b." + name;
    INFO(path);
    const auto metric = world_metric(path, labels);
    REQUIRE(metric);
    const WorldValues worlds = metric->by_world(tallies);
    double sum = 0, weight = 0;
    for (std::size_t w = 0; w < worlds.value.size(); ++w) sum += worlds.weight[w] * worlds.value[w], weight += worlds.weight[w];
    CHECK(sum / weight == Approx(metric_at(path, labels).of(tallies)).epsilon(1e-9));
  }
  CHECK_FALSE(world_metric("by.channel.c.lead.profit.mean", labels));
  CHECK_FALSE(world_metric("by.channel.b.lead.joy", labels));
  // 19 p − 1 at the fifth percentile of p.
  const double low = over_worlds(tallies, *world_metric("by.channel.a.lead.profit.mean", labels), 0.5);
  std::vector<double> takes = tallies.assumptions.front().values;
  std::nth_element(takes.begin(), takes.begin() + 100, takes.end());
  CHECK(low == Approx(19 * takes[100] - 1).margin(0.05));
}
