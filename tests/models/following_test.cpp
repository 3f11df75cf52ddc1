// Assumptions that follow others: the same in every world, or along a curve.
#include "models/law/curve.hpp"
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <map>
#include <string>
#include <vector>

namespace {

using namespace valuescale;
using namespace valuescale::models;
using tests::written;

constexpr std::size_t kWorlds = 2'000;

const std::string kShop = R"TOML(
title = "t"
lifetime = 12
[channel.ads]
cost_per_lead = "1 to 3"
[offer.trial]
price = "uniform(0, 40)"
)TOML";

std::map<std::string, std::vector<double>> values_of(const Scenario& scenario) {
  std::map<std::string, std::vector<double>> values;
  const Assumptions assumptions(scenario, 1, kWorlds);
  for (const DrawnAssumption& column : assumptions.columns()) values[column.path] = column.values;
  return values;
}

}  // namespace

TEST_CASE("a curve is straight between its points and level beyond them") {
  const Curve curve{{{10, 0.3}, {20, 0.1}, {40, 0.5}}};
  CHECK(curve.at(-5) == 0.3);
  CHECK(curve.at(10) == 0.3);
  CHECK(curve.at(15) == Approx(0.2));
  CHECK(curve.at(20) == 0.1);
  CHECK(curve.at(30) == Approx(0.3));
  CHECK(curve.at(41) == 0.5);
  CHECK(Curve{}.at(7) == 7);
}

TEST_CASE("what follows is no assumption of its own") {
  const std::string follower = "unit_cost = { follows = \"offer.trial.price\", curve = [[0, 1], [40, 2]] }\n";
  const auto first_fact = [](const std::string& text) { return setup(written(text), {}).facts.front(); };
  CHECK(first_fact(kShop) == "2 uncertain assumptions, hence 1000 worlds");
  CHECK(first_fact(kShop + follower) == "2 uncertain assumptions, and 1 that follows, hence 1000 worlds");
  CHECK(first_fact(kShop + follower + "take = { follows = \"offer.trial.price\", curve = [[0, 1], [40, 0.5]] }\n") ==
        "2 uncertain assumptions, and 2 that follow, hence 1000 worlds");
  CHECK(setup(written(kShop + follower), {}).uncertain_assumptions == 2);
}

TEST_CASE("the law of what follows along a curve adds up where the curve turns") {
  const Curve curve{{{0.2, 0.3}, {0.4, 0.1}, {0.8, 0.5}}};
  const auto uniform = [](double x) { return sim::Tail::from_lower(x < 0 ? 0 : x > 1 ? 1 : x); };
  // At most 0.2: from 0.3 to 0.5. At most 0.3: up to 0.6.
  CHECK(tails_along(curve, uniform, 0.2).lower == Approx(0.2));
  CHECK(tails_along(curve, uniform, 0.2).upper == Approx(0.8));
  CHECK(tails_along(curve, uniform, 0.3).lower == Approx(0.6));
  CHECK(tails_along(curve, uniform, 0.2999).lower == Approx(0.4).margin(1e-3));
  CHECK(tails_along(curve, uniform, 0.05).upper == 1);
  CHECK(tails_along(curve, uniform, 0.5).lower == 1);
}

TEST_CASE("a curve along a curve is one curve") {
  const Curve inner{{{0, 10}, {4, 30}, {6, 5}, {9, 5}}}, outer{{{8, 1}, {20, 0}, {25, 3}}};
  const Curve both = composed(outer, inner);
  for (double x = -1; x < 10; x += 0.01) REQUIRE(both.at(x) == Approx(outer.at(inner.at(x))).margin(1e-9));
  for (std::size_t i = 1; i < both.points.size(); ++i) REQUIRE(both.points[i].x > both.points[i - 1].x);
  CHECK(composed(outer, {}).at(9) == outer.at(9));
  CHECK(composed({}, inner).at(5) == inner.at(5));
}

TEST_CASE("what follows another is in every world what that one makes of it") {
  const auto alone = values_of(written(kShop));
  const auto values = values_of(written(kShop + R"TOML(
take = { follows = "offer.trial.price", curve = [[10, 0.3], [20, 0.2], [35, 0.05]] }
[step.again]
after = "trial"
take = { same_as = "offer.trial.take" }
price = "each_event(gamma(2, mean = 20 to 30))"
unit_cost = { follows = "step.again.price.mean", curve = [[0, 0], [100, 50]] }
[segment.gold]
share = 1
override.step.again.take = { follows = "step.again.take", curve = [[0, 1], [1, 0]] }
)TOML"));
  const Curve curve{{{10, 0.3}, {20, 0.2}, {35, 0.05}}};
  const auto& prices = values.at("offer.trial.price");
  CHECK(prices == alone.at("offer.trial.price"));
  CHECK(values.at("channel.ads.cost_per_lead") == alone.at("channel.ads.cost_per_lead"));
  CHECK(values.at("step.again.take") == values.at("offer.trial.take"));
  bool is_level = false;
  for (std::size_t world = 0; world < kWorlds; ++world) {
    const double take = values.at("offer.trial.take")[world];
    REQUIRE(take == curve.at(prices[world]));
    REQUIRE(values.at("segment.gold.override.step.again.take")[world] == Approx(1 - take));
    REQUIRE(values.at("step.again.unit_cost")[world] == Approx(values.at("step.again.price.mean")[world] / 2));
    is_level = is_level || take == 0.3;
  }
  CHECK(is_level);
}

TEST_CASE("what follows a certain number is certain") {
  const Scenario scenario = written(kShop + "unit_cost = 5\npaid = { follows = \"offer.trial.unit_cost\", curve = [[0, 1], [10, 0.5]] }\n");
  CHECK(scenario.offers[0].purchase.paid.is_certain());
  CHECK(scenario.offers[0].purchase.paid.law.value == 0.75);
  CHECK_FALSE(values_of(scenario).contains("offer.trial.paid"));
}

TEST_CASE("times follow in the unit in which they are written") {
  const Scenario scenario = written(R"TOML(
title = "t"
lifetime = "12 months"
time_unit = "week"
[channel.ads]
cost_per_lead = 2
[offer.trial]
price = "uniform(0, 40)"
[step.again]
after = "trial"
delay = { follows = "offer.trial.price", curve = [[0, "2 weeks"], [40, 6]] }
paid_after = { same_as = "step.again.delay" }
)TOML");
  const Assumptions assumptions(scenario, 1, kWorlds);
  const Quantity &delay = scenario.steps[0].delay, &price = scenario.offers[0].purchase.price;
  for (std::size_t world = 0; world < 10; ++world) {
    CHECK(assumptions.value(delay, world) == Approx((2 + assumptions.value(price, world) / 10) * 7 / 30.4375));
    CHECK(assumptions.value(scenario.steps[0].purchase.paid_after, world) == assumptions.value(delay, world));
  }
}

TEST_CASE("an assumption of which others follow may be correlated, and they follow") {
  const std::string follows = "take = { follows = \"offer.trial.price\", curve = [[0, 1], [40, 0]] }\n";
  const auto values = values_of(
      written(kShop + follows + "[[correlation]]\nbetween = [\"offer.trial.price\", \"channel.ads.cost_per_lead\"]\nrank = 0.7\n"));
  CHECK(values.at("offer.trial.price") != values_of(written(kShop)).at("offer.trial.price"));
  for (std::size_t world = 0; world < 100; ++world)
    REQUIRE(values.at("offer.trial.take")[world] == Approx(1 - values.at("offer.trial.price")[world] / 40));
}
