// Plans that run out of money, worked out by hand beside the reference simulator: slowing down, stopping, going on, credit and its interest,
// ruin; and money that customers brought put back into winning more.
#include "tests/support/catch.hpp"
#include "tests/support/reference_plan_checks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>

namespace {

using namespace valuescale::tests::reference;

/// Eight customers a month for 80, of which half comes back at once.
const std::string kShop = R"toml(
title = "shop"
lifetime = 12
[channel.ads]
cost_per_customer = 10
[offer.first]
price = 5
[plan]
months = 5
fixed_costs = 10
[plan.spend]
ads = 80
)toml";

/// Ten customers for 100 a month, who bring twice that.
const std::string kGrowing = R"toml(
title = "growing"
lifetime = 12
[channel.ads]
cost_per_customer = 10
[offer.first]
price = 20
[plan]
months = 3
reinvest = "50%"
[plan.spend]
ads = 100
)toml";

/// Every month costs 1, and brings 2 or nothing.
const std::string kGambler = R"toml(
title = "gambler"
lifetime = 12
[channel.street]
cost_per_lead = 0
[offer.game]
take = 0.5
price = 2
[plan]
months = 12
fixed_costs = 1
cash = 3
[plan.leads]
street = 1
)toml";

/// P(ruined by month m): the balance a step up or down each month until a cost finds nothing to pay it with.
std::vector<double> ruin_by_month(int cash, double p, int months) {
  std::map<int, double> balance{{cash, 1.0}};
  std::vector<double> result;
  double ruined = 0;
  for (int m = 1; m <= months; ++m) {
    std::map<int, double> next;
    for (const auto& [before, chance] : balance) {
      if (before == 0) {
        ruined += chance;
        continue;
      }
      next[before + 1] += p * chance;
      next[before - 1] += (1 - p) * chance;
    }
    balance = next;
    result.push_back(ruined);
  }
  return result;
}

Settings with(Settings settings, const Settings& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

const Settings kHundred = {{"plan.cash", "100"}};

}  // namespace

TEST_CASE("without cash nothing runs out") {
  const PlanOutcome shop = live_once(kShop, {{"plan.when_short", "stop"}});
  moves("cash", shop.cash, {-50, -100, -150, -200, -250});
  CHECK(shop.deepest == 290);
  CHECK(!shop.ruined);
}

TEST_CASE("a plan that slows down spends what there is") {
  const PlanOutcome shop = live_once(kShop, kHundred);
  // 90 left: 8 customers, 50. 40 left: 4 customers, 20. 10 left: 1 customer, 5. Then the fixed costs cannot be paid.
  moves("cash", shop.cash, {-50, -80, -95, -105, -115});
  CHECK(shop.outlay[0] == 130);
  CHECK(shop.customers[0] == 13);
  CHECK(shop.ruined == 4);
  CHECK(shop.lowest_bank == -15);
  CHECK(live_once(kShop, kHundred, Limits::none).deepest == 290);
  const PlanOutcome idle = live_once(kShop, with(kHundred, {{"plan.spend.ads", "0"}, {"plan.fixed_costs", "0"}}));
  CHECK(idle.lowest_bank == 100);
}

TEST_CASE("channels slow down by the same factor, whatever they are counted in") {
  const PlanOutcome plan = live_once(kShop + "leaflets = 40\n[plan.customers]\nfriends = 10\n[plan.leads]\nfree = 12\n",
                                     {{"channel.ads.offer", "first"},
                                      {"channel.leaflets", "{ cost_per_lead = 4 }"},
                                      {"channel.friends", "{ cost_per_lead = 8 }"},
                                      {"channel.free", "{ cost_per_lead = 0 }"},
                                      {"plan.cash", "110"},
                                      {"plan.months", "1"}});
  // 80 + 40 + 80 are planned, and half of it is there.
  const std::vector<double> ads_free_friends_leaflets = {4, 6, 5, 5};
  CHECK(plan.customers == ads_free_friends_leaflets);
  moves("outlay", plan.outlay, {40, 0, 40, 20});
  CHECK(plan.lowest_bank == 0);
}

TEST_CASE("rounding does not ruin a plan that slows down") {
  // 200 of 300 are there: three times 66.66667 would be more.
  const PlanOutcome plan = live_once(kShop + "b = 100\nc = 100\n", {{"channel.b", "{ cost_per_customer = 1 }"},
                                                                    {"channel.c", "{ cost_per_customer = 1 }"},
                                                                    {"plan.spend.ads", "100"},
                                                                    {"plan.fixed_costs", "0"},
                                                                    {"offer.first.price", "0"},
                                                                    {"plan.cash", "200"},
                                                                    {"plan.months", "1"}});
  moves("cash", plan.cash, {-200});
  CHECK(!plan.ruined);
}

TEST_CASE("a plan that stops waits for more") {
  const PlanOutcome shop = live_once(kShop, with(kHundred, {{"plan.when_short", "stop"}}));
  moves("cash", shop.cash, {-50, -60, -70, -80, -90});
  CHECK(!shop.ruined);
  const PlanOutcome exact = live_once(kShop, {{"plan.cash", "140"}, {"plan.when_short", "stop"}});
  moves("exactly enough", exact.cash, {-50, -100, -110, -120, -130});
}

TEST_CASE("a plan that goes on is ruined if the month does not bring it back") {
  const Settings on = with(kHundred, {{"plan.when_short", "go on"}});
  const PlanOutcome shop = live_once(kShop, on);
  // 40 − 80 + 40 = 0 at the end of month 2, and nothing for the costs of month 3.
  moves("cash", shop.cash, {-50, -100, -110, -120, -130});
  CHECK(shop.ruined == 3);
  CHECK(shop.lowest_bank == -40);

  const PlanOutcome credit = live_once(kShop, with(on, {{"plan.credit", "20"}, {"plan.credit_interest", "12.682503%"}}));
  // Month 2: 40 drawn, beyond the credit for a moment, .40 interest. Month 3: −.40 − 10 − 80, .904 interest, −51.304 at its end. Ruined; interest goes on.
  moves("with credit", credit.cash, {-50, -100.4, -151.304, -161.917, -172.6363});
  CHECK(credit.ruined == 3);
  CHECK(credit.interest == Approx(.4 + .904 + .613 + .7192).margin(0.001));
  moves("without interest", credit.operating, {-50, -100, -150, -160, -170});
}

TEST_CASE("credit is drawn before a plan slows down, and its interest counts when it is paid") {
  const PlanOutcome shop = live_once(
      kShop, {{"plan.cash", "0"}, {"plan.credit", "100"}, {"plan.credit_interest", "12.682503%"}, {"discount_rate", "1% a month"}});
  // Month 1: 90 drawn, 40 comes. Month 2: 60.9 drawn for costs, 39.1 left for 3.91 customers, 3 of them whole. Month 3: 4 left, and with what
  // was carried over one customer. Month 4: 96 + 10 is more than there is.
  moves("cash", shop.cash, {-50.9, -86, -96, -107.06, -118.2306});
  CHECK(shop.ruined == 4);
  CHECK(shop.lowest_bank == Approx(-118.2306));
  CHECK(shop.interest == Approx(.9 + 1 + 1 + 1.06 + 1.1706));
  const auto faded = [](int months) { return std::pow(1.01, -months); };
  const double npv = -50 - (.9 + 49.1 - 15) * faded(1) - (1 + 14 - 5) * faded(2) - (1 + 10) * faded(3) - (1.06 + 10) * faded(4);
  CHECK(shop.npv == Approx(npv - 1.1706 * faded(5)).margin(0.001));
}

TEST_CASE("bills that cannot be paid are ruin") {
  const PlanOutcome shop = live_once(kShop, with(kHundred, {{"plan.acquisition_paid_after", "2"}}));
  // Each month 80 is owed, and 40 comes. Month 3: 160 − 10 − 80 is left, of which 70 may be spent; month 4: 105 − 10 − 80, 15; month 5: 20 − 80.
  moves("cash", shop.cash, {30, 60, 5, -80, -160});
  CHECK(shop.outlay[0] == Approx(80 + 80 + 70 + 15));
  CHECK(shop.ruined == 5);
  CHECK(shop.run_off_profit == Approx(-160 - 15));
}

TEST_CASE("what customers brought is reinvested as the plan spends") {
  const PlanOutcome growing = live_once(kGrowing);
  // 100, 100 + 100, 100 + 200.
  moves("cash", growing.cash, {100, 300, 600});
  CHECK(growing.customers[0] == 10 + 20 + 30);

  const PlanOutcome two = live_once(kGrowing + "[plan.leads]\nclub = 10\n[plan.customers]\nfree = 1\n",
                                    {{"channel.club", "{ cost_per_lead = 5 }"}, {"channel.free", "{ cost_per_customer = 0 }"}});
  // 21 customers bring 420: 210 more, of which two thirds go to ads and one to the club, whose leads are half as dear.
  moves("month 1", {two.cash[0]}, {420 - 150});
  moves("month 2", {two.cash[1]}, {420 - 150 - 360 + 20 * (24 + 24 + 1)});
  CHECK(two.customers[2] == 3);

  moves("nothing is planned", live_once(kGrowing, {{"plan.spend.ads", "[100, 0, 100]"}}).cash, {100, 100, 200});
  moves("nothing was brought", live_once(kGrowing, {{"offer.first.unit_cost", "25"}}).cash, {-150, -300, -450});
  const PlanOutcome slowed = live_once(kGrowing, {{"plan.cash", "100"}, {"plan.fixed_costs", "60"}});
  // 40 left: 4 customers, 80. 80 − 60 = 20 of the 100 + 40 planned.
  moves("slowed down", slowed.cash, {-20, -60, -120});
  CHECK(slowed.ruined == 3);
}

TEST_CASE("the gambler is ruined as often as can be counted") {
  for (const auto& [cash, p] : {std::pair{3, 0.5}, {1, 0.7}}) {
    const auto plan = live_often(kGambler, {{"plan.cash", fmt::format("{}", cash)}, {"offer.game.take", fmt::format("{}", p)}}, 20'000);
    const auto exact = ruin_by_month(cash, p, 12);
    for (int m = 1; m <= 12; ++m)
      agrees(fmt::format("ruined by {}", m), plan.samples.at(fmt::format("ruined by {}", m)).mean(), exact[m - 1]);
    agrees("customers", plan.samples.at("leads").mean(), [&] {
      double months = 12;
      for (const double ruined : exact) months -= ruined;
      return months;
    }());
  }
  // Credit that costs nothing is as good as cash.
  const auto credit = live_often(kGambler, {{"plan.credit", "1"}}, 20'000);
  agrees("with credit", credit.samples.at("ruined ever").mean(), ruin_by_month(4, 0.5, 12).back());
}

TEST_CASE("peak funding is that of a plan that is never short") {
  // Without limits the walk goes on; the costs of a month come before its sale: one deeper than the lowest of the walk before.
  const auto plan = live_often(kGambler, {{"plan.months", "4"}}, 20'000);
  double peak = 0;
  for (int path = 0; path < 16; ++path) {
    int walk = 0, deepest = 0;
    for (int m = 0; m < 4; ++m) {
      deepest = std::max(deepest, 1 - walk);
      walk += (path >> m) % 2 ? 1 : -1;
    }
    peak += deepest / 16.0;
  }
  agrees("peak funding", plan.samples.at("peak_funding").mean(), peak);
}
