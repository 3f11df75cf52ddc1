// Plans of which a share of the customers is lived: they have the luck of the whole plan, not of those who stand for it.
#include "models/lifetime/simulate.hpp"
#include "results/answer/plan.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <cmath>

namespace {

using namespace valuescale;

// Per month 200 leads, of whom 30 % buy; each buyer brings exponential(mean=10) when buying and costs nothing: all that is left to chance is luck.
// Profit of one month is a sum over 200 leads of a product: E = 3, E of the square = 0.3 x 200 = 60, variance 51 a lead.
const char* const kPlan = R"TOML(
title = "Leads who buy or don't"
lifetime = 1
[channel.ads]
cost_per_lead = 0
[offer.first]
take = 0.3
price = "each_customer(exponential(10))"
[plan]
months = 4
leads.ads = 200
)TOML";
constexpr int kWorlds = 40'000;
constexpr double kLeads = 4 * 200, kVariance = kLeads * 51, kErrors = 4.5;

results::PlanAnswer lived(std::int64_t customers) {
  models::RunOptions options;
  options.worlds = kWorlds;
  options.customers = customers;
  return results::plan_answer(models::simulate(tests::written(kPlan), options), {"ads"});
}

double distance(const results::Interval& part, double exact) { return std::fabs(part.value - exact) / ((part.hi - part.lo) / 2 / 1.96); }

TEST_CASE("a plan of which half is lived has the luck of all its customers") {
  const results::PlanAnswer all = lived(100'000'000), half = lived(kWorlds * 120);
  REQUIRE(all.lived_share == 1);
  REQUIRE(half.lived_share < 0.52);
  CHECK(distance(all.variance.luck, kVariance) < kErrors);
  CHECK(distance(half.variance.luck, kVariance) < kErrors);
  // Not that of all that was lived, taken as luck of lives: of twice 24000, and of 16800 in how many buy.
  CHECK(distance(half.variance.luck, (2 * 24'000 + 16'800) / 2.0) > kErrors);
  // The spread of worlds is lived, and half of the luck of lives, known from a tenth of worlds, taken out.
  const double error_of_variance = std::hypot(64'800 * std::sqrt(2.0 / kWorlds), 24'000 * std::sqrt(2.0 / (kWorlds / 10.0)));
  CHECK(std::fabs(half.profit.sd - std::sqrt(kVariance)) < kErrors * error_of_variance / (2 * std::sqrt(kVariance)));
}

}  // namespace
