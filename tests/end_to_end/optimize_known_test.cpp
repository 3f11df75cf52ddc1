// The best choices of businesses small enough to be known: several hills, what one unit more brings, tails and targets of normal worlds.
#include "models/lifetime/simulate.hpp"
#include "results/decision/living.hpp"
#include "results/decision/optimize.hpp"
#include "results/json/metric_at.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/optimum.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <string>
#include <utility>

using namespace valuescale;
using namespace valuescale::results;
using tests::optimum_of;
using tests::question_of;

namespace {

constexpr double kWorth = 200;

/// M customers in pond b, of which it is not known how many there are.
const char* const kPonds = R"toml(
title = "two ponds"
lifetime = 1
[channel.a]
spend = 50_000
response = "exponential"
of = "customers"
most = 1000
scale = 50_000
[channel.b]
spend = 50_000
response = "exponential"
of = "customers"
most = "normal(3000, 500)"
scale = 200_000
[offer.o]
price = 200
)toml";
constexpr double kMean = 3000, kSd = 500;

const char* const kMonths = R"toml(
title = "a pond each month"
lifetime = 1
[channel.a]
response = "exponential"
of = "customers"
most = "normal(20, 2)"
scale = 1_000
[offer.o]
price = 200
[plan]
months = 12
[plan.spend]
a = 500
)toml";

double share_caught(double spend, double scale) { return 1 - std::exp(-spend / scale); }

struct Split {
  double a, value;
};

/// By looking everywhere.
Split best_split(double budget, const std::function<double(double a)>& value) {
  Split best{0, -INFINITY};
  for (double a = 0; a <= budget; a += budget / 20'000)
    if (const double here = value(a); here > best.value) best = {a, here};
  return best;
}

OptimizeQuestion split_of(double budget, double floor_of_a = 10) {
  return question_of({{"channel.a.spend", floor_of_a, budget}, {"channel.b.spend", 10, budget}}, budget);
}

/// From what is exact, in standard errors.
double distance(const Interval& interval, double exact) {
  return (interval.value - exact) / ((interval.hi - interval.lo) / 2 / sim::t_quantile(kGroups - 1, 0.975));
}

}  // namespace

TEST_CASE("the highest hill is found from the foot of a lower one") {
  const tests::ScenarioFiles files;
  // Of those who see a price this share pays it: 6.05 a lead at 22, 18 at 90, and downhill from 10, from 50 and from 15 but to the first.
  const models::Scenario scenario = files.read(R"toml(
title = "two prices"
lifetime = 1
[channel.a]
cost_per_lead = 1
[offer.o]
price = 10
take = { follows = "offer.o.price", curve = [[0, 0.5], [20, 0.3], [40, 0.05], [80, 0.01], [90, 0.2], [100, 0.02]] }
)toml");
  const OptimizeQuestion question = question_of({{"offer.o.price", 1, 100}}, std::nullopt, "lead.profit.mean");
  const Optimum optimum = optimum_of(scenario, question, 1, 50'000);
  REQUIRE(optimum.found);
  CHECK(optimum.choices[0].value == Approx(90).margin(0.3));
  CHECK(optimum.metric.value == Approx(17).epsilon(0.02));
  // From the first price on, each unit more loses: at its low end, what comes above it counts.
  const Optimum above = optimum_of(scenario, question_of({{"offer.o.price", 92, 100}}, std::nullopt, "lead.profit.mean"), 1, 400'000);
  CHECK(above.choices[0].value == Approx(92).margin(0.05));
  CHECK(above.choices[0].end == Chosen::End::floor);
  // Nothing is uncertain but who buys, and how many do is known.
  CHECK(above.choices[0].marginal.value == Approx(0.2 - 0.018 * 2 - 0.018 * 92).epsilon(1e-3));
}

TEST_CASE("of five prices that each have two hills the highest of all thirty-two is found") {
  const tests::ScenarioFiles files;
  const std::pair<const char*, double> tops[] = {{"v", 88}, {"w", 90}, {"x", 84}, {"y", 92}, {"z", 86}};
  std::string text = "title = \"five prices\"\nlifetime = 1\n";
  OptimizeQuestion question = question_of({}, std::nullopt, "lead.profit.mean");
  double most = -1;
  for (const auto& [name, top] : tops) {
    const std::string path = std::string("offer.") + name + ".price";
    text += fmt::format("[channel.{0}]\ncost_per_lead = 1\nshare = 0.2\noffer = \"{0}\"\n[offer.{0}]\nprice = 10\n", name) +
            fmt::format("take = {{ follows = \"{}\", curve = [[0, 0.5], [20, 0.3], [40, 0.05], [{}, 0.01], [{}, 0.2], [{}, 0.01]] }}\n",
                        path, top - 6, top, top + 6);
    question.choices.push_back({path, 1, 100});
    most += 0.2 * 0.2 * top;
  }
  const Optimum optimum = optimum_of(files.read(text), question, 1, 20'000);
  for (std::size_t c = 0; c < std::size(tops); ++c) CHECK(optimum.choices[c].value == Approx(tops[c].second).margin(0.3));
  CHECK(optimum.metric.value == Approx(most).epsilon(0.01));
}

TEST_CASE("where little money goes nowhere, all of it goes to one of two") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(R"toml(
title = "two curves like an S"
lifetime = 1
[channel.a]
spend = 50_000
response = "hill"
of = "customers"
most = 1000
half = 60_000
shape = 4
[channel.b]
spend = 50_000
response = "hill"
of = "customers"
most = 1050
half = 60_000
shape = 4
[offer.o]
price = 200
)toml");
  const auto hill = [](double most, double spend) { return most / (1 + std::pow(60e3 / spend, 4)); };
  const auto profit = [&](double most, double spend) { return spend > 0 ? kWorth * hill(most, spend) - spend : 0; };
  for (const double budget : {100e3, 160e3, 240e3}) {
    // Not all of it has to be spent.
    const Split exact = best_split(budget, [&](double a) {
      const double rest = budget - a, enough = std::min(rest, 97'100.0);
      return profit(1000, a) + std::max(profit(1050, rest), profit(1050, enough));
    });
    const Optimum optimum = optimum_of(scenario, split_of(budget));
    INFO(budget << ": " << optimum.choices[0].value << " and " << optimum.choices[1].value << ", exactly " << exact.a);
    CHECK(optimum.metric.value == Approx(exact.value).epsilon(1e-3));
    CHECK(optimum.choices[0].value == Approx(exact.a).margin(0.01 * budget));
  }
}

TEST_CASE("what one unit more brings is the slope that is known, and the same in all that have a best between their ends") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds);
  const auto slope_a = [](double a) { return kWorth * 1000 / 50e3 * std::exp(-a / 50e3) - 1; };
  const auto slope_b = [](double b) { return kWorth * kMean / 200e3 * std::exp(-b / 200e3) - 1; };
  const Optimum inside = optimum_of(scenario, split_of(100e3), 400, 4000);
  const double a = inside.choices[0].value, b = inside.choices[1].value;
  INFO(a << " and " << b << ": " << inside.choices[0].marginal.value << " and " << inside.choices[1].marginal.value << ", exactly "
         << slope_a(a) << " and " << slope_b(b));
  CHECK(inside.choices[0].marginal.value == Approx(slope_a(a)).epsilon(1e-3));
  CHECK(std::fabs(distance(inside.choices[1].marginal, slope_b(b))) < 4.5);
  CHECK(std::fabs(distance(inside.choices[1].marginal, 1.1 * slope_b(b))) > 4.5);
  CHECK(inside.choices[1].marginal.lo < slope_a(a));
  CHECK(inside.choices[1].marginal.hi > slope_a(a));
  CHECK(inside.choices[0].end == Chosen::End::none);

  const Optimum held = optimum_of(scenario, split_of(100e3, 60e3), 400, 4000);
  CHECK(held.choices[0].value == Approx(60e3).epsilon(1e-4));
  CHECK(held.choices[1].value == Approx(40e3).epsilon(1e-3));
  CHECK(held.choices[0].end == Chosen::End::floor);
  CHECK(held.choices[0].marginal.value == Approx(slope_a(60e3)).epsilon(1e-3));
  CHECK(held.choices[0].marginal.hi < held.choices[1].marginal.lo);
}

TEST_CASE("of a plan, whose customers are whole, one unit more brings what it brings on average") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kMonths);
  const Optimum optimum = optimum_of(scenario, question_of({{"plan.spend.a", 200, 900}}, std::nullopt, "plan.profit.mean"), 200, 1'000'000);
  const double spend = optimum.choices[0].value;
  const double slope = 12 * (kWorth * 20 / 1000 * std::exp(-spend / 1000) - 1);
  INFO(spend << ": " << optimum.choices[0].marginal.value << " (" << optimum.choices[0].marginal.lo << " to "
             << optimum.choices[0].marginal.hi << "), exactly " << slope);
  CHECK(std::fabs(distance(optimum.choices[0].marginal, slope)) < 4.5);
  CHECK(std::fabs(distance(optimum.choices[0].marginal, 0)) > 4.5);
  CHECK(optimum.choices[0].marginal.hi - optimum.choices[0].marginal.lo < slope);

  // Where nothing is uncertain all worlds climb the same steps, and no group of them differs from another: the steps are in the interval all the same.
  const models::Scenario certain = files.read(kMonths, {{"channel.a.most", "20"}});
  const Optimum steps = optimum_of(certain, question_of({{"plan.spend.a", 200, 900}}, std::nullopt, "plan.profit.mean"), 20, 1'000'000);
  const Interval& marginal = steps.choices[0].marginal;
  CHECK(marginal.hi > marginal.lo);
  CHECK(std::fabs(distance(marginal, 12 * (kWorth * 20 / 1000 * std::exp(-steps.choices[0].value / 1000) - 1))) < 4.5);
}

TEST_CASE("the mean of the worst of normal worlds is as large as can be where a closed form says") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds);
  // The mean of the worst 10 % of normal worlds lies 1.75498 standard deviations below the mean.
  const double effective = kMean - 1.75498 * kSd, budget = 100e3;
  const Split exact = best_split(
      budget, [&](double a) { return kWorth * (1000 * share_caught(a, 50e3) + effective * share_caught(budget - a, 200e3)) - budget; });
  OptimizeQuestion question = split_of(budget);
  question.objective.of = Objective::Of::cvar;
  question.objective.level = 0.9;
  question.frontier = 3;
  const Optimum optimum = optimum_of(scenario, question, 2000, 20'000);
  INFO(optimum.choices[0].value << ", exactly " << exact.a);
  CHECK(std::fabs(distance(optimum.metric, exact.value)) < 4.5);
  CHECK(std::fabs(distance(optimum.metric, exact.value * 1.05)) > 4.5);
  CHECK(optimum.choices[0].value == Approx(exact.a).epsilon(0.03));

  REQUIRE(optimum.frontier.size() == 3);
  for (const FrontierPoint& point : optimum.frontier) {
    const double a = point.choice[0], b = point.choice[1], sure = 1000 * share_caught(a, 50e3), risky = share_caught(b, 200e3);
    CHECK(std::fabs(distance(point.mean, kWorth * (sure + kMean * risky) - a - b)) < 4.5);
    CHECK(std::fabs(distance(point.cvar, kWorth * (sure + effective * risky) - a - b)) < 4.5);
    CHECK_FALSE(point.is_dominated);
  }
}

TEST_CASE("the probability of a target is as large as can be where a closed form says") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds);
  const double budget = 100e3, target = 190e3;
  const auto chance = [&](double a) {
    const double risky = share_caught(budget - a, 200e3), sure = kWorth * 1000 * share_caught(a, 50e3) - budget;
    return 0.5 * std::erfc((target - sure - kWorth * kMean * risky) / (kWorth * kSd * risky) / std::sqrt(2.0));
  };
  const Split exact = best_split(budget, chance);
  OptimizeQuestion question = split_of(budget);
  question.objective.of = Objective::Of::probability;
  question.objective.target = target;
  const Optimum optimum = optimum_of(scenario, question, 4000, 8000);
  INFO(optimum.choices[0].value << ": " << optimum.metric.value << ", exactly " << exact.a << ": " << exact.value);
  CHECK(std::fabs(distance(optimum.metric, exact.value)) < 4.5);
  CHECK(std::fabs(distance(optimum.metric, exact.value + 0.1)) > 4.5);
  // The top is flat, and every world is worth a step: what is lost matters.
  CHECK(chance(optimum.choices[0].value) > exact.value - 0.005);
  CHECK(std::isnan(optimum.choices[0].marginal.value));
}

TEST_CASE("customers lived once stand for those of any split, and for no other choice") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds, {{"offer.o.price", "\"normal(200, 20)\""}});
  const OptimizeQuestion question = split_of(100e3);
  REQUIRE(lives_are_alike(scenario, question));
  models::RunOptions options;
  options.customers = 40'000;
  options.worlds = 200;
  options.distributions = {false, false, false, false};
  Experiment few(options), many(options);
  const Choices choices(scenario, question.choices, question.budget);
  Living once(choices, true, few), anew(choices, false, many);
  once.live_between({{50e3, 50e3}});
  const Metric metric = metric_of(question.objective);
  for (const double a : {5e3, 30e3, 50e3, 90e3}) {
    const std::vector<double> values{a, 100e3 - a};
    const Measured alike = measure(once.at(values), {metric}, 1)[0], whole = measure(anew.at(values), {metric}, 1)[0];
    INFO(a << ": " << alike.value << " and " << whole.value);
    CHECK(alike.value == Approx(whole.value).epsilon(2e-3));
    CHECK(estimate(alike).se == Approx(estimate(whole).se).epsilon(0.05));
  }
  CHECK(few.lifetimes() < 42'000);
  CHECK(many.lifetimes() > 150'000);

  OptimizeQuestion of_price = question;
  of_price.choices.push_back({"offer.o.price", 100, 300});
  CHECK_FALSE(lives_are_alike(scenario, of_price));
  OptimizeQuestion limited = question;
  limited.limits.push_back({metric_at("customer.cac.mean", {{"a", "b"}, {"all"}}), true, 60});
  CHECK_FALSE(lives_are_alike(scenario, limited));
  const models::Scenario followed =
      files.read(kPonds, {{"offer.o.take", "{ follows = \"channel.a.spend\", curve = [[0, 0.9], [100_000, 0.5]] }"}});
  CHECK_FALSE(lives_are_alike(followed, question));
}

TEST_CASE("no limit is worth money that isn't there") {
  const tests::ScenarioFiles files;
  OptimizeQuestion question = split_of(100'000);
  question.limits.push_back({metric_at("spend.profit", {{"a", "b"}, {"all"}}), false, 1e6});
  const Optimum optimum = optimum_of(files.read(kPonds), question, 50, 2000);
  CHECK_FALSE(optimum.found);
  CHECK(optimum.choices[0].value + optimum.choices[1].value <= 100'000 * (1 + 1e-5));
  // What comes nearest to earning a million is what earns most.
  const Split best =
      best_split(100'000, [](double a) { return 1000 * share_caught(a, 50'000) + kMean * share_caught(100'000 - a, 200'000); });
  CHECK(optimum.choices[0].value == Approx(best.a).margin(2000));
}

TEST_CASE("a limit that only little spends keep is kept") {
  const tests::ScenarioFiles files;
  OptimizeQuestion question = split_of(100'000, 1);
  // An average CAC of 50.2 in the first, 66.7 in the second: both cost more with each unit.
  question.limits.push_back({metric_at("by.channel.a.customer.cac.mean", {{"a", "b"}, {"all"}}), true, 50.05});
  const Optimum optimum = optimum_of(files.read(kPonds), question, 20, 100'000);
  CHECK(optimum.found);
  CHECK(optimum.choices[0].value <= 200);
  CHECK(optimum.choices[1].value == Approx(100'000).epsilon(0.01));
}

TEST_CASE("at a capacity the search does not stop while money can be put to better use") {
  const tests::ScenarioFiles files;
  // Beyond 100 the first brings nobody more, and each unit for the third loses a quarter.
  const models::Scenario scenario = files.read(R"toml(
title = "kinked"
lifetime = 1
[channel.a]
spend = 8000
response = "power"
of = "customers"
factor = 10
exponent = 0.5
capacity = 100
[channel.b]
spend = 8000
response = "exponential"
of = "customers"
most = 200
scale = 5000
[channel.c]
spend = 100
response = "linear"
of = "customers"
cost = 133.333333
[offer.o]
price = 100
)toml");
  const Optimum optimum = optimum_of(
      scenario, question_of({{"channel.a.spend", 1, 16'000}, {"channel.b.spend", 1, 16'000}, {"channel.c.spend", 1, 16'000}}, 16'100));
  const double b = 5000 * std::log(100.0 * 200 / 5000), exact = 100 * 100 - 100 + 100 * 200 * share_caught(b, 5000) - b;
  CHECK(optimum.choices[0].value == Approx(100).margin(10));
  CHECK(optimum.choices[1].value == Approx(b).margin(100));
  CHECK(optimum.choices[2].value < 20);
  CHECK(optimum.metric.value == Approx(exact).margin(15));
}
