// A business under stress, against closed forms; and what has to go wrong with one of which that is arithmetic.
#include "results/decision/stress.hpp"

#include "models/stress/ready_set.hpp"
#include "results/decision/reverse_stress.hpp"
#include "results/json/metric_at.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <algorithm>
#include <cmath>

using namespace valuescale;
using results::Experiment;
using results::StressRow;
using results::StressTable;
using results::Threshold;
using results::Trouble;

namespace {

const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml";

models::RunOptions small(std::int64_t customers) {
  models::RunOptions options;
  options.customers = customers;
  options.threads = 2;
  options.distributions = {false, false, false, false};
  return options;
}

results::Labels labels_of(const models::Scenario& scenario) {
  results::Labels labels;
  for (const models::Channel& channel : scenario.channels) labels.channels.push_back(channel.name);
  for (const models::Segment& segment : scenario.segments) labels.segments.push_back(segment.name);
  return labels;
}

StressTable table_of(const models::Scenario& scenario, const std::vector<Trouble>& troubles, const std::vector<std::string>& paths,
                     models::RunOptions options) {
  std::vector<results::Metric> metrics;
  for (const std::string& path : paths) metrics.push_back(results::metric_at(path, labels_of(scenario)));
  Experiment experiment(std::move(options));
  return results::stress(scenario, troubles, metrics, experiment);
}

std::vector<Trouble> ready(const models::Scenario& scenario) {
  std::vector<Trouble> troubles;
  for (const models::ReadyStress& one : models::ready_stresses(scenario))
    troubles.push_back({one.stress.name, one.stress.what, {one.stress}, false, one.nothing});
  return troubles;
}

std::vector<Trouble> own(const models::Scenario& scenario) {
  std::vector<Trouble> troubles;
  for (const models::Stress& stress : scenario.stresses) troubles.push_back({stress.name, stress.what, {stress}, false, {}});
  return troubles;
}

const StressRow& row(const StressTable& table, const std::string& name) {
  const auto found = std::find_if(table.rows.begin(), table.rows.end(), [&](const StressRow& r) { return r.trouble.name == name; });
  REQUIRE(found != table.rows.end());
  return *found;
}

/// Within 4.5 standard errors, and of what would be a wrong parameter outside.
void check_value(const results::Measured& measured, double truth, double wrong) {
  const results::Estimate known = results::estimate(measured);
  CHECK(std::fabs(known.value - truth) <= 4.5 * known.se + 1e-6 * std::fabs(truth));
  CHECK(std::fabs(known.value - wrong) > 4.5 * known.se);
}

/// The hairdresser's customer: a cut at 10, the conditioner taken by `take`, and what comes back with probability `back` each month.
double hairdresser(double cost, double take, double back, double spend = 1) {
  const double conditioner = take * (15 * spend - 3);
  return -cost + 10 * spend - 25 + conditioner + back / (1 - back) * (43 * spend - 25 + conditioner);
}

}  // namespace

TEST_CASE("the ready set does to the hairdresser what arithmetic says") {
  const models::Scenario scenario = scenarios::read_scenario(kHairdresser);
  const StressTable table = table_of(scenario, ready(scenario), {"customer.profit.mean"}, small(200'000));
  CHECK(table.runs == 9);
  CHECK(table.lifetimes == 9 * 200'000);
  const auto value = [&](const char* name) { return row(table, name).values.front(); };
  check_value(table.base.front(), hairdresser(30, 0.4, 0.8), hairdresser(30, 0.4, 0.79));
  check_value(value("ads-25"), hairdresser(37.5, 0.4, 0.8), hairdresser(37.5, 0.4, 0.79));
  check_value(value("ads-100"), hairdresser(60, 0.4, 0.8), hairdresser(60, 0.4, 0.79));
  check_value(value("take-down-third"), hairdresser(30, 0.8 / 3, 0.8), hairdresser(30, 0.3, 0.8));
  check_value(value("churn-up-half"), hairdresser(30, 0.4, std::pow(0.8, 1.5)), hairdresser(30, 0.4, 0.7));
  check_value(value("spend-down-fifth"), hairdresser(30, 0.4, 0.8, 0.8), hairdresser(30, 0.4, 0.8, 0.81));
  // What is paid a month later is the same money.
  CHECK(std::fabs(row(table, "payments-month-later").changes.front().value) < 0.01);
  // What ads cost more is known exactly, whatever the customers' luck.
  const results::Interval dearer = results::interval(row(table, "ads-50").changes.front());
  CHECK(dearer.value == Approx(-15));
  CHECK(dearer.hi - dearer.lo < 1e-6);
  // Common random numbers pay.
  CHECK(results::estimate(row(table, "take-down-third").changes.front()).se < 0.5 * results::estimate(table.base.front()).se);
  CHECK(table.saved_least > 1);
}

TEST_CASE("churn up a half is one and a half times the hazard, whatever the model") {
  const auto profit = [](const std::string& repeat) {
    const models::Scenario scenario =
        tests::written("title = \"t\"\nlifetime = 400\n[channel.a]\ncost_per_customer = 0\n[offer.o]\nprice = 0\n" + repeat);
    const StressTable table = table_of(scenario, ready(scenario), {"customer.profit.mean"}, small(100'000));
    return row(table, "churn-up-half").values.front();
  };
  // Subscribers pay at the start and each month they stay: 1/(1 − stay) payments.
  check_value(profit("[repeat.r]\nmodel = \"subscription\"\nchurn = 0.1\nprice = 1\n"), 1 / (1 - std::pow(0.9, 1.5)), 1 / 0.14);
  check_value(profit("[repeat.r]\nmodel = \"geometric\"\nreturn = 0.9\nprice = 1\n"), std::pow(0.9, 1.5) / (1 - std::pow(0.9, 1.5)),
              0.86 / 0.14);
}

TEST_CASE("stresses of a scenario multiply, add, set, switch off and put off, and leave its run and its hash alone") {
  const std::string business = R"TOML(title = "t"
lifetime = 12
[channel.a]
cost_per_customer = "20 to 40"
share = 0.5
[channel.b]
cost_per_customer = 50
share = 0.5
[offer.o]
price = 100
unit_cost = "each_customer(gamma(4, 7.5))"
[step.up]
after = "o"
take = 0.5
price = 40
[repeat.r]
model = "geometric"
return = 0.5
price = 10
[segment.x]
share = 0.5
[segment.y]
share = 0.5
multiply = { take = 0.5 }
)TOML";
  const std::string stresses = R"TOML([stress.times]
change = { "channel.a.cost_per_customer" = "*2" }
[stress.more]
change = { "channel.a.cost_per_customer" = "+5" }
[stress.less]
change.step.up.take = "-10%"
[stress.new]
change = { "offer.o.price" = 90, "offer.o.unit_cost" = "40 to 60" }
[stress.shifted-draw]
change = { "offer.o.unit_cost" = "+7" }
[stress.no-step]
off = "step.up"
[stress.no-return]
off = ["repeat.r", "channel.b"]
[stress.all-dearer]
multiply = { acquisition_cost = 1.5, take = 0.5 }
)TOML";
  const models::Scenario plain = tests::written(business), scenario = tests::written(business + stresses);
  CHECK(plain.hash == scenario.hash);
  CHECK(plain.text != scenario.text);
  const StressTable table = table_of(scenario, own(scenario), {"customer.profit.mean", "customer.cac.mean"}, small(200'000)),
                    alone = table_of(plain, {}, {"customer.profit.mean", "customer.cac.mean"}, small(200'000));
  CHECK(table.base[0].value == alone.base[0].value);
  const auto change = [&](const char* name) { return row(table, name).changes[0]; };
  // 5 % and 95 % points of lognormals.
  const auto mean_of_range = [](double low, double high) {
    return std::sqrt(low * high) * std::exp(std::pow(std::log(high / low) / 2 / 1.6448536269514722, 2) / 2);
  };
  const double cost = mean_of_range(20, 40);
  check_value(change("times"), -cost / 2, -cost / 2 - 1);
  check_value(change("more"), -2.5, -2.6);
  check_value(change("less"), -0.5 * (0.1 + 0.05) * 40, -0.5 * 0.1 * 40);
  check_value(change("new"), -10 - (mean_of_range(40, 60) - 30), -10 - (mean_of_range(40, 60) - 31));
  check_value(change("shifted-draw"), -7, -7.1);
  check_value(change("no-step"), -0.5 * (0.5 + 0.25) * 40, -14);
  check_value(change("no-return"), -10 + (50 - cost) / 2, -10);
  check_value(change("all-dearer"), -0.5 * (cost + 50) / 2 - 0.5 * 0.5 * (0.5 + 0.25) * 40, -0.5 * (cost + 50) / 2);
  check_value(row(table, "no-return").values[1], cost, cost + 1);
}

TEST_CASE("ads twice as dear make customers cost twice as much, however ads are paid for") {
  const std::string offer = "[offer.o]\nprice = 100\ntake = 0.1\n", plan = "[plan]\nmonths = 3\nspend.a = 5000\n";
  const auto cac = [&](const std::string& channel, const std::string& rest) {
    const models::Scenario scenario = tests::written("title = \"t\"\nlifetime = 3\n[channel.a]\n" + channel + offer + rest);
    models::RunOptions options = small(20'000);
    if (!rest.empty()) options.customers.reset(), options.worlds = 20;
    const StressTable table = table_of(scenario, ready(scenario), {"customer.cac.mean"}, options);
    return std::pair(table.base[0].value, row(table, "ads-100").values[0].value);
  };
  const auto twice = [](std::pair<double, double> costs, double truth, double margin) {
    CHECK(costs.first == Approx(truth).margin(margin));
    CHECK(costs.second == Approx(2 * costs.first).margin(0.01));
  };
  twice(cac("cost_per_lead = 5\n", ""), 50, 0.001);
  twice(cac("spend = 1000\nresponse = \"linear\"\ncost = 5\n", ""), 50, 0.001);
  // Own leads' costs differ, those of leads that don't buy are their mean: sd 4 over the root of the customers.
  twice(cac("cost_per_lead = \"each_customer(gamma(4, 2))\"\n", ""), 80, 4.5 * 4 / std::sqrt(20'000));
  twice(cac("cost_per_lead = 5\n", plan), 50, 0.001);
  twice(cac("response = \"linear\"\ncost = 5\n", plan), 50, 0.001);
}

TEST_CASE("on a plan payments come later, months are put off, and shocks strike or do not") {
  const models::Scenario scenario = tests::written(R"TOML(title = "t"
lifetime = 12
[channel.a]
cost_per_customer = 10
[offer.o]
price = 100
[plan]
months = 12
customers.a = 50
[shock.slump]
probability = 0.3
start = 0
duration = 3
multiply = { volume = 0.5 }
[stress.late-payments]
later = { payments = 1.5 }
off = "shock.slump"
[stress.late-start]
later = { "plan.customers.a" = "3 months" }
off = "shock.slump"
[stress.slump]
shock = "slump"
[stress.long-slump]
shock = { slump = 4 }
change = { "shock.slump.duration" = 6 }
[stress.fewer]
change = { "plan.customers.a" = "*0.5" }
off = "shock.slump"
)TOML");
  models::RunOptions options = small(0);
  options.customers.reset();
  options.worlds = 400;
  const StressTable table = table_of(scenario, own(scenario), {"plan.profit.mean", "plan.customers"}, options);
  const auto value = [&](const char* name) { return row(table, name).values[0].value; };
  CHECK(value("late-payments") == Approx(50 * (11 * 100 - 12 * 10)));
  CHECK(value("late-start") == Approx(50 * 9 * 90));
  CHECK(value("slump") == Approx(50 * (12 - 1.5) * 90));
  CHECK(value("long-slump") == Approx(50 * (12 - 3) * 90));
  CHECK(value("fewer") == Approx(25 * 12 * 90));
  check_value(table.base[0], 50 * (12 - 0.3 * 1.5) * 90, 50 * 12 * 90);
}

TEST_CASE("the same stress on any number of threads is the same bits") {
  const models::Scenario scenario = scenarios::read_scenario(VALUESCALE_SOURCE_DIR "/scenarios/english-school-free-uncertain.toml");
  models::RunOptions one = small(20'000), three = one;
  one.threads = 1, three.threads = 3;
  const StressTable a = table_of(scenario, ready(scenario), {"customer.profit.mean"}, one),
                    b = table_of(scenario, ready(scenario), {"customer.profit.mean"}, three);
  REQUIRE(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    if (a.rows[i].values.empty()) continue;
    CHECK(a.rows[i].values[0].value == b.rows[i].values[0].value);
    CHECK(a.rows[i].changes[0].without == b.rows[i].changes[0].without);
  }
}

TEST_CASE("what the ready set cannot act on is said, not lived") {
  const models::Scenario scenario =
      tests::written("title = \"t\"\nlifetime = 1\n[channel.a]\ncost_per_customer = 0\n[offer.o]\nprice = 10\n");
  const StressTable table = table_of(scenario, ready(scenario), {"customer.profit.mean"}, small(1000));
  CHECK(row(table, "ads-25").values.empty());
  CHECK(row(table, "ads-25").trouble.nothing == "no channel costs anything by lead, customer or spend");
  CHECK(row(table, "churn-up-half").trouble.nothing == "nobody leaves by a churn");
  CHECK(row(table, "spend-down-fifth").changes[0].value == Approx(-2));
  CHECK(table.runs == 5);
}

TEST_CASE("backwards, the hairdresser's customer may cost 81 before nothing is left") {
  const models::Scenario scenario = scenarios::read_scenario(kHairdresser);
  Experiment base(small(200'000)), search(small(200'000));
  results::ReverseQuestion question{results::metric_at("customer.profit.mean", labels_of(scenario)), 0,     false,       false,
                                    {"channel.leaflets.cost_per_customer", "offer.dry-cut.price"},   false, std::nullopt};
  const results::ReverseStress answer = results::reverse_stress(scenario, question, base, search);
  REQUIRE(answer.alone.size() == 2);
  const Threshold& cost = answer.alone[0];
  REQUIRE(cost.found);
  CHECK_FALSE(cost.is_uncertain);
  CHECK(cost.now == 30);
  const double error = (cost.at.hi - cost.at.lo) / 2 / 2.13;
  CHECK(std::fabs(cost.at.value - hairdresser(-0, 0.4, 0.8)) < 4.5 * error);
  CHECK(std::fabs(cost.at.value - 80) > error);
  // Given away, the first cut would cost ten more: not enough.
  CHECK_FALSE(answer.alone[1].found);
  CHECK_FALSE(answer.together);
  CHECK_FALSE(answer.worlds);
}

TEST_CASE("backwards through normals and a straight limit everything is exact") {
  // Profit = price − cost: fails at 0, at (60 − 30)/√(8² + 6²) = 3 standard deviations.
  const models::Scenario scenario = tests::written(R"TOML(title = "t"
lifetime = 1
[channel.a]
cost_per_customer = "truncate(normal(30, 6), 0, 1000)"
[offer.o]
price = "truncate(normal(60, 8), 0, 1000)"
)TOML");
  models::RunOptions options = small(2000);
  options.worlds = 1000;
  Experiment base(options), search(options);
  results::ReverseQuestion question{results::metric_at("customer.profit.mean", labels_of(scenario)),
                                    10,
                                    false,
                                    false,
                                    {"channel.a.cost_per_customer", "offer.o.price"},
                                    true,
                                    results::world_metric("customer.profit.mean")};
  const results::ReverseStress answer = results::reverse_stress(scenario, question, base, search);
  REQUIRE(answer.together);
  REQUIRE(answer.together->point.found);
  CHECK(answer.together->point.distance == Approx(2).epsilon(2e-3));
  CHECK(answer.together->probability == Approx(0.02275).epsilon(1e-2));
  REQUIRE(answer.together->unknowns[0].path == "offer.o.price");
  CHECK(answer.together->values[0] == Approx(60 - 20 * 0.64).epsilon(5e-3));
  CHECK(answer.together->values[1] == Approx(30 + 20 * 0.36).epsilon(5e-3));
  CHECK(answer.together->shares[0] == Approx(0.64).margin(0.02));
  // Alone: the price may fall to what the mean cost leaves of it, which is that of these worlds.
  const auto drawn = [&](std::size_t column) { return search.live(scenario).assumptions[column].values; };
  double mean = 0;
  for (const double cost : drawn(0)) mean += cost / 1000;
  CHECK(answer.alone[1].at.value == Approx(mean + 10).epsilon(2e-4));
  CHECK(answer.alone[1].chance == Approx(0.5 * std::erfc((60 - answer.alone[1].at.value) / 8 / std::sqrt(2))).epsilon(1e-3));
  // 23 worlds of 1000 are expected to fail.
  REQUIRE(answer.worlds);
  CHECK(answer.worlds->discovery.worlds == 1000);
  CHECK(std::fabs(static_cast<double>(answer.worlds->discovery.failed) - 22.75) < 4.5 * std::sqrt(22.75));
}

TEST_CASE("what never happened in any world may happen in three of them") {
  const models::Scenario scenario = tests::written(R"TOML(title = "t"
lifetime = 1
[channel.a]
cost_per_customer = "1 to 2"
[offer.o]
price = 100
[stress.dearer]
multiply = { acquisition_cost = 2 }
[stress.ruinous]
multiply = { acquisition_cost = 100 }
)TOML");
  models::RunOptions options = small(3000);
  options.worlds = 300;
  const StressTable table = table_of(scenario, own(scenario), {"customer.p_loss", "customer.profit.mean"}, options);
  CHECK(table.base_intervals[0].value == 0);
  CHECK(table.base_intervals[0].hi == Approx(0.01));
  CHECK(row(table, "dearer").change_intervals[0].lo == Approx(-0.01));
  CHECK(row(table, "dearer").change_intervals[0].hi == Approx(0.01));
  const results::Interval ruin = row(table, "ruinous").change_intervals[0];
  CHECK(ruin.lo > 0.9);
  // Amounts are known as their groups say.
  CHECK(table.base_intervals[1].hi - table.base_intervals[1].value < 0.1);
}

TEST_CASE("a limit in steps is passed where it is passed, and by that no interval is known") {
  // 10 a month of a contribution: paid back at the end of month ⌈cost/10⌉; more than 5 from a cost above 50 on.
  const models::Scenario scenario = tests::written(R"TOML(title = "t"
lifetime = 24
[channel.a]
cost_per_customer = "uniform(20, 80)"
[offer.o]
price = 0
[repeat.r]
model = "schedule"
times = 23
price = 10
)TOML");
  models::RunOptions options = small(4000);
  options.worlds = 400;
  Experiment base(options), search(options);
  results::ReverseQuestion question;
  question.metric = results::metric_at("customer.payback.cohort.step", labels_of(scenario));
  question.limit = 5;
  question.strict = true;
  question.as_value = true;
  question.vary = {"channel.a.cost_per_customer"};
  question.of_worlds = results::judged_by("customer.payback.cohort.step");
  const results::ReverseStress answer = results::reverse_stress(scenario, question, base, search);
  REQUIRE(answer.alone[0].found);
  CHECK(answer.alone[0].at.value == Approx(50).epsilon(2e-4));
  CHECK(std::isnan(answer.alone[0].at.lo));
  REQUIRE(answer.worlds);
  REQUIRE(answer.worlds->discovery.boxes.size() == 1);
  CHECK(answer.worlds->discovery.boxes[0].ranges[0].low == Approx(50).margin(0.5));
  CHECK(answer.worlds->discovery.boxes[0].density.value > 0.97);
}
