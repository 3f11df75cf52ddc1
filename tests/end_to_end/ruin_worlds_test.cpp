// P(ruin) from worlds that are drawn where ruin is likelier: against what is known exactly, and against many independent worlds.
#include "models/lifetime/simulate.hpp"
#include "results/answer/plan.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tallies_equal.hpp"
#include "tests/support/written.hpp"

#include <cmath>
#include <memory>
#include <string>

namespace {

using namespace valuescale;
using models::Sampling;
using tests::TalliesDifference;

constexpr double kErrors = 4.5;

double normal_tail(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

/// Nothing is left to luck: a month's costs are due, and there is cash for them or not.
std::string costs(const std::string& fixed, const std::string& besides, const std::string& cash, const std::string& more = "") {
  return "title = \"t\"\nlifetime = 1\n[channel.luck]\ncost_per_customer = 0\n[offer.first]\nprice = 0\n[plan]\nmonths = 1\n"
         "customers.luck = 1\nfixed_costs = " +
         fixed + "\ncash = " + cash + "\n[plan.cost.besides]\na_month = " + besides + "\n" + more;
}

models::Tallies lived(const std::string& text, models::RunOptions options = {}) {
  if (!options.worlds) options.worlds = 1000;
  if (options.ruin_worlds == 0) options.ruin_worlds = 1000;
  return models::simulate(tests::written(text), options);
}

results::PlanAnswer answer_of(const models::Tallies& tallies) { return results::plan_answer(tallies, {"luck"}); }

/// In standard errors.
double errors_off(const results::Estimate& p, double exact) { return std::fabs(p.value - exact) / p.se; }

models::Tallies with_weights(const models::Tallies& tallies, double factor) {
  models::Tallies changed = tallies;
  auto plan = std::make_shared<models::PlanTallies>(*tallies.plan);
  for (double& weight : plan->ruin_worlds->weights) weight *= factor;
  changed.plan = plan;
  return changed;
}

TEST_CASE("ruin of one chance in thirty thousand is told by two thousand worlds") {
  // Costs are normal, of mean 50 and variance 4 + 5; cash is 4 of their standard deviations more.
  const double exact = normal_tail(4);
  const models::Tallies tallies = lived(costs("\"normal(20, 2)\"", "\"normal(30, 2.2360679775)\"", "62"));
  const results::PlanAnswer answer = answer_of(tallies);
  CHECK(errors_off(*answer.p_ruin, exact) < kErrors);
  CHECK(answer.p_ruin->se < 0.15 * exact);
  CHECK(answer.ruin_sampling->effective > 1e6);
  CHECK(errors_off(*answer_of(with_weights(tallies, 2)).p_ruin, exact) > kErrors);
}

TEST_CASE("what is correlated, seen, mixed or followed is tilted as it is drawn") {
  // The correlation of the normals behind a rank correlation of 0.6.
  const double r = 2 * std::sin(std::acos(-1.0) / 6 * 0.6);
  const std::string tied = "[[correlation]]\nbetween = [\"plan.fixed_costs\", \"plan.cost.besides.a_month\"]\nrank = 0.6\n";
  const struct {
    std::string text;
    double exact, wrong;
  } cases[] = {
      {costs("\"normal(20, 2)\"", "\"normal(30, 2)\"", "60.5", tied), normal_tail(10.5 / std::sqrt(8 + 8 * r)),
       normal_tail(10.5 / std::sqrt(8.0))},
      {costs("\"normal(20, 2)\"", "{ same_as = \"plan.fixed_costs\" }", "52"), normal_tail(3), normal_tail(12 / std::sqrt(8.0))},
      {costs("\"normal(20, 2)\"", "0", "[30, 30, 30, 30, 30, 24, 30, 30, 30, 30]"), 0.1 * normal_tail(2) + 0.9 * normal_tail(5), 0.1},
      {costs("\"mix(0.98: uniform(0, 10), 0.02: uniform(20, 30))\"", "0", "25"), 0.01, 0.02},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    const results::PlanAnswer answer = answer_of(lived(one.text));
    CHECK(errors_off(*answer.p_ruin, one.exact) < kErrors);
    CHECK(errors_off(*answer.p_ruin, one.wrong) > kErrors);
    CHECK(answer.ruin_sampling->effective > 2000);
  }
}

// A month's lead is free and buys for 2, or not; each month costs 1. Storms keep the lead away.
const std::string kGambler = R"TOML(
title = "A gambler in a world that he doesn't know"
lifetime = 1
[channel.luck]
cost_per_lead = 0
[offer.game]
take = "beta(12, 4)"
price = 2
[plan]
months = 24
leads.luck = 1
fixed_costs = 1
cash = 8
[shock.storm]
probability = 0.1
duration = "3 months"
multiply.conversion = 0.2
)TOML";

TEST_CASE("where luck has a say, tilted worlds say what many independent ones do, month by month") {
  models::RunOptions options;
  options.ruin_worlds = 4000;
  const models::Tallies tallies = lived(kGambler, options);
  const results::PlanAnswer tilted = answer_of(tallies);
  options.worlds = 20'000, options.seed = 2;
  options.ruin_worlds = 0;
  const results::PlanAnswer plain = answer_of(models::simulate(tests::written(kGambler), options));
  const auto farthest = [&](const results::PlanAnswer& one) {
    double most = 0;
    for (std::size_t m = 7; m < plain.ruin_cdf.size(); ++m) {
      const auto &a = one.ruin_cdf[m], &b = plain.ruin_cdf[m];
      most = std::max(most, std::fabs(a.value - b.value) / std::hypot(a.se, b.se));
    }
    return most;
  };
  REQUIRE(plain.p_ruin->value < 0.05);
  CHECK(farthest(tilted) < kErrors);
  CHECK(farthest(answer_of(with_weights(tallies, 3))) > kErrors);
  CHECK(tilted.ruin_sampling->effective > 2 * 4000);
}

TEST_CASE("the interval of P(ruin) holds the truth as often as it says") {
  const double exact = normal_tail(2.5);
  const models::Scenario scenario = tests::written(costs("\"normal(20, 2)\"", "\"normal(30, 2.2360679775)\"", "57.5"));
  constexpr int kRuns = 300;
  int held = 0, held_by_half = 0;
  for (int seed = 1; seed <= kRuns; ++seed) {
    models::RunOptions options;
    options.seed = static_cast<std::uint64_t>(seed);
    options.worlds = options.ruin_worlds = 200;
    const results::Interval p = answer_of(models::simulate(scenario, options)).ruin_sampling->p;
    held += p.lo <= exact && exact <= p.hi;
    held_by_half += std::fabs(p.value - exact) <= (p.hi - p.lo) / 4;
  }
  const double error = std::sqrt(0.05 * 0.95 * kRuns);
  CHECK(std::fabs(held - 0.95 * kRuns) < kErrors * error);
  CHECK(std::fabs(held_by_half - 0.95 * kRuns) > kErrors * error);
}

TEST_CASE("worlds drawn for ruin change nothing else, and are the same however they are lived") {
  models::RunOptions options;
  options.worlds = 150;
  options.ruin_worlds = 250;
  options.threads = 1;
  const models::Scenario scenario = tests::written(kGambler);
  const models::Tallies reference = models::simulate(scenario, options);
  options.threads = 3;
  options.batch = 64;
  CHECK(TalliesDifference::find(reference, models::simulate(scenario, options)) == "");
  options.ruin_worlds = 0;
  models::Tallies without = models::simulate(scenario, options);
  CHECK_FALSE(without.plan->ruin_worlds);
  auto plan = std::make_shared<models::PlanTallies>(*without.plan);
  plan->ruin_worlds = reference.plan->ruin_worlds;
  without.plan = plan;
  CHECK(TalliesDifference::find(reference, without) == "");
  // Another pilot finds other moves; the ruined are as many.
  options.ruin_worlds = 250;
  options.sampling = Sampling::stratified;
  const results::PlanAnswer stratified = answer_of(models::simulate(scenario, options)), independent = answer_of(reference);
  CHECK(std::fabs(stratified.p_ruin->value - independent.p_ruin->value) <
        kErrors * std::hypot(stratified.p_ruin->se, independent.p_ruin->se));
}

TEST_CASE("where ruin can't be made likelier that is said") {
  const auto refusal = [](const std::string& text, std::int64_t worlds, std::int64_t ruin_worlds) -> std::string {
    models::RunOptions options;
    options.worlds = worlds;
    options.ruin_worlds = ruin_worlds;
    try {
      models::simulate(tests::written(text), options);
      return "";
    } catch (const models::InputError& error) {
      return error.what();
    }
  };
  const std::string certain = costs("1", "2", "10");
  CHECK(refusal(certain, 1000, 1000) ==
        "ruin can't be made likelier (nothing in the scenario is uncertain, and no shock may strike once: worlds differ in luck alone); "
        "leave "
        "out --rare and simulate more worlds (--worlds)");
  CHECK(refusal(kGambler, 99, 1000) ==
        "too few worlds for --rare (the run's worlds show where ruin is, and as many more are drawn there); give 100 at least of either");
  CHECK(refusal(kGambler, 100, 99) == refusal(kGambler, 99, 1000));
  CHECK(refusal("title = \"t\"\nlifetime = 1\n[channel.ads]\ncost_per_customer = \"1 to 2\"\n[offer.first]\nprice = 2\n", 1000, 1000) ==
        "nothing is ruined here (the scenario has no plan); leave out --rare");
  std::string without_cash = kGambler;
  without_cash.erase(without_cash.find("cash = 8"), 8);
  CHECK(refusal(without_cash, 1000, 1000) ==
        "nothing is ruined here (the plan has no cash that it could run out of); give plan.cash, or leave out --rare");
}

}  // namespace
