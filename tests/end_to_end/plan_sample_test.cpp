// Plans of which a share of the customers is lived: they have the luck of the whole plan, not of those who stand for it.
#include "models/description/problem.hpp"
#include "models/lifetime/simulate.hpp"
#include "results/answer/plan.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <cmath>

namespace {

using namespace valuescale;

// Per month 200 leads, of whom 30 % buy; each buyer brings exponential(mean=10) when buying and costs nothing: all that is left to chance is luck.
// Profit of one month is a sum over 200 leads of a product: E = 3, E of the square = 0.3 x 200 = 60, variance 51 a lead.
const char* const kPlan = R"TOML(
title = "Leads who buy or don't"
lifetime = 1
[channel.ads]
cost_per_lead = 0
[offer.first]
take = 0.3
price = "each_customer(exponential(10))"
[plan]
months = 4
leads.ads = 200
)TOML";
constexpr int kWorlds = 40'000;
constexpr double kLeads = 4 * 200, kVariance = kLeads * 51, kErrors = 4.5;

results::PlanAnswer lived(std::int64_t customers) {
  models::RunOptions options;
  options.worlds = kWorlds;
  options.customers = customers;
  return results::plan_answer(models::simulate(tests::written(kPlan), options), {"ads"});
}

double distance(const results::Interval& part, double exact) { return std::fabs(part.value - exact) / ((part.hi - part.lo) / 2 / 1.96); }

TEST_CASE("a plan of which half is lived has the luck of all its customers") {
  const results::PlanAnswer all = lived(100'000'000), half = lived(kWorlds * 120);
  REQUIRE(all.lived_share == 1);
  REQUIRE(half.lived_share < 0.52);
  CHECK(distance(all.variance.luck, kVariance) < kErrors);
  CHECK(distance(half.variance.luck, kVariance) < kErrors);
  // Not that of all that was lived, taken as luck of lives: of twice 24000, and of 16800 in how many buy.
  CHECK(distance(half.variance.luck, (2 * 24'000 + 16'800) / 2.0) > kErrors);
  // The spread of worlds is lived, and half of the luck of lives, known from a tenth of worlds, taken out.
  const double error_of_variance = std::hypot(64'800 * std::sqrt(2.0 / kWorlds), 24'000 * std::sqrt(2.0 / (kWorlds / 10.0)));
  CHECK(std::fabs(half.profit.sd - std::sqrt(kVariance)) < kErrors * error_of_variance / (2 * std::sqrt(kVariance)));
}

/// A crowd who cost 1 each, pay 2, and are gone.
models::Scenario crowd(const std::string& customers, const std::string& rest = "months = 1\n") {
  return tests::written(R"TOML(
title = "Crowd"
lifetime = 1
[channel.ads]
cost_per_customer = 1
[offer.first]
price = 2
[plan]
customers.ads = )TOML" + customers +
                        "\n" + rest);
}

TEST_CASE("of a plan with more customers than can be waited for, a sample is lived unless more are asked for") {
  models::RunOptions options;
  options.worlds = 20;
  const models::Setup small = models::setup(crowd("1_000"), options), large = models::setup(crowd("1e8"), options);
  CHECK(small.planned_customers == 20'000);
  CHECK(small.planned_lives == 20'000);
  CHECK(large.planned_customers == 2e9);
  CHECK(large.planned_lives == Approx(models::kMostPlanLives));
  const models::Tallies tallies = models::simulate(crowd("1e8"), options);
  CHECK(tallies.plan->lived_share == Approx(models::kMostPlanLives / 2e9));
  CHECK(tallies.plan->worlds[7].profit() == 100'000'000 * tallies.units_per_currency);
  options.customers = 3'000'000'000;
  CHECK(models::setup(crowd("1e8"), options).planned_lives == 2e9);
}

TEST_CASE("more customers in a month than have numbers are refused, whether planned or reinvested") {
  const auto said = [](const models::Scenario& scenario) -> std::string {
    models::RunOptions options;
    options.worlds = 2;
    options.customers = 1'000;
    try {
      models::simulate(scenario, options);
      return "";
    } catch (const models::InputError& error) {
      return error.problems().front().problem;
    }
  };
  CHECK(said(crowd("1e9")) == "");
  CHECK(said(crowd("1e9", "months = 1\n[season.x.multiply]\nvolume = { january = 1.1 }\n")) ==
        "plan.customers.ads brings more than 1073741824 customers in month 1");
  CHECK(said(crowd("5e8", "months = 2\nreinvest = 0.5\n")) == "");
  CHECK(said(crowd("5e8", "months = 2\nreinvest = 0.6\n")) == "plan.customers.ads brings more than 1073741824 customers in month 2");
}

}  // namespace

TEST_CASE("a plan whose money passes what can be counted is refused, wherever it comes from") {
  const auto said = [](const std::string& rest, const std::string& customers = "1_000") -> std::string {
    models::RunOptions options;
    options.worlds = 2;
    try {
      models::simulate(crowd(customers, rest), options);
    } catch (const models::InputError& error) {
      return models::to_string(error.problems().front());
    }
    return "";
  };
  CHECK(said("months = 12\nfixed_costs = 1e6") == "");
  CHECK(said("months = 12\nfixed_costs = 1e14").find("plan.fixed_costs is too large to count exactly") != std::string::npos);
  CHECK(said("months = 12\ncash = 1e15").find("plan.cash is too large to count exactly") != std::string::npos);
  CHECK(said("months = 12\ncredit = 1e15\ncash = 1").find("plan.credit is too large to count exactly") != std::string::npos);
  CHECK(said("months = 12\ncost.desks = { a_month = 1, for_customers = 1e-300 }").find("the plan's money is too large") !=
        std::string::npos);
  CHECK(said("months = 120\nfixed_costs = 6e12").find("the plan's money is too large") != std::string::npos);
}

TEST_CASE("of a plan of which some are lived the stages add up to the profit, and what is paid is what is brought where nothing is spent") {
  models::RunOptions options;
  options.worlds = 40;
  options.customers = 1'000;
  const models::Tallies tallies = models::simulate(tests::written(R"TOML(
title = "Two ways"
lifetime = 12
[channel.many]
cost_per_lead = 5
[channel.few]
cost_per_customer = 30
[offer.first]
take = 0.2
price = 20
[step.more]
after = "first"
take = 0.5
delay = 1
price = 7
[repeat.visits]
model = "geometric"
return = 0.7
price = 10
[plan]
months = 12
leads.many = 60
customers.few = 3
)TOML"),
                                                   options);
  const results::PlanAnswer plan = results::plan_answer(tallies, {"many", "few"});
  REQUIRE(plan.lived_share < 0.5);
  double sum = 0;
  for (const results::PlanStage& stage : plan.by_stage) {
    INFO(stage.name);
    sum += stage.cash.value;
    if (stage.cash.value > 0) CHECK(stage.cash.value == Approx(stage.revenue.value));
  }
  CHECK(sum == Approx(plan.run_off_profit.mean.value));
}
