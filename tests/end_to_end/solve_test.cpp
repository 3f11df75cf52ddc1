// Values at which something breaks even, of which the exact answer is known.
#include "results/decision/solve.hpp"

#include "results/json/metric_at.hpp"
#include "scenarios/reader/reader.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>

using namespace valuescale;
using namespace valuescale::results;

namespace {

struct Known {
  std::string file, vary, metric;
  double target, exact;
  std::int64_t customers = 100'000;
};

Solution solve_known(const Known& known, const scenarios::Settings& settings = {}) {
  const models::Scenario scenario = scenarios::read_scenario("scenarios/" + known.file, settings);
  models::RunOptions options;
  options.customers = known.customers;
  options.distributions = {false, false, false, false};
  Experiment experiment(options);
  SolveQuestion question;
  question.vary = known.vary;
  Labels labels;
  for (const models::Channel& channel : scenario.channels) labels.channels.push_back(channel.name);
  labels.segments = {"all"};
  question.metric = metric_at(known.metric, labels);
  question.target = known.target;
  return solve(scenario, question, experiment);
}

/// Distance from what is exact, in standard errors; 0 where both agree to rounding.
double distance(const Solution& solution, double exact) {
  const Interval& at = solution.root.at;
  const double error = at.value - exact;
  if (std::fabs(error) < 1e-4 * std::max(1.0, std::fabs(exact))) return 0;
  return error / ((at.hi - at.lo) / 2 / sim::t_quantile(kGroups - 1, 0.975));
}

}  // namespace

TEST_CASE("break-even values of the worked examples are found") {
  const Known all[] = {
      {"hairdresser.toml", "channel.leaflets.cost_per_customer", "customer.profit.mean", 0, 81},
      {"hairdresser-free-cut.toml", "channel.leaflets.cost_per_customer", "customer.profit.mean", 0, 71},
      {"opt-ins.toml", "channel.ads.cost_per_lead", "lead.profit.mean", 0, 4.4},
      {"opt-ins.toml", "channel.ads.cost_per_lead", "customer.cac.mean", 88, 4.4},
      {"burger-chain.toml", "offer.first-meal.unit_cost", "customer.profit.mean", 0, 1.5 + 4.4},
      {"english-school.toml", "channel.advertising.cost_per_customer", "customer.profit.mean", 0, 3000},
      {"english-school-both.toml", "channel.advertising.cost_per_customer", "customer.profit.mean", 0, 2500},
      {"english-school-each.toml", "channel.advertising.cost_per_customer", "customer.profit.mean", 0, 2260},
      {"grocer.toml", "channel.door-to-door.cost_per_customer", "customer.profit.mean", 0, 400},
      {"carpets.toml", "channel.advertising.cost_per_customer", "customer.profit.mean", 0, 921.43},
      {"carpets.toml", "channel.advertising.cost_per_customer", "customer.npv.mean", 0, 440.28},
      {"subscription.toml", "channel.ads.cost_per_customer", "customer.profit.mean", 0, 300},
  };
  for (const Known& known : all) {
    const Solution solution = solve_known(known);
    INFO(known.file << " " << known.metric << ": " << solution.root.at.value << " (" << solution.root.at.lo << " to " << solution.root.at.hi
                    << "), exactly " << known.exact);
    REQUIRE(solution.root.found);
    CHECK(solution.root.is_monotone);
    CHECK(std::fabs(distance(solution, known.exact)) < 4.5);
    CHECK(std::fabs(distance(solution, 1.05 * known.exact)) > 4.5);
  }
}

TEST_CASE("a take rate and a price are found, and a price says what it assumes") {
  // A lead that costs 5 brings 0.05 (20 + 60 take + 50).
  const Solution take = solve_known({"opt-ins.toml", "step.upsell.take", "lead.profit.mean", 0, 0.5}, {{"channel.ads.cost_per_lead", "5"}});
  CHECK(std::fabs(distance(take, 0.5)) < 4.5);
  CHECK_FALSE(take.assumes_as_many_buyers);
  const Solution price = solve_known({"hairdresser.toml", "offer.dry-cut.price", "customer.profit.mean", 45, 4});
  CHECK(price.assumes_as_many_buyers);
  CHECK(std::fabs(distance(price, 4)) < 4.5);
}

TEST_CASE("where nothing helps, no value is found") {
  const Solution solution = solve_known({"opt-ins.toml", "step.upsell.take", "lead.profit.mean", 100, 0});
  CHECK_FALSE(solution.root.found);
  CHECK(solution.root.tried.front().at == 0);
  CHECK(solution.root.tried.back().at == 1);
}

TEST_CASE("a law is scaled as a whole, and its mean is what is told") {
  const scenarios::Settings uncertain{{"channel.leaflets.cost_per_customer", "lognormal(mean=30, sd=10)"}};
  const Known known{"hairdresser.toml", "channel.leaflets.cost_per_customer", "customer.profit.mean", 0, 81};
  const Solution solution = solve_known(known, uncertain);
  CHECK(solution.is_uncertain);
  CHECK(solution.now == Approx(30));
  CHECK(std::fabs(distance(solution, 81)) < 4.5);
}
