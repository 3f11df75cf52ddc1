// One of several values: what was seen, taken for what may be.
#include "models/lifetime/assumptions.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <cmath>
#include <map>

using namespace valuescale::models;
using valuescale::tests::written;

namespace {

constexpr std::size_t kWorlds = 40'000;

const std::string kShop = R"TOML(
title = "t"
lifetime = 1
[channel.ads]
cost_per_lead = "values(3, 1, 2, 2)"
[offer.first]
price = "uniform(5, 15)"
take = [0.1, 0.2]
)TOML";

const DrawnAssumption& column(const Assumptions& assumptions, const std::string& path) {
  for (const DrawnAssumption& one : assumptions.columns())
    if (one.path == path) return one;
  FAIL("no assumption " + path);
  return assumptions.columns().front();
}

/// Are so many of the worlds as said, within 4.5 standard errors?
bool is_share(std::size_t count, double share) {
  const double n = kWorlds, error = std::sqrt(share * (1 - share) / n);
  return std::fabs(static_cast<double>(count) / n - share) < 4.5 * error;
}

}  // namespace

TEST_CASE("worlds draw each of several values equally often, and no others") {
  const Scenario scenario = written(kShop);
  const Assumptions assumptions(scenario, 1, kWorlds);
  std::map<double, std::size_t> costs, takes;
  for (const double value : column(assumptions, "channel.ads.cost_per_lead").values) ++costs[value];
  for (const double value : column(assumptions, "offer.first.take").values) ++takes[value];
  REQUIRE(costs.size() == 3);
  CHECK(is_share(costs[1], 0.25));
  CHECK(is_share(costs[2], 0.5));
  CHECK(is_share(costs[3], 0.25));
  CHECK_FALSE(is_share(costs[3], 1.0 / 3));
  REQUIRE(takes.size() == 2);
  CHECK(is_share(takes[0.1], 0.5));
}

TEST_CASE("the larger of several values come with the larger numbers of what is correlated with them") {
  const std::string tie = "[[correlation]]\nbetween = [\"channel.ads.cost_per_lead\", \"offer.first.price\"]\nrank = 1\n";
  const Scenario scenario = written(kShop + tie);
  const Assumptions assumptions(scenario, 1, 1000);
  const auto &costs = column(assumptions, "channel.ads.cost_per_lead").values, &prices = column(assumptions, "offer.first.price").values;
  for (std::size_t world = 0; world < 1000; ++world) REQUIRE(costs[world] == (prices[world] < 7.5 ? 1 : prices[world] < 12.5 ? 2 : 3));
}
