// When each channel of a plan has paid for itself, against months that can be told by hand; and that channels make up the plan.
#include "tests/support/catch.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_plan_checks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <string>

namespace {

using namespace valuescale::tests::reference;

/// Each customer leaves 15 at once, and 10 after one, two and three months. Whom the fair wins costs more than that, friends cost nothing.
const std::string kClub = R"toml(
title = "club"
lifetime = 3
[channel.ads]
cost_per_customer = 30
[channel.fair]
cost_per_customer = 50
[channel.friends]
cost_per_customer = 0
[offer.first]
price = 20
unit_cost = 5
[repeat.visits]
model = "geometric"
return = 1
price = 10
[plan]
months = 8
fixed_costs = 100
[plan.customers]
ads = [10, 0, 0, 0, 50, 0, 0, 0]
fair = 1
friends = 1
)toml";

/// The month from which on an event has come in all worlds, and in none before; 0: never.
int month_of(const std::string& event, const ReferencePlan& plan) {
  const auto share = [&](int month) { return plan.samples.at(fmt::format("{} by {}", event, month)).mean().value; };
  int month = 8;
  if (share(month) == 0) return 0;
  while (month > 1 && share(month - 1) == 1) --month;
  CHECK(share(month) == 1);
  if (month > 1) CHECK(share(month - 1) == 0);
  return month;
}

}  // namespace

TEST_CASE("a channel has paid for itself when what it brought is what it cost, for the first time and for good") {
  const File file(kClub);
  for (const ReferencePlan& plan : {engine_plan(file.path(), {}, 2), reference_plan(file.path(), {}, 2)}) {
    // Ten cost 300 and bring 250 in their first month, then 100 twice; fifty cost 250 more than they bring in theirs.
    CHECK(month_of("break_even of ads", plan) == 2);
    CHECK(month_of("lasting_break_even of ads", plan) == 6);
    CHECK(plan.samples.at("channel profit of ads").mean().value == Approx(60 * (45 - 30)));
    CHECK(month_of("break_even of fair", plan) == 0);
    // Three months of the last two customers are still to come, two of them of the last.
    CHECK(plan.samples.at("channel profit of fair").mean().value == Approx(8 * (45 - 50) - 10 - 20));
    // Where nothing is paid there is nothing to get back.
    CHECK(month_of("break_even of friends", plan) == 0);
  }
}

TEST_CASE("a channel that is paid later has nothing to get back until then") {
  const File file(kClub);
  const Settings late{{"plan.acquisition_paid_after", "2"}, {"plan.customers.ads", "[10, 0, 0, 0, 0, 0, 0, 0]"}};
  for (const ReferencePlan& plan : {engine_plan(file.path(), late, 2), reference_plan(file.path(), late, 2)}) {
    CHECK(month_of("break_even of ads", plan) == 3);
    CHECK(month_of("lasting_break_even of ads", plan) == 3);
    // Of the fair's eight customers six are paid for.
    CHECK(plan.samples.at("channel profit of fair").mean().value == Approx(8 * 45 - 6 * 50 - 10 - 20));
  }
}

TEST_CASE("what channels earn until the plan's end is its profit before fixed costs and interest") {
  for (const char* folder : {"plans", "calendar"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string("tests/end_to_end/composed/") + folder)) {
      CAPTURE(entry.path().string());
      const auto tallies = live_in_engine(entry.path().string(), {}, 20);
      for (const auto& world : tallies.plan->worlds) {
        std::int64_t earned = 0;
        for (const auto& channel : world.channels) earned += channel.profit;
        CHECK(earned == world.profit() + world.fixed_costs + world.interest);
      }
    }
}
