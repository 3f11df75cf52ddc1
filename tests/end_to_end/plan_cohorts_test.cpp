// How much of what was paid for them the customers of a month have earned back, against months that can be told by hand, and means that are known.
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"
#include "tests/support/tallies_equal.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <string>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

/// A club: each customer costs 30 and leaves 15 at once; then 10 a month for as long as they come back.
std::string club(const std::string& coming_back, const std::string& price = "10", const std::string& plan = "") {
  return "title = \"club\"\nlifetime = 4\n[channel.ads]\ncost_per_customer = 30\n[offer.first]\nprice = 20\nunit_cost = 5\n"
         "[repeat.visits]\nmodel = \"geometric\"\nreturn = " +
         coming_back + "\nprice = " + price + "\n[plan]\nmonths = 3\n" + plan + "[plan.customers]\nads = [40, 0, 20]\n";
}

Outcome live(const std::string& scenario, std::int64_t worlds, int threads = 0, std::uint64_t seed = 1) {
  models::RunOptions options;
  options.worlds = worlds;
  options.threads = threads;
  options.seed = seed;
  const ScenarioFiles files;
  return run_scenario(files.write("club.toml", scenario), {}, options);
}

}  // namespace

TEST_CASE("certain customers have earned back what arithmetic says by each month of their lives, also after the plan") {
  const auto cohorts = live(club("1"), 3).answer.plan.value().cohorts;
  REQUIRE(cohorts.size() == 3);
  for (const std::size_t won : {0, 2}) {
    const auto& ages = cohorts[won].by_age;
    // 15 and 10 in the first month, then 10 thrice: 25, 35, 45 and 55 of 30.
    REQUIRE(ages.size() >= 4);
    for (std::size_t age = 0; age < ages.size(); ++age) {
      INFO(won << " " << age);
      const double brought = 15 + 10 * std::min(4.0, static_cast<double>(age + 1));
      CHECK(ages[age].earned.value == Approx(brought / 30));
      CHECK(ages[age].earned.se == 0);
      CHECK(ages[age].paid_back.value == (age >= 1 ? 1 : 0));
    }
  }
  CHECK(std::isnan(cohorts[1].by_age[0].earned.value));
  CHECK(cohorts[0].contribution.value == Approx(40 * 55));
}

TEST_CASE("what customers who come back by chance earn back is the mean of it, and errs as its error says") {
  // The k-th month is lived with probability 0.7^k.
  const auto off = [](const std::string& coming_back, std::size_t age) {
    const auto at = live(club(coming_back), 400).answer.plan.value().cohorts[2].by_age[age].earned;
    double mean = 15;
    for (std::size_t k = 1; k <= age + 1; ++k) mean += 10 * std::pow(0.7, static_cast<double>(k));
    return std::fabs(at.value - mean / 30) / at.se;
  };
  for (const std::size_t age : {0, 1, 3}) {
    CHECK(off("0.7", age) <= 4.5);
    CHECK(off("0.72", age) > 4.5);
  }
  // Of a customer's first month: 10 with probability 0.7, of 400 × 20 customers at 30 each.
  const auto at = live(club("0.7"), 400).answer.plan.value().cohorts[2].by_age[0].earned;
  CHECK(at.se == Approx(10 * std::sqrt(0.7 * 0.3 / 8'000) / 30).epsilon(0.4));  // of 64 replicates: known to about 9 %
}

TEST_CASE("worlds count by what they pay, and the probability of having earned it back is one of worlds") {
  // 10 a visit in four worlds of ten, 2 in the others: in the first month 25 or 17 of 30, in the second 35 or 19.
  const auto cohorts = live(club("1", "\"mix(40%: uniform(9.9, 10.1), 60%: uniform(1.9, 2.1))\""), 1'000).answer.plan.value().cohorts;
  const auto& age = cohorts[0].by_age[1];
  const double error = std::sqrt(0.4 * 0.6 / 1'000);
  CHECK(std::fabs(age.paid_back.value - 0.4) <= 4.5 * error);
  CHECK(std::fabs(age.earned.value - (0.4 * 35 + 0.6 * 19) / 30) <= 4.5 * age.earned.se);
  CHECK(std::fabs(age.earned.value - (0.5 * 35 + 0.5 * 19) / 30) > 4.5 * age.earned.se);
  CHECK(age.earned.se == Approx(error * 16 / 30).epsilon(0.4));
}

TEST_CASE(
    "what cohorts earn back is the same on any number of threads, and where a plan runs short it is that of the plan as it was lived") {
  const std::string poor = club("\"0.6 to 0.8\"", "10", "cash = 900\nwhen_short = \"slow\"\n");
  const auto one = live(poor, 90, 1), four = live(poor, 90, 4);
  CHECK(one.answer.plan->shortage->p.value == 1);
  REQUIRE_FALSE(one.tallies.plan->cohort_cash.empty());
  CHECK(one.tallies.plan->cohort_cash == four.tallies.plan->cohort_cash);
  CHECK_FALSE(one.tallies.plan->cohort_cash == live(poor, 90, 1, 2).tallies.plan->cohort_cash);
  // Sums by replicate make up those by world.
  for (std::size_t month = 0; month < 3; ++month) {
    sim::Int128 paid = 0, brought = 0;
    for (const auto& replicate : one.tallies.plan->cohort_cash) {
      paid += replicate[month].acquisition;
      for (const sim::Int128 amount : replicate[month].by_age) brought += amount;
    }
    for (const models::PlanOutcome& world : one.tallies.plan->worlds) {
      paid -= world.cohorts[month].acquisition;
      brought -= world.cohorts[month].contribution;
    }
    CHECK(static_cast<std::int64_t>(paid) == 0);
    CHECK(static_cast<std::int64_t>(brought) == 0);
  }
}
