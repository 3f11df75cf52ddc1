// Splits of a budget, of which the best is known.
#include "results/decision/optimize.hpp"
#include "models/lifetime/simulate.hpp"
#include "results/json/metric_at.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/optimum.hpp"
#include "tests/support/scenario_files.hpp"

#include <cmath>

using namespace valuescale;
using namespace valuescale::results;
using tests::optimum_of;
using tests::question_of;

namespace {

constexpr double kWorth = 200;  // of a customer

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
most = 3000
scale = 200_000
[offer.o]
price = 200
)toml";

double caught(double most, double scale, double spend) { return most * (1 - std::exp(-spend / scale)); }

/// Of the split by which a further unit of money brings as much in both.
double best_of_a(double budget) {
  double low = 0, high = budget;
  while (high - low > 1e-6) {
    const double a = (low + high) / 2, b = budget - a;
    (1000 / 50e3 * std::exp(-a / 50e3) > 3000 / 200e3 * std::exp(-b / 200e3) ? low : high) = a;
  }
  return low;
}

}  // namespace

TEST_CASE("a budget is split where a further unit of money brings as much everywhere") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds);
  for (const double budget : {60e3, 100e3, 250e3}) {
    const Optimum optimum = optimum_of(scenario, question_of({{"channel.a.spend", 10, budget}, {"channel.b.spend", 10, budget}}, budget));
    REQUIRE(optimum.found);
    const double a = best_of_a(budget), b = budget - a;
    const double profit = kWorth * (caught(1000, 50e3, a) + caught(3000, 200e3, b)) - budget;
    INFO(budget << ": " << optimum.choices[0].value << " and " << optimum.choices[1].value << ", exactly " << a << " and " << b);
    // The top is flat: what is lost matters, not where it lies.
    CHECK(optimum.metric.value <= profit * (1 + 1e-6));
    CHECK(optimum.metric.value > profit * (1 - 1e-5));
    CHECK(optimum.choices[0].value == Approx(a).epsilon(0.02));
    CHECK(optimum.choices[0].value + optimum.choices[1].value <= budget * (1 + 1e-5));
    const double slope = kWorth * 1000 / 50e3 * std::exp(-a / 50e3) - 1;
    CHECK(optimum.choices[0].marginal.value == Approx(slope).epsilon(0.02).margin(0.01));
    CHECK(optimum.choices[1].marginal.value == Approx(slope).epsilon(0.02).margin(0.01));
    CHECK(optimum.gain.value == Approx(optimum.metric.value - optimum.metric_now.value));
  }
}

TEST_CASE("without a budget, money is spent until the last customer costs what a customer is worth") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds, {{"channel.b.most", "1"}, {"channel.a.spend", "3000"}});
  const Optimum optimum = optimum_of(scenario, question_of({{"channel.a.spend", 30, 300e3, true}}, std::nullopt));
  // 200 = 50 e^(S/50,000)
  CHECK(optimum.choices[0].value == Approx(50e3 * std::log(4)).epsilon(0.005));
  CHECK(std::fabs(optimum.choices[0].marginal.value) < 0.01);
  const Optimum bounded = optimum_of(scenario, question_of({{"channel.a.spend", 30, 20e3, true}}, std::nullopt));
  CHECK(bounded.choices[0].value == Approx(20e3).epsilon(1e-3));
  CHECK(bounded.warnings.size() == 1);
}

TEST_CASE("limits are kept, and where none can be no choice is found") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds);
  OptimizeQuestion question = question_of({{"channel.a.spend", 10, 300e3}, {"channel.b.spend", 10, 300e3}}, std::nullopt);
  const Labels labels{{"a", "b"}, {"all"}};
  question.limits.push_back({metric_at("by.channel.a.customer.cac.mean", labels), true, 60});
  const Optimum optimum = optimum_of(scenario, question);
  REQUIRE(optimum.found);
  const double a = optimum.choices[0].value, b = optimum.choices[1].value;
  CHECK(a / caught(1000, 50e3, a) == Approx(60).epsilon(1e-3));
  CHECK(optimum.limits[0].value.value == Approx(60).epsilon(1e-3));
  CHECK(b == Approx(200e3 * std::log(kWorth * 3000 / 200e3)).epsilon(0.02));
  question.limits[0].bound = 40;  // the first costs 50
  CHECK_FALSE(optimum_of(scenario, question).found);
}

TEST_CASE("who shuns risk splits otherwise, and the frontier falls from mean to safety") {
  const tests::ScenarioFiles files;
  const models::Scenario scenario = files.read(kPonds, {{"channel.b.scale", "80k to 400k"}});
  OptimizeQuestion question = question_of({{"channel.a.spend", 10, 100e3}, {"channel.b.spend", 10, 100e3}}, 100e3);
  const Optimum bold = optimum_of(scenario, question, 200, 4000);
  question.objective.of = Objective::Of::cvar;
  question.objective.level = 0.9;
  question.frontier = 3;
  const Optimum safe = optimum_of(scenario, question, 200, 4000);
  CHECK(safe.choices[0].value > bold.choices[0].value * 1.1);
  REQUIRE(safe.frontier.size() == 3);
  for (std::size_t i = 1; i < safe.frontier.size(); ++i) {
    CHECK(safe.frontier[i].mean.value <= safe.frontier[i - 1].mean.value * (1 + 1e-6));
    CHECK(safe.frontier[i].cvar.value >= safe.frontier[i - 1].cvar.value * (1 - 1e-6));
  }
  CHECK(safe.frontier.front().choice[0] == Approx(bold.choices[0].value).epsilon(0.05));
}

TEST_CASE("the mean of the worst takes a part of the world at its edge") {
  const WorldValues worlds{{5, 1, 3, 9}, {1, 1, 2, 0}, {0, 0, 0, 0}};
  CHECK(mean_of_worst(worlds, 1) == Approx((5 + 1 + 6) / 4.0));
  CHECK(mean_of_worst(worlds, 0.25) == Approx(1));
  CHECK(mean_of_worst(worlds, 0.5) == Approx(2));
  CHECK(mean_of_worst(worlds, 0.125) == Approx(1));
}
