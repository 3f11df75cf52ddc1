// Do intervals over stratified worlds hold the truth as often as they say, and are they as short as stratification allows?
#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace valuescale;
using results::Estimate;
using results::Interval;
using tests::written;

namespace {

constexpr int kRepetitions = 400;
constexpr std::int64_t kWorlds = 160;
/// Student's t of 16 hypercubes.
constexpr double kCritical = 2.1314;

/// A plan that earns a hundred times the difference of two uniforms: a trapezoid.
const std::string kPlan = R"TOML(
title = "t"
lifetime = 1
[channel.ads]
cost_per_customer = "uniform(0, 1)"
[offer.first]
price = "uniform(0.5, 2)"
[plan]
months = 1
customers.ads = 100
)TOML";

const std::string kShop = R"TOML(
title = "t"
lifetime = 1
[channel.ads]
cost_per_lead = "uniform(0.5, 1.5)"
[offer.first]
take = "uniform(0.1, 0.3)"
price = "uniform(8, 12)"
)TOML";

results::Answer answer_to(const std::string& text, std::uint64_t seed, models::Sampling sampling = models::Sampling::stratified,
                          std::int64_t worlds = kWorlds) {
  static const models::Scenario plan = written(kPlan), shop = written(kShop);
  const models::Scenario& scenario = text == kPlan ? plan : shop;
  models::RunOptions options;
  options.seed = seed;
  options.worlds = worlds;
  options.threads = 1;
  options.sampling = sampling;
  if (!scenario.plan) options.customers = 10 * worlds;
  options.distributions = {false, false, false, false};
  return results::make_answer(models::simulate(scenario, options), {"ads"}, {"all"}, 1);
}

/// Of the trapezoid, up to where it is flat.
double quantile_of_plan(double level) { return 100 * (std::sqrt(3 * level) - 0.5); }

/// Levels of expected profit per lead over worlds, from a grid over the three laws.
double quantile_of_shop(double level) {
  constexpr int kSteps = 100;
  static const std::vector<double> values = [] {
    std::vector<double> all;
    for (int i = 0; i < kSteps; ++i)
      for (int j = 0; j < kSteps; ++j)
        for (int k = 0; k < kSteps; ++k)
          all.push_back((0.1 + 0.2 * (i + 0.5) / kSteps) * (8 + 4 * (j + 0.5) / kSteps) - (0.5 + (k + 0.5) / kSteps));
    std::sort(all.begin(), all.end());
    return all;
  }();
  return values[static_cast<std::size_t>(level * static_cast<double>(values.size()))];
}

Interval around(const Estimate& estimate) {
  return {estimate.value, estimate.value - kCritical * estimate.se, estimate.value + kCritical * estimate.se};
}

const Interval& at(const std::vector<std::pair<double, Interval>>& quantiles, double level) {
  return std::find_if(quantiles.begin(), quantiles.end(), [&](const auto& one) { return one.first == level; })->second;
}

/// How often each interval, and its half, holds the truth.
class Coverage {
 public:
  void count(const std::string& name, const Interval& interval, double truth) {
    const double low = interval.value - interval.lo, high = interval.hi - interval.value;
    Held& held = held_[name];
    held.whole += interval.lo <= truth && truth <= interval.hi;
    held.half += interval.value - low / 2 <= truth && truth <= interval.value + high / 2;
  }
  /// At least 95 %, and halves less; within 4.5 standard errors of the count.
  void check(int repetitions) const {
    const double least = 0.95 - 4.5 * std::sqrt(0.95 * 0.05 / repetitions);
    for (const auto& [name, held] : held_) {
      INFO(name << ": " << held.whole << ", halved " << held.half << " of " << repetitions);
      CHECK(held.whole >= least * repetitions);
      CHECK(held.half < least * repetitions);
    }
  }

 private:
  struct Held {
    int whole = 0, half = 0;
  };
  std::map<std::string, Held> held_;
};

/// Mean of the squares of errors over seeds, and of the variance that runs report.
struct Spread {
  double squares = 0, reported = 0;
};
Spread spread_of_mean_profit(models::Sampling sampling) {
  Spread spread;
  for (std::uint64_t seed = 1; seed <= kRepetitions; ++seed) {
    const Estimate mean = answer_to(kPlan, seed, sampling).plan->profit.mean;
    spread.squares += (mean.value - 75) * (mean.value - 75) / kRepetitions;
    spread.reported += mean.se * mean.se / kRepetitions;
  }
  return spread;
}

}  // namespace

TEST_CASE("intervals of a plan over stratified worlds hold the truth") {
  Coverage coverage;
  for (std::uint64_t seed = 1; seed <= kRepetitions; ++seed) {
    const results::PlanAnswer plan = *answer_to(kPlan, seed).plan;
    coverage.count("mean profit", around(plan.profit.mean), 75);
    coverage.count("CAC", around(plan.cac), 0.5);
    coverage.count("P(loss)", around(plan.p_loss), 1.0 / 12);
    coverage.count("VaR", plan.tails[1].var, -quantile_of_plan(0.05));
    coverage.count("profit, 5 %", at(plan.profit.quantiles, 0.05), quantile_of_plan(0.05));
    coverage.count("profit, 25 %", at(plan.profit.quantiles, 0.25), quantile_of_plan(0.25));
    coverage.count("cash, half", at(plan.cash[0].quantiles, 0.5), 75);
    coverage.count("peak funding, 95 %", at(plan.peak_funding.quantiles, 0.95), 95);
    coverage.count("variance", plan.variance.total, 10'000 * (2.25 + 1) / 12);
  }
  coverage.check(kRepetitions);
}

TEST_CASE("CVaR over as many stratified worlds as it takes holds the truth") {
  Coverage coverage;
  for (std::uint64_t seed = 1; seed <= kRepetitions; ++seed)
    coverage.count("CVaR", answer_to(kPlan, seed, models::Sampling::stratified, 2 * kWorlds).plan->tails[0].cvar,
                   -(2 * quantile_of_plan(0.1) - 50) / 3);
  coverage.check(kRepetitions);
}

TEST_CASE("intervals of leads and customers over stratified worlds hold the truth") {
  Coverage coverage;
  for (std::uint64_t seed = 1; seed <= kRepetitions; ++seed) {
    const results::Answer answer = answer_to(kShop, seed);
    coverage.count("conversion", around(answer.all.conversion), 0.2);
    coverage.count("profit per lead", around(answer.all.lead.profit.mean), 1);
    coverage.count("profit per customer", around(answer.all.customer.profit.mean), 5);
    coverage.count("LTV : CAC", answer.all.customer.ltv_cac, 2);
    for (const double level : {0.05, 0.5, 0.95})
      coverage.count("profit per lead of worlds, " + std::to_string(level), at(answer.worlds_interval->lead.profit, level),
                     quantile_of_shop(level));
  }
  coverage.check(kRepetitions);
}

TEST_CASE("the error of stratified worlds is what theory says, and what runs report") {
  const Spread independent = spread_of_mean_profit(models::Sampling::independent),
               stratified = spread_of_mean_profit(models::Sampling::stratified);
  // Ten worlds a hypercube: a hundredth of the variance. Squares of 400 errors have √(2/400) of it as standard error.
  const double expected = 10'000 * (2.25 + 1) / 12 / kWorlds, tolerance = 4.5 * std::sqrt(2.0 / kRepetitions);
  CHECK(std::fabs(independent.squares / expected - 1) < tolerance);
  CHECK(std::fabs(stratified.squares / (expected / 100) - 1) < tolerance);
  CHECK(std::fabs(stratified.reported / (expected / 100) - 1) < tolerance);
  // Taken for independent ones they would be reported with ten times the error.
  CHECK(std::fabs(independent.reported / stratified.squares - 1) > tolerance);
}
