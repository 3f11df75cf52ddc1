// A refund gives back what was paid, whatever has become of the price, and of the customer, since.
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"
#include "tests/support/written.hpp"

#include <string>
#include <vector>

namespace {

using namespace valuescale;

/// One customer, who pays for a box in January and a visit each month, and is given half of the box and all of the first visit back.
const std::string kPlan = R"(
title = "Given back"
lifetime = 4
[channel.ads]
cost_per_customer = 0
[offer.box]
price = 10
[step.money-back]
after = "box"
delay = 2.5
refund = 0.5
[step.apology]
after = "visits"
when = { tenure = "<= 1" }
delay = 1.5
refund = 1
[repeat.visits]
model = "schedule"
every = 1
times = 2
price = 3
[plan]
months = 4
customers.ads = [1, 0, 0, 0]
)";

/// What has moved until the end of each month, and what customers have paid in it, in currency.
struct Moved {
  std::vector<double> cash, revenue;
};
Moved moved(const std::string& rest) {
  models::RunOptions options;
  options.worlds = 2;
  const models::Tallies tallies = models::simulate(tests::written(kPlan + rest), options);
  Moved result;
  for (const std::int64_t cash : tallies.plan->worlds[0].cash)
    result.cash.push_back(static_cast<double>(cash) / static_cast<double>(tallies.units_per_currency));
  for (const std::int64_t revenue : tallies.plan->worlds[0].revenue)
    result.revenue.push_back(static_cast<double>(revenue) / static_cast<double>(tallies.units_per_currency));
  return result;
}

/// What all customers together bring, in currency each.
double profit(const std::string& text, const scenarios::Settings& settings = {}) {
  models::RunOptions options;
  options.customers = 1'000;
  const models::Tallies tallies = models::simulate(tests::ScenarioFiles().read(text, settings), options);
  const models::Sums& sums = tallies.world_cell(0, 0);
  return static_cast<double>(sums.sum[models::customer_profit]) / static_cast<double>(sums.customers * tallies.units_per_currency);
}

/// Buys as a guest for 10, joins at once for 30, and pays half from then on.
const std::string kClub = R"(
title = "Club"
lifetime = 5
[channel.ads]
cost_per_customer = 0
[offer.first]
price = 10
[step.join]
after = "first"
price = 30
sets = { standing = "member" }
[step.money-back]
after = "join"
refund = 1
[state.standing.level.guest]
[state.standing.level.member]
multiply.price = 0.5
)";

}  // namespace

TEST_CASE("what is given back in another month is what was paid") {
  // 10 and 3 in January, 3 in February; 3 back in March, as the box's half.
  CHECK(moved("").cash == std::vector<double>{13, 16, 8, 8});
  const Moved seasons = moved("[season.year.multiply]\nprice = { january = 2, march = 7 }\n");
  CHECK(seasons.cash == std::vector<double>{26, 29, 13, 13});
  CHECK(seasons.revenue == std::vector<double>{26, 3, -16, 0});
  const Moved shock = moved("[shock.sale]\nprobability = 1\nstart = 0\nduration = 1\nmultiply.repeat.visits.price = 0.5\n");
  CHECK(shock.cash == std::vector<double>{11.5, 14.5, 8, 8});
  const Moved trend = moved("[trend.dearer.multiply]\noffer.box.price = \"50%\"\n");
  CHECK(trend.cash == std::vector<double>{13, 16, 8, 8});
}

TEST_CASE("what is given back to somebody who has changed is what was paid") {
  CHECK(profit(kClub) == 10);
  CHECK(profit(kClub, {{"step.money-back.delay", "2"}}) == 10);
  CHECK(profit(kClub, {{"step.money-back.after", "'first'"}, {"step.money-back.delay", "2"}}) == 30);
  // Whoever leaves the club pays in full again, but not for what was bought before.
  const scenarios::Settings leaves = {{"step.meal", "{ after = 'join', delay = 1, price = 8 }"},
                                      {"step.leave", "{ after = 'first', delay = 2, sets = { standing = 'guest' } }"},
                                      {"step.money-back", "{ after = 'meal', delay = 2, refund = 1 }"}};
  CHECK(profit(kClub, leaves) == 40);
}

TEST_CASE("the share that is given back is that of the purchase too") {
  const std::string generous = kClub + "[state.standing.level.member.override.step.money-back]\nrefund = 0.5\n";
  CHECK(profit(generous) == 10);
  CHECK(profit(generous, {{"step.meal", "{ after = 'join', delay = 1, price = 8 }"}, {"step.money-back.after", "'meal'"}}) == 42);
}
