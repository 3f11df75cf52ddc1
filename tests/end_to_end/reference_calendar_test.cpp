// The reference simulator's calendar against arithmetic: what acts when, and on what.
#include "tests/support/catch.hpp"
#include "tests/support/reference_plan_checks.hpp"
#include "tests/support/reference_plan_variance.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace valuescale::tests::reference;

/// Two customers a month, who pay 10 at once and 1 at the end of each of three months.
const std::string kShop = R"(
title = "Shop"
lifetime = 3
[channel.ads]
cost_per_customer = 4
[offer.box]
price = 10
[repeat.visits]
model = "geometric"
return = 1
price = 1
[plan]
months = 4
starts_in = "november"
[plan.customers]
ads = 2
)";

/// A customer in the first month only, who pays 1 whenever a need comes.
std::string needs(const std::string& gap) {
  return R"(
title = "Needs"
lifetime = 6
[channel.ads]
cost_per_customer = 0
[offer.first]
[repeat.needs]
model = "renewal"
price = 1
gap = )" +
         gap +
         R"(
[plan]
months = 6
customers.ads = [1, 0, 0, 0, 0, 0]
)";
}

/// Pays 1 as the first sale of each of four months.
const std::string kStall = R"(
title = "Stall"
lifetime = 1
[channel.ads]
cost_per_customer = 0
[offer.first]
price = 1
[plan]
months = 4
customers.ads = 1
)";

void brings(const std::string& text, const std::vector<double>& cash) { moves(text, live_once(text).cash, cash); }

}  // namespace

TEST_CASE("reference: seasons and trends act month by month, a trend no more after the plan") {
  const std::string text = kShop + R"(
[season.year.multiply]
offer.box.price = { december = 2 }
channel.ads.acquisition_cost = { january = 0.5 }
volume = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]
[trend.dearer.multiply]
repeat.visits.price = "50%"
)";
  const PlanOutcome lived = live_once(text);
  // 2, 6, 2 and 2 customers. A visit at a month's end has the price of the month that ends.
  moves("cash", lived.cash, {14, 122, 160.5, 206.25});
  CHECK(lived.run_off_profit == Approx(206.25 + (4 + 2) * 3.375));
  CHECK(lived.outlay[0] == Approx(8 + 24 + 4 + 8));
  CHECK_FALSE(live_once(text, {{"plan.starts_in", "october"}}).cash[1] == Approx(122));
}

TEST_CASE("reference: a shock begins with the month in which it starts and lasts whole months, halves rounded up") {
  const auto struck = [](const std::string& start, const std::string& duration) {
    return kStall + "[shock.flood]\nprobability = 1\nstart = " + start + "\nduration = " + duration + "\nmultiply.price = 5\n";
  };
  brings(struck("1", "1.5"), {1, 6, 11, 12});
  brings(struck("1.9", "2.4"), {1, 6, 11, 12});
  brings(struck("1.9", "0.2"), {1, 6, 7, 8});
  brings(struck("2.5", "30"), {1, 2, 7, 12});
  brings(struck("4", "30"), {1, 2, 3, 4});
  brings(kStall + "[shock.flood]\nprobability = 0\nstart = 1\nduration = 2\nmultiply.price = 5\n", {1, 2, 3, 4});
}

TEST_CASE("reference: a shock without a start strikes in any month of the plan alike") {
  const std::string text = kStall + "[shock.flood]\nprobability = 0.4\nduration = 1\nmultiply.price = 5\n";
  const ReferencePlan plan = live_often(text);
  for (int m = 1; m <= 4; ++m) agrees("cash " + std::to_string(m), plan.samples.at("cash " + std::to_string(m)).mean(), m * (1 + 0.1 * 4));
  CHECK(errors_off(live_often(text, {{"shock.flood.probability", "0.5"}}).samples.at("cash 4").mean(), 5.6) > kErrors);
}

TEST_CASE("reference: a shock that strikes again and again does not while it lasts") {
  // In a month that begins without it, it comes with 1 − e^(−0.3), and stays for two months.
  const std::string text = kStall + "[shock.flood]\nrate = 0.3\nduration = 2\nmultiply.price = 5\n";
  const double p = -std::expm1(-0.3);
  double begins = p, before = 0, cash = 0;
  const ReferencePlan plan = live_often(text);
  for (int m = 1; m <= 4; ++m) {
    cash += 1 + 4 * (begins + before);
    agrees("cash " + std::to_string(m), plan.samples.at("cash " + std::to_string(m)).mean(), cash);
    const double next = (1 - begins) * p;
    before = begins;
    begins = next;
  }
  CHECK(errors_off(live_often(text, {{"shock.flood.rate", "0.4"}}).samples.at("cash 4").mean(), cash) > kErrors);
}

TEST_CASE("reference: a need that is on its way waits where it stood while its process is paused") {
  const std::string pause = "[season.pause.multiply]\nrate = { february = 0 }\n";
  brings(needs("1.5"), {0, 1, 2, 2, 3, 4});
  brings(needs("1.5") + pause, {0, 0, 1, 2, 2, 3});
  // The one that comes as January ends still comes.
  brings(needs("1") + pause, {1, 1, 2, 3, 4, 5});
  brings(needs("1") + "[season.slower.multiply]\nrate = { february = 0.5, march = 0.5, may = 2 }\n", {1, 1, 2, 3, 5, 6});
}

TEST_CASE("reference: leads convert at the month in which they are bought, and pay the prices of the month of the first sale") {
  brings(R"(
title = "Later"
lifetime = 1
[channel.ads]
cost_per_lead = 1
share_of_first_sale = 0.5
[offer.first]
take = 0.5
price = 10
[plan]
months = 4
leads.ads = 4
delay.ads = "1 month"
[season.year.multiply]
conversion = { january = 2, february = 0, march = 2, april = 0 }
price = { january = 7, february = 3 }
acquisition_cost = { march = 2 }
)",
         // 4 customers of January pay 30 each in February, half of it to the channel; those of March 10 in April.
         {-4, -8 + 4 * 15, -16 + 4 * 15, -20 + 4 * 15 + 4 * 5});
}

TEST_CASE("reference: a refund gives back the price of the month of the purchase") {
  const std::string text = R"(
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
[plan]
months = 4
customers.ads = [1, 0, 0, 0]
)";
  brings(text, {10, 10, 5, 5});
  brings(text + "[season.year.multiply]\nprice = { january = 2, march = 7 }\n", {20, 20, 10, 10});
}

TEST_CASE("reference: dearer money brings less along a response, and what is reinvested knows no volume") {
  const auto customers = [](const std::string& rest) {
    return live_once(R"(
title = "Response"
lifetime = 1
[channel.pond]
of = "customers"
response = "linear"
cost = 5
capacity = 8
[offer.first]
price = 10
[plan]
months = 2
)" + rest)
        .customers[0];
  };
  CHECK(customers("spend.pond = 30\n") == 12);
  CHECK(customers("spend.pond = 30\n[season.dear.multiply]\nacquisition_cost = { february = 2 }\n") == 9);
  CHECK(customers("spend.pond = 30\n[season.cheap.multiply]\nacquisition_cost = { february = 0.5 }\n") == 6 + 8);
  // 20 on half as much, and 30 of the 60 that January brought.
  CHECK(customers("spend.pond = 30\nreinvest = 0.5\n[season.half.multiply]\nvolume = { february = 0.1 }\n") == 6 + 6);
}

TEST_CASE("reference: a reward costs what it costs in the month in which the friend comes") {
  const std::string text = R"(
title = "Friends"
lifetime = 4
[channel.ads]
cost_per_customer = 0
[offer.first]
[referral.friends]
leads = 0.5
delay = 1.5
reward = 2
generations = 1
[plan]
months = 3
customers.ads = [100, 0, 0]
[trend.dearer.multiply]
cost = "100%"
)";
  const ReferencePlan plan = live_often(text);
  agrees("before", plan.samples.at("cash 1").mean(), 0);
  agrees("afterwards", plan.samples.at("cash 2").mean(), -100 * 0.5 * 4);
  CHECK(errors_off(live_often(text, {{"referral.friends.delay", "0.5"}}).samples.at("cash 2").mean(), -200) > kErrors);
}

TEST_CASE("reference: a product of something unknown and of a shock splits its variance as arithmetic says") {
  const std::string text = std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/unknown-and-shock.toml";
  const auto split = [&](Settings settings) {
    settings.emplace_back("plan.customers.ads", "10");
    return reference_variance(text, settings, 4'000);
  };
  // 10 customers, a price of uniform(10, 30), halved with probability 0.4.
  const double mean = 20, var = 400.0 / 12, left = 0.8, var_left = 0.4 * 0.6 * 0.25, both = var * var_left, squared = 100;
  const PlanVariance parts = split({});
  agrees("luck", parts.luck, 0);
  agrees("unknowns", parts.unknowns, squared * (var * left * left + both / 2));
  agrees("shocks", parts.shocks, squared * (var_left * mean * mean + both / 2));
  agrees("interaction", parts.interaction, squared * both);
  agrees("total", parts.total, squared * (var * left * left + var_left * mean * mean + both));
  CHECK(errors_off(split({{"shock.war.probability", "0.2"}}).shocks, squared * (var_left * mean * mean + both / 2)) > kErrors);
}

TEST_CASE("reference: how hard a shock strikes is shocks, how likely it is is unknowns") {
  const std::string text = R"toml(
title = "How hard"
lifetime = 1
[channel.ads]
cost_per_customer = 0
[offer.first]
price = 1
[plan]
months = 1
customers.ads = 10
[shock.war]
probability = 1
start = 0
duration = 1
multiply.price = "uniform(0.2, 0.8)"
)toml";
  const File file(text);
  const PlanVariance hard = reference_variance(file.path(), {}, 2'000);
  agrees("shocks", hard.shocks, 100 * 0.36 / 12);
  agrees("unknowns", hard.unknowns, 0);
  // Strikes if a share u is below the probability p, both uniform: given p, the mean is 1 − 0.5 p, given u it is 0.5 + 0.5 u.
  const PlanVariance likely =
      reference_variance(file.path(), {{"shock.war.probability", "uniform(0, 1)"}, {"shock.war.multiply.price", "0.5"}}, 4'000);
  agrees("total", likely.total, 100 * 0.25 / 4);
  agrees("either by itself and half of both", likely.unknowns, 100 * 0.25 / 8);
  CHECK(errors_off(likely.shocks, 100 * 0.25 / 4) > kErrors);
}
