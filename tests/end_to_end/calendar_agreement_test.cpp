// The engine's plans with seasons, trends and shocks against those of the reference simulator.
#include "tests/support/catch.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_checks.hpp"
#include "tests/support/reference_plan_comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

namespace {

namespace reference = valuescale::tests::reference;

const std::string kFolder = std::string(VALUESCALE_SOURCE_DIR) + "/tests/end_to_end/composed/calendar/";

constexpr std::size_t kWorlds = 2000, kReferenceWorlds = 500;

}  // namespace

TEST_CASE("the engine and the reference agree on every composed calendar") {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string path = entry.path().string();
    INFO(path);
    const auto comparison = reference::compare(reference::figures_of(reference::engine_plan(path, {}, kWorlds)), kWorlds,
                                               reference::reference_plan(path, {}, kReferenceWorlds));
    CHECK(comparison.compared > 200);
    for (const std::string& disagreement : comparison.disagreements) FAIL_CHECK(disagreement);
  }
}

TEST_CASE("the engine's plan is told from one with another calendar") {
  std::map<std::string, reference::ReferencePlan> lived;
  const auto differ = [&](const std::string& what, const std::string& file, const std::string& key, const std::string& value) {
    INFO(file << " with " << key << " = " << value);
    if (!lived.contains(file)) lived[file] = reference::reference_plan(kFolder + file, {}, kReferenceWorlds);
    const auto comparison =
        reference::compare(reference::figures_of(reference::engine_plan(kFolder + file, {{key, value}}, kWorlds)), kWorlds, lived[file]);
    CHECK(std::any_of(comparison.disagreements.begin(), comparison.disagreements.end(),
                      [&](const std::string& line) { return line.starts_with(what); }));
  };
  differ("mean of cash 3", "christmas.toml", "season.christmas.multiply.rate.december", "\"2.2 to 3\"");
  differ("mean of cash 2", "christmas.toml", "plan.starts_in", "\"september\"");
  differ("mean of outlay of fair", "christmas.toml", "season.auctions.multiply.acquisition_cost.may", "1.2");
  differ("mean of run_off profit", "christmas.toml", "trend.prices.multiply.repeat.needs.price", "0.05");
  differ("mean of profit", "recession.toml", "shock.recession.probability", "\"5% to 20%\"");
  differ("mean of leads of shop", "outages.toml", "shock.outage.duration", "\"exponential(4)\"");
  differ("mean of cash 8", "recession.toml", "shock.recession.start", "\"uniform(0, 3) months\"");
  differ("mean of cash 18", "recession.toml", "shock.recession.multiply.repeat.visits.return", "0.2");
  differ("mean of profit", "outages.toml", "shock.outage.rate", "\"4 to 6 a year\"");
  differ("mean of leads of shop", "outages.toml", "shock.outage.multiply.channel.shop.volume", "1");
  differ("mean of leads of leaflets", "ponds.toml", "season.summer.multiply.channel.leaflets.acquisition_cost.june", "2");
  differ("mean of cash 4", "weeks.toml", "season.holidays.multiply.rate.august", "1");
  differ("mean of run_off profit", "friends.toml", "trend.rewards.multiply.cost", "0.06");
  differ("mean of cash 2", "boundaries.toml", "season.odd.multiply.price.july", "1.7");
}

TEST_CASE("a shock lasts as many months whatever the steps, halves rounded up") {
  const reference::File file(R"(
title = "Halves"
lifetime = 1
[channel.ads]
cost_per_customer = 0
[offer.first]
price = 1
[plan]
months = 6
customers.ads = 1
[shock.flood]
probability = 1
start = 0
duration = 1
multiply.price = 0
)");
  for (const char* step : {"day", "week", "month", "quarter", "year"}) {
    for (const int months : {1, 2, 3, 4, 5}) {
      const std::string half = std::to_string(months) + ".5 months", less = std::to_string(months) + ".49 months";
      INFO(half << " in steps of a " << step);
      const auto profit = [&](const std::string& duration) {
        return reference::engine_plan(file.path(), {{"time_step", step}, {"shock.flood.duration", duration}}, 2)
            .samples.at("profit")
            .mean()
            .value;
      };
      CHECK(profit(half) == 6 - (months + 1));
      CHECK(profit(less) == 6 - months);
    }
  }
}
