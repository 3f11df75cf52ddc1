// Plans whose cash can be written down month by month, lived by the reference simulator: who is won, when money moves, and what becomes of it.
#include "tests/support/catch.hpp"
#include "tests/support/reference_plan_checks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace valuescale::tests::reference;

/// Ten customers a month for 30 each; each leaves 15 at once, and 10 after one, two and three months.
const std::string kClub = R"toml(
title = "club"
lifetime = 3
discount_rate = "1% a month"
[channel.ads]
cost_per_customer = 30
[offer.first]
price = 20
unit_cost = 5
[repeat.visits]
model = "geometric"
return = 1
price = 10
[plan]
months = 6
fixed_costs = 100
[plan.customers]
ads = 10
)toml";

/// One lead a month, who buys for 1 if so; nothing else.
const std::string kBare = R"toml(
title = "bare"
lifetime = 12
[channel.ads]
cost_per_lead = 10
[offer.first]
price = 1
[plan]
months = 6
)toml";

double faded(double months) { return std::pow(1.01, -months); }

}  // namespace

TEST_CASE("a certain plan moves the cash that is written down for it") {
  const PlanOutcome club = live_once(kClub);
  // A month costs 400 and brings 150, and 100 from each of the last three cohorts: what comes at the very end of a month belongs to it.
  moves("cash", club.cash, {-150, -200, -150, -100, -50, 0});
  CHECK(club.profit == Approx(0).margin(1e-9));
  CHECK(club.run_off_profit == Approx(300));
  CHECK(club.customers[0] == 60);
  CHECK(club.outlay[0] == 1800);
  CHECK(club.fixed_costs == 600);
  CHECK(club.contribution == 60 * 45);
  CHECK(club.deepest == Approx(600));  // 200 down, and 400 to pay as month 3 begins
  CHECK(club.break_even == 6);
  CHECK(club.lasting_break_even == 6);
  CHECK(!club.ruined);

  double npv = 0, run_off = 0;
  for (int m = 1; m <= 6; ++m) {
    npv += (150 - 400) * faded(m - 1);
    for (int t = 1; t <= 3; ++t) (m - 1 + t <= 6 ? npv : run_off) += 100 * faded(m - 1 + t);
  }
  CHECK(club.npv == Approx(npv).margin(0.01));
  CHECK(club.run_off_npv == Approx(npv + run_off).margin(0.01));
}

TEST_CASE("a plan of customers who come back by chance brings the mean of it") {
  const auto plan = live_often(kClub, {{"repeat.visits.return", "0.8"}, {"lifetime", "60"}, {"plan.months", "12"}});
  double cash = 0, npv = 0;
  for (int m = 1; m <= 12; ++m) {
    cash += -400 + 150;
    npv += (-400 + 150) * faded(m - 1);
    for (int cohort = 1; cohort <= m; ++cohort) {
      cash += 100 * std::pow(0.8, m - cohort + 1);
      npv += 100 * std::pow(0.8, m - cohort + 1) * faded(m);
    }
    agrees(fmt::format("month {}", m), plan.samples.at(fmt::format("cash {}", m)).mean(), cash);
  }
  agrees("npv", plan.samples.at("npv").mean(), npv);
  double visits = 0, purchases_squared = 0;
  for (int k = 1; k <= 60; ++k) {
    visits += std::pow(0.8, k);
    purchases_squared += (2 * k - 1) * std::pow(0.8, k);
  }
  agrees("run-off", plan.samples.at("run_off profit").mean(), 12 * (-400 + 150 + 100 * visits));
  agrees("its luck", plan.samples.at("run_off profit").sd(), 10 * std::sqrt(120 * (purchases_squared - visits * visits)));
  agrees("a customer", plan.ratios.at("customer profit"), 15 + 10 * visits - 30);
  CHECK(plan.ratios.at("cac").value == Approx(30));
}

TEST_CASE("a whole step counts in the month in which it ends") {
  const std::string weekly = kBare + "[plan.customers]\nads = [1, 0, 0, 0, 0, 0]\n";
  const auto cash = [&](const std::string& step, const std::string& lifetime, const std::string& repeat) {
    return live_once(weekly, {{"time_step", step}, {"lifetime", lifetime}, {"repeat.visits", repeat}}).cash;
  };
  const std::string each = R"({ model = "geometric", return = 1, every = "1 week", price = 1 })";
  // A month is 4.35 weeks: four of them end in each of the first two months, five in the third, and then four again.
  moves("weeks", cash("week", "18 weeks", each), {-5, -1, 4, 8, 9, 9});
  moves("in quarters", cash("quarter", "2 quarters", each), {-9, -9, 4, 4, 4, 4 + 13});
  // The 30th day is in the fifth week, and in the first month.
  const std::string once = R"({ model = "schedule", every = "30 days", times = 1 })";
  const auto bonus = [&](const std::string& step, const std::string& lifetime) {
    return live_once(weekly + "[step.bonus]\nafter = \"visits\"\nprice = 100\n",
                     {{"time_step", step}, {"lifetime", lifetime}, {"repeat.visits", once}})
        .cash;
  };
  moves("day 30 by weeks", bonus("week", "8 weeks"), {-9, 91, 91, 91, 91, 91});
  moves("day 30 by months", bonus("month", "2 months"), {91, 91, 91, 91, 91, 91});
  moves("day 30 by days", bonus("day", "60 days"), {91, 91, 91, 91, 91, 91});
  moves("day 30 by years", bonus("year", "1 year"), {-9, -9, -9, -9, -9, -9});
}

TEST_CASE("flows fade by the moment at which they come, whatever the steps") {
  for (const auto& [step, lifetime] : {std::pair{"week", "14 weeks"}, {"month", "2 months"}, {"quarter", "2 quarters"}}) {
    INFO(step);
    const PlanOutcome plan = live_once(kBare + "[plan.customers]\nads = [0, 1, 0, 0, 0, 0]\n[plan.delay]\nads = \"10 days\"\n",
                                       {{"time_step", step},
                                        {"lifetime", lifetime},
                                        {"discount_rate", "20%"},
                                        {"repeat.visits", R"({ model = "schedule", every = "30 days", times = 1 })"},
                                        {"step.bonus", R"({ after = "visits", price = 100 })"}});
    // Paid for after a month, bought ten days later, and the bonus after thirty more.
    const double exact =
        -10 * std::pow(1.2, -1 / 12.0) + std::pow(1.2, -1 / 12.0 - 10 / 365.25) + 100 * std::pow(1.2, -1 / 12.0 - 40 / 365.25);
    CHECK(plan.npv == Approx(exact).margin(0.001));
  }
}

TEST_CASE("customers come later than they are paid for") {
  const auto cash = [&](const std::string& delay) {
    return live_once(kClub, {{"plan.customers.ads", "[10, 0, 0, 0, 0, 0]"}, {"plan.fixed_costs", "0"}, {"plan.delay.ads", delay}}).cash;
  };
  moves("two months", cash("2 months"), {-300, -300, -50, 50, 150, 150});
  moves("one and a half", cash("\"1.5 months\""), {-300, -150, -50, 50, 150, 150});
  const PlanOutcome late = live_once(kClub, {{"plan.delay.ads", "8"}});
  CHECK(late.profit == Approx(-2400));
  CHECK(late.run_off_profit == Approx(300));
  CHECK(late.customers[0] == 60);
}

TEST_CASE("parts of a lead or customer wait for the rest") {
  const PlanOutcome spend = live_once(kBare + "[plan.spend]\nads = 25\n");
  moves("two leads, three leads", spend.cash, {-23, -45, -68, -90, -113, -135});
  CHECK(spend.leads[0] == 15);
  CHECK(spend.outlay[0] == 150);
  const PlanOutcome tenths = live_once(kBare + "[plan.leads]\nads = 0.1\n", {{"plan.months", "20"}});
  CHECK(tenths.leads[0] == 2);
  CHECK(tenths.outlay[0] == Approx(20));
  const PlanOutcome won = live_once(kBare + "[plan.customers]\nads = 1.5\n", {{"offer.first.take", "0.25"}});
  CHECK(won.customers[0] == 9);
  CHECK(won.leads[0] == 36);
  CHECK(won.outlay[0] == Approx(6 * 1.5 * 40));
}

TEST_CASE("amounts by month grow, ramp up, begin and end") {
  const auto costs = [&](const std::string& amount) {
    return live_once(kBare + "[plan.customers]\nads = 0\n", {{"plan.fixed_costs", amount}}).cash;
  };
  moves("list", costs("[1, 0, 2, 0, 3, 0]"), {-1, -1, -3, -3, -6, -6});
  moves("growth", costs("{ start = 100, growth = '10%' }"), {-100, -210, -331, -464.1, -610.51, -771.561});
  moves("all of it", costs("{ start = 100, growth = '10%', first = 2, last = 5, ramp = 2 }"), {0, -50, -160, -281, -414.1, -414.1});
  moves("ramp", costs("{ start = 100, ramp = 4 }"), {-25, -75, -150, -250, -350, -450});
}

TEST_CASE("a response is of a month") {
  const std::string pond = R"toml(
title = "pond"
lifetime = 1
[channel.pond]
response = "CURVE"
of = "customers"
PARAMETERS
[offer.first]
[plan]
months = 10
[plan.spend]
pond = 500
)toml";
  const auto customers = [&](const std::string& curve, const std::string& parameters) {
    std::string text = pond;
    text.replace(text.find("CURVE"), 5, curve);
    text.replace(text.find("PARAMETERS"), 10, parameters);
    const PlanOutcome plan = live_once(text);
    CHECK(plan.outlay[0] == Approx(5000));
    return plan.customers[0];
  };
  CHECK(customers("exponential", "most = 100\nscale = 1000") == std::floor(10 * 100 * (1 - std::exp(-0.5))));
  CHECK(customers("hill", "most = 100\nhalf = 1000\nshape = 2") == std::floor(10 * 100 * 0.25 / 1.25));
  CHECK(customers("power", "factor = 2\nexponent = 0.5") == std::floor(10 * 2 * std::sqrt(500)));
  CHECK(customers("linear", "cost = 30") == std::floor(5000 / 30.0));
  CHECK(customers("linear", "cost = 30\ncapacity = 12") == 120);
}

TEST_CASE("a channel that is paid later is paid as the next month begins") {
  const std::string two_a_month = kBare + "[plan.leads]\nads = 2\n";
  moves("a month and a half", live_once(two_a_month, {{"plan.acquisition_paid_after", "1.5"}}).cash, {2, 4, -14, -32, -50, -68});
  moves("a month", live_once(two_a_month, {{"plan.acquisition_paid_after", "1 month"}}).cash, {2, -16, -34, -52, -70, -88});
  const PlanOutcome late = live_once(two_a_month, {{"plan.acquisition_paid_after", "4"}, {"discount_rate", "1% a month"}});
  CHECK(late.profit == Approx(12 - 40));
  CHECK(late.run_off_profit == Approx(12 - 120));
  double npv = 0, run_off = 0;
  for (int m = 1; m <= 6; ++m) {
    npv += 2 * faded(m - 1);
    (m + 4 <= 6 ? npv : run_off) -= 20 * faded(m + 3);
  }
  CHECK(late.npv == Approx(npv).margin(0.001));
  CHECK(late.run_off_npv == Approx(npv + run_off).margin(0.001));
}

TEST_CASE("fixed costs grow by steps with the customers won before") {
  const PlanOutcome plan =
      live_once(kBare + "[plan.customers]\nads = 4\n", {{"channel.ads.cost_per_lead", "0"},
                                                        {"offer.first.price", "0"},
                                                        {"plan.months", "7"},
                                                        {"plan.cost.support", "{ a_month = 100, for_customers = 10 }"},
                                                        {"plan.cost.fair", "{ a_month = [0, 7, 0, 0, 0, 0, 0], marketing = true }"}});
  // Won before: 0, 4, 8, 12, 16, 20, 24.
  moves("cash", plan.cash, {0, -107, -207, -407, -607, -807, -1107});
  CHECK(plan.marketing_costs == 7);
  CHECK(plan.break_even == std::nullopt);
  const auto loaded = live_often(kClub, {{"plan.cost.fair", "{ a_month = 60, marketing = true }"}}, 2);
  CHECK(loaded.ratios.at("fully_loaded_cac").value == Approx(36));
}

TEST_CASE("leads of a plan buy or not, segment by segment") {
  const auto plan = live_often(R"toml(
title = "segments"
lifetime = 2
[segment.gold]
share = 0.25
multiply = { conversion = 2, price = 3 }
[segment.plain]
share = 0.75
[channel.web]
cost_per_lead = 1
[channel.club]
cost_per_customer = 5
share_of_first_sale = 0.1
[channel.friends]
share_of_first_sale = 0.2
mix = { gold = 0.5, plain = 0.5 }
mix_of = "customers"
[offer.x]
take = 0.2
price = 10
[plan]
months = 2
[plan.leads]
web = 40
club = 20
[plan.customers]
friends = 10
)toml");
  // Of 40 leads 4 gold and 6 plain ones buy, of 20 half as many: a customer leaves .4 × 30 + .6 × 10 = 18 on average.
  const auto mean = [&](const std::string& name) { return plan.samples.at(name).mean(); };
  agrees("web: customers", mean("customers of web"), 20);
  agrees("web: spread", plan.samples.at("customers of web").sd(), std::sqrt(80 * 0.25 * 0.75));
  agrees("club: customers", mean("customers of club"), 10);
  agrees("friends: customers", mean("customers of friends"), 20);
  agrees("web: outlay", mean("outlay of web"), 80);
  agrees("club: outlay", mean("outlay of club"), 50);
  agrees("club: as many as buy are paid for", plan.samples.at("outlay of club").sd(), 5 * std::sqrt(40 * 0.25 * 0.75));
  agrees("friends: outlay", mean("outlay of friends"), 0);
  agrees("month 1", mean("cash 1"), -40 + 10 * 18 - 25 + 5 * 18 * 0.9 + 10 * 20 * 0.8);
  agrees("profit", mean("profit"), 2 * (-40 + 10 * 18 - 25 + 5 * 18 * 0.9 + 10 * 20 * 0.8));
  agrees("cost of a customer", plan.ratios.at("cac"), (80 + 50 + 10 * 1.8 + 20 * 4) / 50.0);
}

TEST_CASE("late payments, refunds and friends come at their time in the plan") {
  const PlanOutcome late = live_once(kBare + "[plan.leads]\nads = [1, 0, 0, 0, 0, 0]\n",
                                     {{"offer.first.price", "50"}, {"offer.first.unit_cost", "20"}, {"offer.first.paid_after", "2.5"}});
  moves("paid in month 3", late.cash, {-30, -30, 20, 20, 20, 20});
  const auto plan = live_often(kBare + "[plan.leads]\nads = [30, 0, 0, 0, 0, 0]\n",
                               {{"offer.first.price", "40"},
                                {"offer.first.paid", "0.9"},
                                {"step.refund", "{ after = 'first', take = 0.25, delay = 2, refund = 0.5 }"},
                                {"referral.friends", "{ leads = 0.4, take = 0.5, delay = 3, reward = 2, generations = 1 }"}});
  const auto mean = [&](int month) { return plan.samples.at(fmt::format("cash {}", month)).mean(); };
  agrees("first sales", mean(1), 30 * (36 - 10));
  agrees("refunds", mean(2), 30 * (36 - 10 - 5));
  agrees("friends", mean(3), 30 * (36 - 10 - 5 + 0.2 * (36 - 2)));
  agrees("their refunds", mean(5), 30 * (36 - 10 - 5 + 0.2 * (36 - 2 - 5)));
  agrees("customers", plan.samples.at("customers").mean(), 30);
}

TEST_CASE("what is not known about a plan is drawn once for each world, and goes together") {
  const std::string text = kBare + "[plan.spend]\nads = \"uniform(500, 1500)\"\n";
  const Settings uncertain = {{"offer.first.take", "uniform(0.2, 0.4)"}, {"offer.first.price", "100"}};
  const auto apart = live_often(text, uncertain);
  // 100 leads a month on average; uniform laws have a variance of a twelfth of their width squared.
  agrees("outlay", apart.samples.at("outlay").mean(), 6'000);
  agrees("its spread", apart.samples.at("outlay").sd(), 6'000 / std::sqrt(12));
  agrees("independent", apart.samples.at("profit").mean(), 6 * (100 * 0.3 * 100 - 1'000));
  Settings tied = uncertain;
  tied.emplace_back("correlation", "[{ between = ['plan.spend.ads', 'offer.first.take'], rank = 1 }]");
  agrees("together", live_often(text, tied).samples.at("profit").mean(), 6 * ((100 * 0.3 + 100 * 0.2 / 12) * 100 - 1'000));
}

TEST_CASE("a plan breaks even for the first time, and for good") {
  const PlanOutcome plan = live_once(kBare + "[plan.leads]\nads = [0, 1, 0, 5, 5, 5]\n",
                                     {{"offer.first.price", "14"}, {"plan.fixed_costs", "[0, 0, 0, 30, 0, 0]"}});
  moves("cash", plan.cash, {0, 4, 4, -6, 14, 34});
  CHECK(plan.break_even == 2);
  CHECK(plan.lasting_break_even == 5);
  CHECK(plan.deepest == 76);  // 4 − 30 − 50
  const PlanOutcome never = live_once(kBare + "[plan.leads]\nads = 1\n");
  CHECK(never.break_even == std::nullopt);
}
