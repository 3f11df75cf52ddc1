// What customers of a plan pay, by month, channel and stage, against arithmetic.
#include "models/lifetime/simulate.hpp"
#include "results/answer/plan.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>

namespace {

using namespace valuescale;

constexpr double kErrors = 4.5;

results::PlanAnswer answer(const scenarios::Settings& settings, const char* instructions = "", std::optional<std::int64_t> customers = {}) {
  models::RunOptions options;
  options.worlds = 400;
  options.instruction_set = instructions;
  options.customers = customers;
  const std::string file = std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/revenue-plan.toml";
  return results::plan_answer(models::simulate(scenarios::read_scenario(file, settings), options), {"ads", "mail"});
}

double distance(const results::Estimate& found, double exact) {
  return found.se > 0 ? std::fabs(found.value - exact) / found.se : found.value == exact ? 0 : 1e9;
}

double revenue_of(const results::PlanAnswer& plan, const std::string& stage) {
  for (const results::PlanStage& one : plan.by_stage)
    if (one.name == stage) return one.revenue.value;
  return -1;
}

// A life: half pay 10 after a step; 40 % upgrade then for 20, of whom a quarter are given it back; all pay 5 after one, two and three steps.
constexpr double kFirst = 5, kUpgrade = 0.4 * 20 * 0.75, kVisit = 5;
// Cash at the end of a step counts in the month that ends: what comes after one step is that of the month of the first sale.
constexpr double kBought[] = {250, 50, 150};

TEST_CASE("customers of a plan pay what arithmetic says, month by month, whatever it costs") {
  const results::PlanAnswer plan = answer({});
  double total = 0;
  for (int month = 0; month < 3; ++month) {
    double exact = kBought[month] * (kFirst + kUpgrade + kVisit);
    for (int age = 1; age < 3 && age <= month; ++age) exact += kBought[month - age] * kVisit;
    INFO("month " << month + 1);
    CHECK(distance(plan.revenue_by_month[static_cast<std::size_t>(month)], exact) < kErrors);
    CHECK(distance(plan.revenue_by_month[static_cast<std::size_t>(month)], 1.02 * exact) > kErrors);
    total += exact;
  }
  CHECK(distance(plan.revenue, total) < kErrors);
  CHECK(plan.channels[0].revenue.value + plan.channels[1].revenue.value == Approx(plan.revenue.value));
  for (const results::PlanStage& stage : plan.by_stage) {
    INFO(stage.name);
    const double exact = stage.name == "offer"    ? 450 * kFirst
                         : stage.name == "ladder" ? 450 * kUpgrade
                         : stage.name == "repeat" ? 450 * 3 * kVisit
                                                  : 0;
    CHECK(distance(stage.revenue, exact) < kErrors);
  }
}

TEST_CASE("revenue is the same in the order of events and on any processor, and does not depend on costs") {
  const results::PlanAnswer plan = answer({});
  CHECK(answer({}, "baseline").revenue.value == plan.revenue.value);
  CHECK(answer({{"offer.first.unit_cost", "0"}, {"repeat.visits.margin", "1"}, {"channel.ads.cost_per_customer", "9"}}).revenue.value ==
        plan.revenue.value);
  // A condition has events lived in the order of time; this one holds for everybody.
  const results::PlanAnswer in_order = answer({{"step.upgrade.when", "{ purchases = '>= 0' }"}});
  CHECK(in_order.revenue.value == plan.revenue.value);
  CHECK(revenue_of(in_order, "ladder") == revenue_of(plan, "ladder"));
}

TEST_CASE("a share of a plan's customers pays for all") {
  const results::PlanAnswer tenth = answer({}, "", 400 * 45);
  REQUIRE(tenth.lived_share < 0.2);
  CHECK(distance(tenth.revenue, 250 * (kFirst + kUpgrade + 3 * kVisit) + 50 * (kFirst + kUpgrade + 2 * kVisit) +
                                    150 * (kFirst + kUpgrade + kVisit)) < kErrors);
}

}  // namespace
