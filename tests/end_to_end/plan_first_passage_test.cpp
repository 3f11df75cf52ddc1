// Ruin and break-even of a plan against the first passage of a random walk (Feller, An Introduction to Probability Theory I, 3rd ed., III.7 and XIV.2).
#include "models/lifetime/simulate.hpp"
#include "results/answer/plan.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>

namespace {

using namespace valuescale;

constexpr int kMonths = 24, kFar = 3;
constexpr double kWorlds = 20'000, kErrors = 4.5;

/// P(a walk that steps towards a place with probability p, else away from it, first comes to it from `kFar` steps away after n).
double first_passage(int n, double p) {
  if (n < kFar || (n - kFar) % 2 != 0) return 0;
  const double towards = (n + kFar) / 2.0, away = (n - kFar) / 2.0;
  const double paths = std::exp(std::lgamma(n + 1.0) - std::lgamma(towards + 1) - std::lgamma(away + 1));
  return kFar / static_cast<double>(n) * paths * std::pow(p, towards) * std::pow(1 - p, away);
}

/// By the end of each month, P(first passage after so many months or fewer).
std::vector<double> by_month(double p, int later) {
  std::vector<double> cdf;
  double sum = 0;
  for (int month = 1; month <= kMonths; ++month) cdf.push_back(sum += first_passage(month - later, p));
  return cdf;
}

results::PlanAnswer answer(const scenarios::Settings& settings) {
  models::RunOptions options;
  options.worlds = static_cast<std::size_t>(kWorlds);
  const std::string file = std::string(VALUESCALE_SOURCE_DIR) + "/tests/data/gambler.toml";
  return results::plan_answer(models::simulate(scenarios::read_scenario(file, settings), options), {"luck"});
}

double farthest(const std::vector<results::Estimate>& cdf, const std::vector<double>& exact) {
  double most = 0;
  for (std::size_t m = 0; m < exact.size(); ++m) {
    const double error = std::sqrt(exact[m] * (1 - exact[m]) / kWorlds);
    most = std::max(most, error > 0 ? std::fabs(cdf[m].value - exact[m]) / error : cdf[m].value > 0 ? 1e9 : 0.0);
  }
  return most;
}

TEST_CASE("a plan is ruined as often as a walk comes to nothing") {
  // What is due first can't be paid in the month after the walk has come to 0.
  const results::PlanAnswer plan = answer({});
  CHECK(farthest(plan.ruin_cdf, by_month(0.4, 1)) < kErrors);
  CHECK(farthest(plan.ruin_cdf, by_month(0.42, 1)) > kErrors);
  CHECK(farthest(plan.ruin_cdf, by_month(0.4, 0)) > kErrors);
}

TEST_CASE("a plan breaks even as often as a walk comes up to nothing (W22)") {
  // Three more are paid in the first month; and there is money enough.
  std::string costs = "[4";
  for (int month = 2; month <= kMonths; ++month) costs += ", 1";
  const results::PlanAnswer plan = answer({{"plan.fixed_costs", costs + "]"}, {"plan.cash", "1000"}});
  CHECK(first_passage(3, 0.6) == Approx(0.216));
  CHECK(first_passage(5, 0.6) == Approx(0.15552));
  CHECK(first_passage(7, 0.6) == Approx(0.11197).epsilon(1e-4));
  CHECK(farthest(plan.break_even.cdf, by_month(0.6, 0)) < kErrors);
  CHECK(farthest(plan.break_even.cdf, by_month(0.58, 0)) > kErrors);
  CHECK(plan.p_ruin->value == 0);
}

}  // namespace
