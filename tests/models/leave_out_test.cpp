#include "models/lifetime/leave_out.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"
#include "tests/support/tallies_equal.hpp"

using namespace valuescale;
using namespace valuescale::models;
using tests::TalliesDifference;

namespace {

/// Worlds differ in what nobody's number depends on, so that each gets as many customers however many worlds there are.
const char* const kShop = R"toml(
title = "shop"
lifetime = 12
[channel.ads]
cost_per_customer = "20 to 40"
share = 0.5
[channel.mail]
cost_per_customer = 5
share = 0.5
[segment.gold]
share = 0.2
multiply = { repeat.orders.price = 2 }
[segment.iron]
share = 0.8
[offer.trial]
price = "each_customer(uniform(5, 15))"
[repeat.orders]
model = "geometric"
return = 0.7
price = 10
)toml";

const char* const kPlan = R"toml(
[plan]
months = 6
customers = { ads = 20, mail = 10 }
cash = 300
fixed_costs = 50
)toml";

/// Of a plan, which says how many are won.
std::string without_shares(std::string text) {
  for (std::size_t at; (at = text.find("share = 0.5\n")) != std::string::npos;) text.erase(at, 12);
  return text;
}

Tallies run(const std::string& text, std::int64_t worlds, std::int64_t customers_each) {
  const tests::ScenarioFiles files;
  RunOptions options;
  options.worlds = worlds;
  if (customers_each > 0) options.customers = worlds * customers_each;
  return simulate(files.read(text), options);
}

/// Programs differ in their tables for worlds; and a bin's values may be known to lie further apart, where another world's did.
std::string difference(Tallies a, Tallies b) {
  for (std::size_t cell = 0; cell < a.dims.cells(); ++cell)
    for (std::size_t m = 0; m < metric_count; ++m) {
      const auto &some = a.histograms[cell][m].bins(), &others = b.histograms[cell][m].bins();
      if (some.size() != others.size()) return "bins";
      for (std::size_t i = 0; i < some.size(); ++i)
        if (some[i].index != others[i].index || some[i].count != others[i].count || some[i].low > others[i].low ||
            some[i].high < others[i].high)
          return "a bin";
    }
  a.histograms = b.histograms;
  return TalliesDifference::find(a, b, TalliesDifference::Program::any);
}

}  // namespace

TEST_CASE("a run without its last worlds is the run of fewer worlds") {
  const Tallies eight = run(kShop, 8, 500), seven = run(kShop, 7, 500), six = run(kShop, 6, 500);
  REQUIRE(eight.dims.replicates == 8);
  CHECK(difference(leave_out(eight, 7, 7), seven) == "");
  CHECK(difference(leave_out(eight, 6, 7), six) == "");
  CHECK(difference(leave_out(eight, 0, 0), seven) != "");
  CHECK(difference(leave_out(leave_out(eight, 2, 3), 0, 0), leave_out(leave_out(eight, 0, 0), 1, 2)) == "");
}

TEST_CASE("a plan without its last worlds is the plan of fewer worlds") {
  const std::string text = without_shares(kShop) + kPlan;
  const Tallies twelve = run(text, 12, 0), eleven = run(text, 11, 0);
  const Tallies rest = leave_out(twelve, 11, 11);
  CHECK(rest.plan->worlds == eleven.plan->worlds);
  CHECK(rest.plan->short_worlds == eleven.plan->short_worlds);
  CHECK(rest.plan->with_all_cash == eleven.plan->with_all_cash);
  REQUIRE_FALSE(rest.plan->short_worlds.empty());
  // Of those in the middle, worlds move up.
  const Tallies without_first = leave_out(twelve, 0, 4);
  for (std::size_t i = 0; i < without_first.plan->short_worlds.size(); ++i)
    CHECK(twelve.plan->worlds[without_first.plan->short_worlds[i] + 5].was_short);
}

TEST_CASE("slices of a single world are left out with their customers") {
  const Tallies all = run(kShop, 1, 64'000);
  const Tallies rest = leave_out(all, 10, 41);
  REQUIRE(all.dims.replicates == 64);
  CHECK(rest.dims.replicates == 32);
  Sums left, gone;
  for (std::size_t replicate = 0; replicate < 64; ++replicate)
    for (std::size_t cell = 0; cell < all.dims.cells(); ++cell)
      (replicate >= 10 && replicate <= 41 ? gone : left) += all.replicate_cell(replicate, cell).sums;
  Sums counted;
  for (const Sums& sums : rest.world_cells) counted += sums;
  CHECK(counted.customers == left.customers);
  CHECK(counted.sum == left.sum);
  CHECK(gone.customers > 0);
  std::int64_t binned = 0;
  for (std::size_t cell = 0; cell < rest.dims.cells(); ++cell) binned += rest.histogram(cell, customer_profit).count();
  CHECK(binned == left.customers);
}
