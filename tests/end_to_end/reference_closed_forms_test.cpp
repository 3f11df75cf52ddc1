// The reference simulator against numbers that can be written down, so that agreeing with it means something. The examples are the worked
// examples with known answers, spelt out here: the shipped files may change.
#include "tests/support/catch.hpp"
#include "tests/support/reference_checks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace {

using namespace valuescale::tests::reference;

const std::string kHairdresser = R"toml(
title = "hairdresser"
lifetime = 60
discount_rate = "1% a month"
[channel.leaflets]
cost_per_customer = 30
[offer.cut]
price = 10
unit_cost = 25
[step.conditioner]
after = "every visit"
take = 0.4
price = 15
unit_cost = 3
[repeat.visits]
model = "geometric"
return = 0.8
price = 43
unit_cost = 25
)toml";

const std::string kOptIns = R"toml(
title = "opt-ins"
lifetime = 240
[channel.ads]
cost_per_lead = 2
[offer.tripwire]
take = 0.05
price = 27
unit_cost = 7
[step.upsell]
after = "tripwire"
take = 0.3
price = 67
unit_cost = 7
[repeat.back-end]
model = "poisson"
rate = "0.1 a month"
churn = "0.05 a month"
price = 25
)toml";

const std::string kGrocer = R"toml(
title = "grocer"
time_step = "week"
lifetime = 519
[channel.doors]
cost_per_customer = 40
[offer.first]
price = 100
margin = "2%"
[repeat.shop]
model = "geometric"
return = 0.995
price = 100
margin = "2%"
)toml";

const std::string kConstantMargin = R"toml(
title = "constant margin"
lifetime = 120
[channel.ads]
cost_per_customer = 30
[offer.trial]
[repeat.purchase]
model = "poisson"
rate = 0.5
churn = 0.1
price = 25
margin = 0.4
)toml";

const std::string kMusic = R"toml(
title = "music"
time_step = "week"
lifetime = 52
[channel.web]
cost_per_customer = 1
[offer.first]
[repeat.order]
model = "pareto-nbd"
r = 0.5533
alpha = 10.578
s = 0.6062
beta = 11.669
price = 1
)toml";

const std::string kSchool = R"toml(
title = "English school"
lifetime = 12
[channel.advertising]
cost_per_customer = 500
[offer.first]
price = 500
[step.second]
after = "first"
delay = "4 months"
take = 0.8
price = 1000
[step.third]
after = "second"
delay = "4 months"
price = 1500
)toml";

}  // namespace

TEST_CASE("the reference finds the hairdresser's payback (W1)") {
  const auto customer = run_customers(kHairdresser);
  agrees("profit", customer.profit, 51);
  agrees("sd", customer.profit_sd, 102.809);
  agrees("month 1", customer.first.by_step[1], 0);
  agrees("month 2", customer.first.by_step[2], .50176);
  agrees("month 3", customer.first.by_step[3], .50176 + .110592);
  agrees("ever", customer.first.ever, .612352);
  agrees("never", customer.first.never, 1 - .612352);
  agrees("present value of 81 before acquisition", customer.npv, 46.657);
  agrees("ladder", customer.by_stage.at("ladder"), 4.8);
  agrees("front end", customer.front_end, -40.2);
  CHECK(customer.cumulative_cash[2].value < 0);
  CHECK(customer.cumulative_cash[3].value > 0);

  const auto free = run_customers(kHairdresser, {{"offer.cut.price", "0"}});
  agrees("free cut: profit", free.profit, 41);
  agrees("free cut: month 2", free.first.by_step[2], .22528);
  agrees("free cut: month 3", free.first.by_step[3], .22528 + .26542);
  agrees("free cut: ever", free.first.ever, .543785);
}

TEST_CASE("the reference sees the opt-ins by lead and by customer (W2)") {
  const auto answer = run(kOptIns, {}, 400'000);
  agrees("first sale a lead", answer.lead.first_sale, -1);
  agrees("front end a lead", answer.lead.front_end, -.10);
  agrees("back end a lead", answer.lead.back_end, 2.5);
  agrees("profit a lead", answer.lead.profit, 2.4);
  agrees("sd of a lead", answer.lead.profit_sd, 24.354);
  agrees("profit a customer", answer.customer.profit, 48);
  agrees("a customer's cost", answer.customer.cac, 40);
  CHECK(answer.conversion == Approx(0.05));
}

TEST_CASE("the reference weighs worlds by their customers (W2 uncertain)") {
  const auto answer = run(kOptIns, {{"offer.tripwire.take", "beta(2, 38)"}}, 20, 20'000);
  agrees("profit a lead", answer.lead.profit, 2.4);
  agrees("profit a customer", answer.customer.profit, 48);
  agrees("a customer's cost", answer.customer.cac, 40);
}

TEST_CASE("the reference finds the burger chain's and the subscription's payback (W3 and W21)") {
  const auto burger = run_customers(R"toml(
title = "burgers"
step = "week"
lifetime = 104
[channel.ads]
cost_per_customer = 1.5
[offer.meal]
price = 0.5
[repeat.visit]
model = "geometric"
return = 0.9
price = 0.6
)toml");
  agrees("profit", burger.profit, 4.4);
  agrees("week 1", burger.first.by_step[1], 0);
  agrees("week 2", burger.first.by_step[2], .81);
  agrees("ever", burger.first.ever, .81);

  const auto plan = run_customers(R"toml(
title = "plan"
lifetime = 120
[channel.ads]
cost_per_customer = 120
[offer.sign-up]
[repeat.plan]
model = "subscription"
churn = 0.1
price = 30
)toml");
  agrees("profit", plan.profit, 180);
  agrees("step 2", plan.first.by_step[2], 0);
  agrees("paid back to the cent by the fourth payment", plan.first.by_step[3], .729);
}

TEST_CASE("the reference knows the readings of the English school (W4)") {
  const auto both = run_customers(kSchool);
  agrees("profit, B", both.profit, 2000);
  agrees("sd, B", both.profit_sd, 1000);
  agrees("paid back at once", both.first.by_step[0], 1);
  const auto each = run_customers(kSchool, {{"step.third.take", "0.8"}});
  agrees("profit, C", each.profit, 1760);
  agrees("sd, C", each.profit_sd, 1030.73);
  const auto certain = run_customers(kSchool, {{"step.second.take", "1"}});
  agrees("profit, A", certain.profit, 2500);
  CHECK(certain.profit.se == 0);
  const auto free = run_customers(kSchool, {{"offer.first.price", "0"}});
  agrees("free: month 3", free.lasting.by_step[3], 0);
  agrees("free: month 4", free.lasting.by_step[4], .8);
  agrees("free: never", free.lasting.never, .2);
}

TEST_CASE("the reference counts the grocer's shops (W6)") {
  const auto customer = run_customers(kGrocer, {}, 20'000);
  agrees("520 shops", customer.ltv, 370.48 + 0.0012);
  agrees("week 18", customer.first.by_step[18], 0);
  agrees("exactly paid back in week 19", customer.first.by_step[19], .909156);
  agrees("ever", customer.first.ever, .909156);
  agrees("still active", customer.active, std::pow(.995, 519));
}

TEST_CASE("the reference discounts the carpets when they are sold (W7)") {
  const auto customer = run_customers(R"toml(
title = "carpets"
time_step = "year"
lifetime = 200
discount_rate = "5% continuous"
[channel.ads]
cost_per_customer = 200
[channel.ads.multiply]
keep = 0.9
[offer.first]
price = 350
unit_cost = 200
[repeat.next]
model = "renewal"
gap = "gamma(4, mean = 8 years)"
keep = 0.8
price = 500
unit_cost = 200
)toml");
  agrees("profit", customer.profit, 721.43);
  agrees("npv", customer.npv, 240.28);
  agrees("5 years", customer.first.by_step[5], .17455);
  agrees("8 years", customer.first.by_step[8], .40790);
  agrees("10 years", customer.first.by_step[10], .52918);
  agrees("15 years", customer.first.by_step[15], .67742);
  agrees("ever", customer.first.ever, .72);
}

TEST_CASE("the reference follows a rework circle and a downsell (W9 and W12)") {
  const auto rework = run_customers(R"toml(
title = "rework"
lifetime = 12
[channel.word-of-mouth]
cost_per_customer = 0
[offer.delivery]
price = 1000
unit_cost = 700
[step.rework]
after = ["delivery", "rework"]
take = 0.3
unit_cost = 200
)toml");
  agrees("profit", rework.profit, 300 - 200 * .3 / .7);
  agrees("loss", rework.p_loss, .09);

  const auto funnel = run_customers(R"toml(
title = "funnel"
time_step = "day"
lifetime = 1
[channel.ads]
cost_per_customer = 60
[offer.front]
price = 49
[step.bump]
after = "front"
take = 0.4
price = 27
[step.upsell]
after = "front"
take = 0.2
price = 97
[step.downsell]
after_declined = "upsell"
take = 0.3
price = 67
)toml");
  agrees("a buyer", funnel.ltv, 95.28);
}

TEST_CASE("the reference has the heterogeneous models right (W14 to W18)") {
  agrees("Pareto/NBD purchases in 52 weeks", run_customers(kMusic, {}, 400'000).ltv, 1.4735);

  const Settings bg = {{"repeat.order", R"toml({ model = "bg-nbd", r = 0.2426, alpha = 4.4137, a = 0.7930, b = 2.4262, price = 1 })toml"}};
  agrees("BG/NBD purchases in 52 weeks", run_customers(kMusic, bg, 400'000).ltv, 1.44401);
  Settings shorter = bg;
  shorter.emplace_back("lifetime", "39");
  agrees("no purchase in 39 weeks", run_customers(kMusic, shorter).p_loss, .574303);

  const Settings bb = {
      {"repeat.order", R"toml({ model = "bg-bb", alpha = 1.2035, beta = 0.7497, gamma = 0.6567, delta = 2.7834, price = 1 })toml"},
      {"lifetime", "10"}};
  agrees("BG/BB gifts on 10 occasions", run_customers(kMusic, bb).ltv, 3.17981);

  const double alpha = .704, beta = 1.182;
  double survival = 1;
  for (int t = 1; t <= 12; ++t) survival *= (beta + t - 1) / (alpha + beta + t - 1);
  const Settings sbg = {
      {"repeat.order", fmt::format(R"toml({{ model = "beta-geometric", alpha = {}, beta = {}, price = 1 }})toml", alpha, beta)},
      {"lifetime", "12"},
      {"time_step", "year"}};
  agrees("members in year 12", run_customers(kMusic, sbg).active, survival);

  const Settings spend = {{"repeat.order", R"toml({ model = "geometric", return = 0 })toml"},
                          {"offer.first.spend", "orders"},
                          {"spend.orders", R"toml({ model = "gamma-gamma", p = 6.25, q = 3.74, gamma = 15.44 })toml"}};
  agrees("mean spend", run_customers(kMusic, spend).ltv, 6.25 * 15.44 / 2.74);
}

TEST_CASE("the reference adds up purchases of random size (W19)") {
  const Settings orders = {{"repeat.order", R"toml({ model = "poisson", rate = "10 a year", spend = "gamma(2, 1)" })toml"},
                           {"time_step", "month"},
                           {"lifetime", "12"}};
  const auto customer = run_customers(kMusic, orders);
  agrees("mean", customer.ltv, 20);
  agrees("sd", customer.profit_sd, std::sqrt(60.0));
}

TEST_CASE("the reference pays back exactly at the third purchase (W20)") {
  const auto customer = run_customers(kConstantMargin, {}, 200'000);
  agrees("ever", customer.first.ever, .578704);
  agrees("within a year", customer.first.by_step[12], .563962);
  agrees("profit", customer.profit, 20);
  CHECK(customer.cumulative_cash[9].value < 0);
  CHECK(customer.cumulative_cash[10].value > 0);
}

TEST_CASE("the reference pays running costs each month until the end") {
  // Payments at the start of months 0, 1, …; months k is begun alive with probability e^(−k/10), and 24 months and their end are counted.
  const auto customer =
      run_customers(kConstantMargin, {{"repeat.purchase.cost_per_month", "1"}, {"repeat.purchase.rate", "0"}, {"lifetime", "24"}});
  agrees("cost", customer.ltv, -(1 - std::exp(-2.5)) / (1 - std::exp(-.1)));
  // Who leaves at a visit that doesn't come has not begun that month.
  const Settings leaves = {
      {"repeat.visits.cost_per_month", "1"}, {"repeat.visits.price", "25"}, {"step.conditioner.take", "0"}, {"discount_rate", "0"}};
  agrees("cost of the month before the lost visit", run_customers(kHairdresser, leaves).ltv, -15 - 5);
}

TEST_CASE("the reference is caught when a parameter is wrong") {
  const auto off = [](const std::string& text, const Settings& wrong, auto read, double exact) {
    return errors_off(read(run_customers(text, wrong)), exact);
  };
  const auto profit = [](const View& view) { return view.profit; };
  const auto ever = [](const View& view) { return view.first.ever; };
  const auto month_2 = [](const View& view) { return view.first.by_step[2]; };
  const auto npv = [](const View& view) { return view.npv; };
  const auto ltv = [](const View& view) { return view.ltv; };
  CHECK(off(kHairdresser, {{"repeat.visits.return", "0.79"}}, profit, 51) > kErrors);
  CHECK(off(kHairdresser, {{"step.conditioner.take", "0.42"}}, month_2, .50176) > kErrors);
  CHECK(off(kHairdresser, {{"discount_rate", "1%"}}, npv, 46.657) > kErrors);
  CHECK(off(kConstantMargin, {{"repeat.purchase.churn", "0.105"}}, ever, .578704) > kErrors);
  CHECK(off(kConstantMargin, {{"channel.ads.cost_per_customer", "30.0001"}}, ever, .578704) > kErrors);
  CHECK(off(kMusic, {{"repeat.order.alpha", "10"}}, ltv, 1.4735) > kErrors);
  CHECK(off(kSchool, {{"step.second.take", "0.79"}}, profit, 2000) > kErrors);
  CHECK(off(kSchool, {{"step.second.take", "1"}, {"offer.first.price", "500.01"}}, profit, 2500) > kErrors);
  CHECK(off(kGrocer, {{"lifetime", "480"}}, ltv, 370.48) > kErrors);
}
