// The engine's plans with seasons, trends and shocks against those of the reference simulator.
#include "tests/support/catch.hpp"
#include "tests/support/engine_agreement.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_checks.hpp"

#include <string>

namespace {

namespace reference = valuescale::tests::reference;

const std::string kFolder = std::string(VALUESCALE_SOURCE_DIR) + "/tests/end_to_end/composed/calendar/";

}  // namespace

TEST_CASE("the engine and the reference agree on every composed calendar") { reference::EngineAgreement(kFolder).check_all(); }

TEST_CASE("the engine's plan is told from one with another calendar") {
  reference::EngineAgreement agreement(kFolder);
  agreement.check_differs("mean of cash 3", "christmas.toml", "season.christmas.multiply.rate.december", "\"2.2 to 3\"");
  agreement.check_differs("mean of cash 2", "christmas.toml", "plan.starts_in", "\"september\"");
  agreement.check_differs("mean of outlay of fair", "christmas.toml", "season.auctions.multiply.acquisition_cost.may", "1.2");
  agreement.check_differs("mean of run_off profit", "christmas.toml", "trend.prices.multiply.repeat.needs.price", "0.05");
  agreement.check_differs("mean of profit", "recession.toml", "shock.recession.probability", "\"5% to 20%\"");
  agreement.check_differs("mean of leads of shop", "outages.toml", "shock.outage.duration", "\"exponential(4)\"");
  agreement.check_differs("mean of cash 8", "recession.toml", "shock.recession.start", "\"uniform(0, 3) months\"");
  agreement.check_differs("mean of cash 18", "recession.toml", "shock.recession.multiply.repeat.visits.return", "0.2");
  agreement.check_differs("mean of profit", "outages.toml", "shock.outage.rate", "\"4 to 6 a year\"");
  agreement.check_differs("mean of leads of shop", "outages.toml", "shock.outage.multiply.channel.shop.volume", "1");
  agreement.check_differs("mean of leads of leaflets", "ponds.toml", "season.summer.multiply.channel.leaflets.acquisition_cost.june", "2");
  agreement.check_differs("mean of cash 4", "weeks.toml", "season.holidays.multiply.rate.august", "1");
  agreement.check_differs("mean of run_off profit", "friends.toml", "trend.rewards.multiply.cost", "0.06");
  agreement.check_differs("mean of customers of ads", "held-at-1.toml", "season.year.multiply.conversion.september", "1.6");
  agreement.check_differs("mean of cash 2", "boundaries.toml", "season.odd.multiply.price.july", "1.7");
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
