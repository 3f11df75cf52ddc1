// Worlds that have something in common.
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <algorithm>
#include <cmath>

using namespace valuescale;
using namespace valuescale::models;
using tests::written;

namespace {

constexpr const char* kTwo = R"toml(
title = "Two"
currency = "USD"
time_step = "month"
lifetime = 3
[channel.web]
cost_per_customer = "4 to 6"
offer = "trial"
[offer.trial]
price = 10
[step.more]
after = "trial"
take = "beta(2, 3)"
price = 20
[[correlation]]
between = ["channel.web.cost_per_customer", "step.more.take"]
rank = 0.7
)toml";

const std::vector<double>& column(const Assumptions& assumptions, const std::string& path) {
  const auto found = std::find_if(assumptions.columns().begin(), assumptions.columns().end(),
                                  [&](const DrawnAssumption& one) { return one.path == path; });
  REQUIRE(found != assumptions.columns().end());
  return found->values;
}

Assumptions designed(const Scenario& scenario, const WorldDesign& design) {
  return Assumptions(scenario, 1, 8, Sampling::independent, {}, design);
}

}  // namespace

TEST_CASE("an assumption is held at a place of its law while those it goes together with stay as they are") {
  const Scenario scenario = written(kTwo);
  const Assumptions plain(scenario, 1, 8);
  WorldDesign design;
  design.held["channel.web.cost_per_customer"] = sim::Tail::from_upper(0.05);
  const Assumptions held = designed(scenario, design);
  for (const double value : column(held, "channel.web.cost_per_customer")) CHECK(value == Approx(6));
  CHECK(column(held, "step.more.take") == column(plain, "step.more.take"));
}

TEST_CASE("worlds draw assumptions as other worlds do") {
  const Scenario scenario = written(kTwo);
  const Assumptions plain(scenario, 1, 8);
  WorldDesign design;
  const std::vector<std::uint32_t> as{5, 4, 3, 2, 1, 0, 0, 0};
  design.drawn_as["channel.web.cost_per_customer"] = design.drawn_as["step.more.take"] = as;
  const Assumptions drawn = designed(scenario, design);
  for (const char* path : {"channel.web.cost_per_customer", "step.more.take"})
    for (std::size_t world = 0; world < 8; ++world) CHECK(column(drawn, path)[world] == column(plain, path)[as[world]]);
}

TEST_CASE("worlds that share assumptions and luck are lived alike, and by other luck otherwise") {
  const Scenario scenario = written(kTwo);
  RunOptions options;
  options.worlds = 4;
  options.customers = 400;
  options.design.drawn_as["channel.web.cost_per_customer"] = options.design.drawn_as["step.more.take"] = {7, 7, 7, 9};
  options.design.luck = {0, 1, 0, 0};
  const Tallies tallies = simulate(scenario, options);
  const auto profit = [&](std::size_t world) { return tallies.world_cell(world, 0).sum[customer_profit]; };
  for (std::size_t world = 0; world < 4; ++world) CHECK(tallies.world_cell(world, 0).customers == 100);
  CHECK(profit(0) == profit(2));
  CHECK(profit(0) != profit(1));
  CHECK(profit(0) != profit(3));
}

TEST_CASE("worlds that share luck may have equally many customers of each channel") {
  const Scenario scenario = written(std::string(kTwo).replace(
      std::string(kTwo).find("[offer.trial]"), 0, "share = 0.9\n[channel.fairs]\ncost_per_customer = 3\nshare = 0.1\noffer = \"trial\"\n"));
  RunOptions options;
  options.worlds = 4;
  options.customers = 400;
  options.design.luck = {0, 1, 2, 3};
  CHECK(simulate(scenario, options).world_cell(0, 0).customers == 90);
  options.design.channels_alike = true;
  CHECK(simulate(scenario, options).world_cell(0, 0).customers == 50);
}

TEST_CASE("worlds drawn as others are stratified among those") {
  const Scenario scenario = written(kTwo);
  WorldDesign design;
  for (std::uint32_t world = 0; world < 64; ++world) design.drawn_as["channel.web.cost_per_customer"].push_back(world / 2);
  design.drawn = 32;
  const Assumptions drawn(scenario, 1, 64, Sampling::stratified, {}, design);
  const Assumptions plain(scenario, 1, 32, Sampling::stratified);
  for (std::size_t world = 0; world < 64; ++world)
    CHECK(column(drawn, "channel.web.cost_per_customer")[world] == column(plain, "channel.web.cost_per_customer")[world / 2]);
}
