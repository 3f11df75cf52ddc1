// From [plan] to models::Plan.
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

using namespace valuescale;
using namespace valuescale::tests;
using models::Acquisition;
using models::Plan;
using models::Schedule;

namespace {

double in_steps(const models::Quantity& q) { return q.law.value * q.factor; }

/// Three channels: one responds to spend, one costs by the lead, one is free.
const std::string kShop = R"TOML(
title = "shop"
lifetime = 24
[channel.fish-pond]
response = "exponential"
of = "customers"
most = "80 to 120"
scale = 50_000
[channel.fair]
cost_per_lead = 30
[channel.friends]
cost_per_customer = 0
[offer.first]
take = 0.4
price = 100
)TOML";

Plan plan_of(const std::string& plan, const std::string& units = {}) { return *ScenarioFiles().read(units + kShop + plan).plan; }

}  // namespace

TEST_CASE("a plan reads as the reference page says") {
  const models::Scenario s = ScenarioFiles().read(kShop + R"TOML(
[plan]
months = 4
cash = 150_000
credit = "40k to 60k"
credit_interest = "9%"
when_short = "go on"
fixed_costs = 5_000
reinvest = "20%"
acquisition_paid_after = "1 month"
note = "agreed in May"
[plan.spend]
note = "by month"
fish-pond = { value = "15k to 25k", source = "marketing" }
fair = { start = 3_000, growth = "5% to 10%", first = 2, last = 3, ramp = 2, note = "summer" }
[plan.customers]
friends = [0, 10, "8 to 12", { value = 20, note = "a party" }]
[plan.delay]
fair = "2 months"
[plan.cost.support]
a_month = { start = 3_000, growth = 0.01 }
for_customers = 500
source = "union"
[plan.cost.agency]
a_month = 800
marketing = true
)TOML");
  REQUIRE(s.plan);
  const Plan& plan = *s.plan;
  CHECK(plan.months == 4);
  CHECK(plan.note == "agreed in May");
  REQUIRE(plan.cash);
  CHECK(plan.cash->law.value == 150'000);
  CHECK(plan.cash->path == "plan.cash");
  CHECK(plan.credit.text == "40k to 60k");
  CHECK(plan.interest.law.value == Approx(0.09));
  CHECK(plan.interest.path == "plan.credit_interest");
  CHECK(plan.when_short == models::WhenShort::go_on);
  CHECK(plan.reinvest.law.value == Approx(0.2));
  CHECK(plan.acquisition_paid_after.law.value == 1);

  REQUIRE(plan.acquisitions.size() == 3);
  const Acquisition &pond = plan.acquisitions[0], &fair = plan.acquisitions[1], &friends = plan.acquisitions[2];
  CHECK(pond.channel == 0);
  CHECK(pond.by == Acquisition::By::spend);
  CHECK(pond.a_month.start.path == "plan.spend.fish-pond");
  CHECK(pond.a_month.start.source == "marketing");
  CHECK(pond.a_month.first == 1);
  CHECK(pond.a_month.last == 4);
  CHECK(pond.a_month.ramp == 0);
  CHECK(pond.delay.law.value == 0);
  CHECK(pond.delay.path == "plan.delay.fish-pond");

  CHECK(fair.channel == 1);
  CHECK(fair.by == Acquisition::By::spend);
  CHECK(fair.a_month.start.path == "plan.spend.fair.start");
  CHECK(fair.a_month.growth.path == "plan.spend.fair.growth");
  CHECK(fair.a_month.growth.law.kind == models::LawKind::normal);
  CHECK(fair.a_month.first == 2);
  CHECK(fair.a_month.last == 3);
  CHECK(fair.a_month.ramp == 2);
  CHECK(fair.a_month.note == "summer");
  CHECK(fair.delay.law.value == 2);

  CHECK(friends.by == Acquisition::By::customers);
  REQUIRE(friends.a_month.list.size() == 4);
  CHECK(friends.a_month.list[1].law.value == 10);
  CHECK(friends.a_month.list[2].path == "plan.customers.friends.3");
  CHECK(friends.a_month.list[2].law.kind == models::LawKind::lognormal);
  CHECK(friends.a_month.list[3].note == "a party");

  REQUIRE(plan.fixed_costs.size() == 3);
  CHECK(plan.fixed_costs[0].name.empty());
  CHECK(plan.fixed_costs[0].a_month.start.path == "plan.fixed_costs");
  CHECK(plan.fixed_costs[1].name == "support");
  CHECK(plan.fixed_costs[1].a_month.start.path == "plan.cost.support.a_month.start");
  REQUIRE(plan.fixed_costs[1].for_customers);
  CHECK(plan.fixed_costs[1].for_customers->law.value == 500);
  CHECK(plan.fixed_costs[1].source == "union");
  CHECK_FALSE(plan.fixed_costs[1].is_marketing);
  CHECK(plan.fixed_costs[2].a_month.start.path == "plan.cost.agency.a_month");
  CHECK_FALSE(plan.fixed_costs[2].for_customers);
  CHECK(plan.fixed_costs[2].is_marketing);
}

TEST_CASE("what is said of a list of amounts is said of each that says nothing itself, and told once") {
  const models::Scenario s = ScenarioFiles().read(kShop + R"TOML(
[plan]
months = 3
[plan.customers]
friends = { value = [5, 5, { value = 20, note = "a party" }], note = "as promised", source = "a letter" }
)TOML");
  const std::vector<models::Quantity>& list = s.plan->acquisitions[0].a_month.list;
  REQUIRE(list.size() == 3);
  CHECK(list[0].note == "as promised");
  CHECK(list[2].note == "a party");
  CHECK(list[2].source == "a letter");
  const std::string told = scenarios::describe(s);
  CHECK(told.find("months 1 to 2: 5\n    month 3: 20\n    note: a party\n    note: as promised\n    source: a letter\n") !=
        std::string::npos);
}

TEST_CASE("a plan has its defaults") {
  const Plan plan = plan_of("[plan]\nmonths = 600\nleads.fair = 3\n");
  CHECK_FALSE(plan.cash);
  CHECK(plan.credit.law.value == 0);
  CHECK(plan.interest.law.value == 0);
  CHECK(plan.reinvest.law.value == 0);
  CHECK(plan.when_short == models::WhenShort::slow);
  CHECK(plan.fixed_costs.empty());
  REQUIRE(plan.acquisitions.size() == 1);
  CHECK(plan.acquisitions[0].by == Acquisition::By::leads);
  CHECK(plan.acquisitions[0].a_month.growth.law.value == 0);
}

TEST_CASE("the plan's months are months whatever the steps, and its times become steps") {
  const Plan plan =
      plan_of("[plan]\nmonths = 12\nacquisition_paid_after = 3\nleads.fair = { start = 30, first = 2 }\ndelay.fair = \"2 months\"\n",
              "time_step = \"week\"\n");
  CHECK(plan.months == 12);
  CHECK(plan.acquisitions[0].a_month.first == 2);
  CHECK(plan.acquisitions[0].a_month.last == 12);
  CHECK(in_steps(plan.acquisitions[0].delay) == Approx(2 * 30.4375 / 7));
  CHECK(in_steps(plan.acquisition_paid_after) == 3);
}
