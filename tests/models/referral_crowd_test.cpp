// Customers who bring more customers at one moment than a batch holds.
#include "models/lifetime/simulate.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <numeric>

using namespace valuescale;
using namespace valuescale::models;

TEST_CASE("a crowd brought at one moment is lived and rewarded for, one by one") {
  const Scenario scenario = scenarios::read_scenario(
      "tests/end_to_end/composed/referrals.toml",
      {{"referral.boast.leads", "30"}, {"referral.boast.take", "1"}, {"referral.boast.generations", "1"}, {"referral.mouth.leads", "0"}});
  constexpr int kCustomers = 4000;
  RunOptions options;
  options.customers = kCustomers;
  options.worlds = 1;
  const Tallies tallies = simulate(scenario, options);
  const auto children = std::accumulate(tallies.world_children.begin(), tallies.world_children.end(), std::int64_t{0});
  // Three in ten are loud and bring 60, the others 30.
  const double mean = 39, variance = mean + 30.0 * 30.0 * 0.3 * 0.7;
  CHECK(std::abs(static_cast<double>(children) / kCustomers - mean) < 4.5 * std::sqrt(variance / kCustomers));
}
