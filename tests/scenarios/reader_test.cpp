#include "scenarios/reader/law_facts.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <algorithm>

using namespace valuescale;
using namespace valuescale::tests;
using models::LawKind;
using models::Role;
using models::Trigger;

TEST_CASE("the smallest scenario reads with its defaults") {
  const models::Scenario s = ScenarioFiles().read(kSmall);
  CHECK(s.title == "small");
  CHECK(s.currency == "USD");
  CHECK(s.step == models::StepUnit::month);
  CHECK(s.time_unit == models::StepUnit::month);
  CHECK(s.lifetime == 12);
  CHECK(s.discount.rate.law.value == 0);
  REQUIRE(s.segments.size() == 1);
  CHECK(s.segments[0].name == "all");
  CHECK_FALSE(s.has_segments);
  REQUIRE(s.channels.size() == 1);
  CHECK(s.channels[0].size == 1);
  CHECK(s.channels[0].mix == std::vector<double>{1});
  CHECK(s.channels[0].cost.path == "channel.ads.cost_per_lead");
  CHECK(s.offers[0].take.law.value == 1);
  CHECK_FALSE(s.offers[0].take.given);
  CHECK(s.offers[0].purchase.price.law.value == 10);
  CHECK(s.offers[0].purchase.margin.law.value == 1);
}

TEST_CASE("draws and assumptions have their roles by default and by request") {
  const models::Scenario s = ScenarioFiles().read(kSmall + R"TOML(
[step.up]
after = "first"
take = "5% to 10%"
delay = "gamma(4, mean = 1 to 2)"
spend = "20 to 60"
unit_cost = "each_customer(1 to 2)"
[step.down]
after_declined = "up"
delay = "each_world(1 to 2)"
spend = "each_world(20 to 60)"
unit_cost = "1 to 2"
[step.side]
after = "first"
delay = 3
price = "each_event(20 to 60)"
)TOML");
  CHECK(s.steps[0].take.role == Role::assumption);
  CHECK(s.steps[0].delay.role == Role::each_event);
  CHECK_FALSE(scenarios::has_certain_parameters(s.steps[0].delay.law));
  CHECK(s.steps[0].purchase.price.role == Role::each_event);
  CHECK(s.steps[0].purchase.price.path == "step.up.spend");
  CHECK(s.steps[0].purchase.unit_cost.role == Role::each_customer);
  CHECK(s.steps[1].delay.role == Role::assumption);
  CHECK(s.steps[1].purchase.price.role == Role::assumption);
  CHECK(s.steps[1].purchase.unit_cost.role == Role::assumption);
  CHECK(s.steps[2].delay.is_certain());
  CHECK(s.steps[2].delay.role == Role::assumption);
  CHECK(s.steps[2].purchase.price.role == Role::each_event);
  CHECK(s.steps[2].purchase.price.path == "step.side.price");
}

TEST_CASE("times become steps and rates become rates per step") {
  const models::Scenario s = ScenarioFiles().read(R"TOML(
title = "weeks"
time_step = "week"
time_unit = "month"
lifetime = "52 weeks"
[channel.ads]
cost_per_lead = 2
[offer.first]
price = 10
[step.up]
after = "first"
delay = 2
[repeat.r]
model = "poisson"
rate = "0.2 a month"
churn = 0.1
[repeat.g]
model = "geometric"
return = 0.5
every = "2 weeks"
[repeat.b]
model = "bg-nbd"
r = 0.8
alpha = "6 weeks"
a = 0.8
b = 2.5
)TOML");
  const double weeks_in_month = 30.4375 / 7;
  CHECK(s.lifetime == 52);
  const auto in_steps = [](const models::Quantity& q) { return q.law.value * q.factor; };
  CHECK(in_steps(s.steps[0].delay) == Approx(2 * weeks_in_month));
  CHECK(in_steps(s.repeats[0].parameters[0]) == Approx(0.2 / weeks_in_month));
  CHECK(in_steps(s.repeats[0].parameters[1]) == Approx(0.1 / weeks_in_month));
  CHECK(s.repeats[0].parameters[0].path == "repeat.r.rate");
  CHECK(s.repeats[1].every == Approx(2));
  CHECK(s.repeats[2].parameters[0].factor == 1);
  CHECK(in_steps(s.repeats[2].parameters[1]) == Approx(6));
}

TEST_CASE("the grid may be called step where no ladder stands in the file") {
  CHECK(ScenarioFiles().read("step = \"week\"\n" + kSmall).step == models::StepUnit::week);
  const ScenarioFiles files;
  files.write("base.toml", "step = \"week\"\n" + kSmall);
  const std::string path = files.write("child.toml", "extends = \"base.toml\"\n[step.up]\nafter = \"first\"\n");
  CHECK(scenarios::read_scenario(path).step == models::StepUnit::week);
  CHECK(scenarios::read_scenario(path, {{"step", "day"}}).step == models::StepUnit::day);
}

TEST_CASE("discount rates are effective a year, continuous, or of another period") {
  const auto discount = [](const std::string& rate) { return ScenarioFiles().read("discount_rate = " + rate + "\n" + kSmall).discount; };
  CHECK(discount("0.08").rate.law.value == 0.08);
  CHECK(discount("0.08").period_years == 1);
  CHECK_FALSE(discount("\"8%\"").continuous);
  CHECK(discount("\"5% continuous\"").continuous);
  CHECK(discount("\"5% continuous\"").rate.law.value == 0.05);
  CHECK(discount("\"1% a month\"").period_years == Approx(1.0 / 12));
  CHECK(discount("\"4% to 8%\"").rate.law.kind == LawKind::normal);
  CHECK(discount("\"beta(2, 38) a quarter\"").period_years == Approx(0.25));
  CHECK(discount("{ value = \"1% a month\", note = \"bank\" }").rate.note == "bank");
}

TEST_CASE("every visit is the offer and every repeat purchase") {
  const models::Scenario s =
      ScenarioFiles().read(kSmall + "[step.c]\nafter = \"every visit\"\n[repeat.r]\nmodel = \"geometric\"\nreturn = 0.5\n");
  CHECK(s.steps[0].after == std::vector<Trigger>{{Trigger::What::offer_taken, 0}, {Trigger::What::repeat_purchase, 0}});
  CHECK(s.repeats[0].after == std::vector<Trigger>{{Trigger::What::offer_taken, 0}});
}

TEST_CASE("a process may start after either of two steps that exclude each other") {
  CHECK(
      complaint(kSmall +
                "[step.up]\nafter = \"first\"\ntake = 0.5\n[step.down]\nafter_declined = \"up\"\n[step.last]\nafter = [\"up\", \"down\"]\n"
                "[repeat.r]\nmodel = \"geometric\"\nreturn = 0.5\nafter = \"last\"\n") == "");
}

TEST_CASE("segments, mixes and adjustments find their targets") {
  const models::Scenario s = ScenarioFiles().read(R"TOML(
title = "segments"
lifetime = 12
[channel.a]
cost_per_lead = 2
share = 0.25
mix = { plain = 1 }
[channel.b]
cost_per_lead = 3
share = 0.75
mix_of = "customers"
[offer.first]
spend = "orders"
[step.up]
after = "first"
take = 0.5
price = 3
[segment.gold]
share = 0.2
multiply = { spend = 2, step.up.take = "1 to 1.5" }
odds.take = 1.5
override.step.up.price = 9
override.spend.orders.q = 5
[segment.plain]
share = 0.8
[spend.orders]
model = "gamma-gamma"
p = 6
q = 4
gamma = 15
)TOML");
  CHECK(s.channels[0].mix == std::vector<double>{0, 1});
  CHECK(s.channels[1].mix == std::vector<double>{0.2, 0.8});
  CHECK(s.channels[1].mix_of_customers);
  CHECK(s.channels[1].size == 0.75);
  CHECK(s.offers[0].purchase.spend == 0U);
  const auto& changes = s.segments[0].adjustments;
  REQUIRE(changes.size() == 5);
  CHECK(changes[0].target == "spend");
  CHECK(changes[1].target == "step.up.take");
  CHECK(changes[1].value.path == "segment.gold.multiply.step.up.take");
  CHECK(changes[2].how == models::Adjustment::How::odds);
  CHECK(changes[3].target == "step.up.price");
  CHECK(changes[3].how == models::Adjustment::How::replace);
  CHECK(changes[4].value.path == "segment.gold.override.spend.orders.q");
}

TEST_CASE("notes and sources are kept where they were written") {
  const models::Scenario s = ScenarioFiles().read(R"TOML(
title = "notes"
note = "top"
lifetime = 12
[channel.ads]
note = "of the channel"
cost_per_lead = { value = "2 to 3", note = "a guess", source = "mail" }
[offer.first]
source = "price list"
)TOML");
  CHECK(s.note == "top");
  CHECK(s.channels[0].note == "of the channel");
  CHECK(s.channels[0].cost.note == "a guess");
  CHECK(s.channels[0].cost.source == "mail");
  CHECK(s.channels[0].cost.text == "2 to 3");
  CHECK(s.offers[0].source == "price list");
}

TEST_CASE("places of values point at the file, the line and the column") {
  const models::Scenario s = ScenarioFiles().read(kSmall);
  CHECK(s.channels[0].cost.place.line == 4);
  CHECK(s.channels[0].cost.place.column == 17);
}

TEST_CASE("a chance is judged for those who may be asked") {
  // Only who trusts little is asked: what trust does to chances doesn't matter.
  const std::string text = R"TOML(
title = "t"
lifetime = 12
[channel.ads]
cost_per_lead = 2
[offer.first]
price = 10
[step.call]
after = "first"
take = 0.5
sets = { trust = "high" }
[step.upsell]
after = "first"
when = { trust = "low" }
take = 0.9
price = 5
[state.trust.level.low]
[state.trust.level.high]
multiply.step.upsell.take = 1.2
)TOML";
  CHECK_NOTHROW(ScenarioFiles().read(text));
  std::string asked_all = text;
  const std::string condition = "when = { trust = \"low\" }\n";
  asked_all.erase(asked_all.find(condition), condition.size());
  CHECK_THROWS_AS(ScenarioFiles().read(asked_all), models::InputError);
}

TEST_CASE("a factor on costs is of use where a reward is the only cost") {
  const std::string text = R"TOML(
title = "friends"
lifetime = 12
[channel.ads]
cost_per_lead = 2
[offer.first]
price = 10
[segment.gold]
multiply.cost = 2
[referral.friends]
leads = 0.2
)TOML";
  CHECK_NOTHROW(ScenarioFiles().read(text + "reward = 3\n"));
  CHECK_THROWS_AS(ScenarioFiles().read(text), models::InputError);
}
