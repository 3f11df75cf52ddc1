#include "models/law/change.hpp"

#include "models/lifetime/assumptions.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <algorithm>
#include <cmath>

using namespace valuescale;
using namespace valuescale::models;

namespace {

const char* const kShop = R"toml(
title = "shop"
lifetime = 3
[channel.ads]
cost_per_lead = "1 to 3"
[offer.x]
price = "each_customer(lognormal(mean=normal(40, 5), sd=40))"
take = { follows = "channel.ads.cost_per_lead", curve = [[0, 0], [10, 1]] }
unit_cost = 4
[[correlation]]
between = ["channel.ads.cost_per_lead", "offer.x.price.mean"]
rank = 0.5
)toml";

const std::vector<double>& column(const Assumptions& assumptions, const std::string& path) {
  const auto found = std::find_if(assumptions.columns().begin(), assumptions.columns().end(),
                                  [&](const DrawnAssumption& one) { return one.path == path; });
  REQUIRE(found != assumptions.columns().end());
  return found->values;
}

}  // namespace

TEST_CASE("a law is scaled as a whole, and what follows it goes along") {
  const tests::ScenarioFiles files;
  const Scenario before = files.read(kShop);
  Scenario after = before;
  multiply(after, *find_quantity(after, "channel.ads.cost_per_lead"), 2);
  const Assumptions some(before, 1, 50), others(after, 1, 50);
  for (std::size_t world = 0; world < 50; ++world) {
    CHECK(column(others, "channel.ads.cost_per_lead")[world] == Approx(2 * column(some, "channel.ads.cost_per_lead")[world]));
    CHECK(column(others, "offer.x.take")[world] == Approx(2 * column(some, "offer.x.take")[world]));
    CHECK(column(others, "offer.x.price.mean")[world] == column(some, "offer.x.price.mean")[world]);
  }
  CHECK(mean_of(*find_quantity(after, "channel.ads.cost_per_lead")) == Approx(2 * mean_of(before.channels[0].cost)));
}

TEST_CASE("what becomes certain takes its correlations along, those of its law's parameters too") {
  const tests::ScenarioFiles files;
  const Scenario before = files.read(kShop);
  Scenario after = before;
  set(after, *find_quantity(after, "offer.x.price"), 40);
  CHECK(after.correlations.empty());
  // The other keeps its law: the first of a correlated pair keeps its own numbers.
  const Assumptions some(before, 1, 50), others(after, 1, 50);
  CHECK(column(others, "channel.ads.cost_per_lead") == column(some, "channel.ads.cost_per_lead"));
  set(after, *find_quantity(after, "channel.ads.cost_per_lead"), 5);
  CHECK(find_quantity(after, "offer.x.take")->law.value == 0.5);
}

TEST_CASE("a mean is given to what is certain, to a law, and to no law whose mean is 0") {
  const tests::ScenarioFiles files;
  Scenario scenario = files.read(kShop);
  set_mean(scenario, *find_quantity(scenario, "offer.x.unit_cost"), 7);
  CHECK(find_quantity(scenario, "offer.x.unit_cost")->law.value == 7);
  set_mean(scenario, *find_quantity(scenario, "channel.ads.cost_per_lead"), 7);
  CHECK(mean_of(*find_quantity(scenario, "channel.ads.cost_per_lead")) == Approx(7));
  Scenario balanced = files.read(kShop, {{"offer.x.margin", "normal(0, 0.1)"}});
  CHECK_THROWS_AS(set_mean(balanced, *find_quantity(balanced, "offer.x.margin"), 0.4), InputError);
}
