// What other spends would bring is told without living anybody: it has to be what a run says in which so much is spent.
#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"
#include "tests/support/worked_example.hpp"

#include <cmath>
#include <string>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

bool same(const results::OverWorlds& a, const results::OverWorlds& b) {
  const auto equal = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return equal(a.value, b.value) && equal(a.lo, b.lo) && equal(a.hi, b.hi);
}

bool same(const results::SpendPoint& a, const results::SpendPoint& b) {
  return same(a.spend, b.spend) && same(a.leads, b.leads) && same(a.customers, b.customers) && same(a.average_cac, b.average_cac) &&
         same(a.marginal_cac, b.marginal_cac);
}

const results::SpendPoint& at(const results::SpendAnswer& spend, double times) {
  for (const auto& [here, point] : spend.curve)
    if (here == times) return point;
  throw std::logic_error("no such point");
}

results::SpendAnswer spend_of(const std::string& channel, std::size_t worlds = 0, const std::string& offer = "price = 5000\n",
                              const std::string& more = "") {
  models::RunOptions options;
  options.customers = 20'000;
  if (worlds > 0) options.worlds = static_cast<std::int64_t>(worlds);
  const ScenarioFiles files;
  const std::string path =
      files.write("channel.toml", "title = \"t\"\nlifetime = 1\n[channel.c]\n" + channel + "[offer.o]\n" + offer + more);
  return run_scenario(path, {}, options).answer.channels[0].second.spend.value();
}

}  // namespace

TEST_CASE(
    "where today's spend is spent a curve has the numbers of today, to the last bit, and elsewhere those of a run that spends so much") {
  models::RunOptions options;
  options.worlds = 300;
  options.customers = 3'000;
  const auto ponds = [&](const std::string& near) {
    return run_scenario("scenarios/two-ponds.toml", {{"channel.near.spend", near}}, options).answer.channels[0].second.spend.value();
  };
  const results::SpendAnswer today = ponds("50_000");
  REQUIRE(today.curve.size() == 21);
  CHECK(same(at(today, 1), today));
  CHECK(same(at(today, 0.5), ponds("25_000")));
  CHECK(same(at(today, 3), ponds("150_000")));
  CHECK_FALSE(same(at(today, 0.5), ponds("25_001")));
  CHECK(today.customers.lo < today.customers.hi);
}

TEST_CASE("where the spend itself is not known each world spends so many times its own") {
  // Spend U(8, 12) thousand at 50 each: all quantiles are spend's over 50, whatever the multiple.
  const results::SpendAnswer spend =
      spend_of("spend = \"uniform(8000, 12000)\"\nresponse = \"linear\"\nof = \"customers\"\ncost = 50\n", 2'000);
  CHECK(same(at(spend, 1), spend));
  const double error = 4000 * std::sqrt(0.25 / 2'000);
  CHECK(std::fabs(spend.spend.value - 10'000) <= 4.5 * error);
  CHECK(std::fabs(spend.spend.value - 9'500) > 4.5 * error);
  for (const auto& [times, point] : spend.curve) {
    CHECK(point.spend.value == Approx(times * spend.spend.value).epsilon(1e-12));
    CHECK(point.spend.hi == Approx(times * spend.spend.hi).epsilon(1e-12));
    CHECK(point.customers.lo == Approx(point.spend.lo / 50).epsilon(1e-12));
    CHECK(point.marginal_cac.value == Approx(50));
  }
}

TEST_CASE("spending is worth it until one more customer costs the LTV: a line of calculus of each curve") {
  constexpr double kLtv = 5000;
  const auto until = [](const std::string& channel) { return spend_of(channel).worth_until.value; };
  const std::string customers = "of = \"customers\"\nspend = 40_000\n";
  // scale / most e^(S / scale) = LTV
  CHECK(until(customers + "response = \"exponential\"\nmost = 200\nscale = 30_000\n") ==
        Approx(30'000 * std::log(kLtv * 200 / 30'000)).epsilon(1e-5));
  CHECK(until(customers + "response = \"exponential\"\nmost = 200\nscale = 30_500\n") !=
        Approx(30'000 * std::log(kLtv * 200 / 30'000)).epsilon(1e-5));
  // S^(1 - exponent) / (factor exponent) = LTV
  CHECK(until(customers + "response = \"power\"\nfactor = 0.027\nexponent = 0.6\n") ==
        Approx(std::pow(kLtv * 0.027 * 0.6, 1 / 0.4)).epsilon(1e-5));
  // An S: its first customers are as dear as its last ones. With x = S / half: half (1 + x²)² / (2 most x) = LTV, of two roots the larger.
  const double x = until(customers + "response = \"hill\"\nmost = 40\nhalf = 40_000\nshape = 2\n") / 40'000;
  CHECK(40'000 * (1 + x * x) * (1 + x * x) / (80 * x) == Approx(kLtv).epsilon(1e-5));
  CHECK(x > 1);
  // Everybody costs the same: always, nowhere, or as long as there are any.
  CHECK(std::isinf(until(customers + "response = \"linear\"\ncost = 4_900\n")));
  CHECK(until(customers + "response = \"linear\"\ncost = 5_100\n") == 0);
  CHECK(until(customers + "response = \"linear\"\ncost = 100\ncapacity = 500\n") == Approx(50'000).epsilon(1e-5));
}

TEST_CASE("the spend up to which more is worth it errs as the LTV does") {
  // Half of the customers bring 10,000: an LTV of 5000, sd 5000. At LTV the exponential curve's spend moves by scale / LTV.
  const results::SpendAnswer spend =
      spend_of("of = \"customers\"\nspend = 100_000\nresponse = \"exponential\"\nmost = 200\nscale = 30_000\n", 0, "price = 0\n",
               "[step.more]\nafter = \"o\"\ntake = 0.5\nprice = 10_000\n");
  const double error = 5000 / std::sqrt(20'000.0), half = 1.96 * error * 30'000 / 5000;
  CHECK((spend.worth_until.hi - spend.worth_until.lo) / 2 == Approx(half).epsilon(0.02));
  const double exact = 30'000 * std::log(5000 * 200 / 30'000.0);
  CHECK(std::fabs(spend.worth_until.value - exact) <= 4.5 * half / 1.96);
  CHECK(std::fabs(spend.worth_until.value - 30'000 * std::log(5300 * 200 / 30'000.0)) > 4.5 * half / 1.96);
}

TEST_CASE("a plan tells no curves: it spends month by month") {
  models::RunOptions options;
  options.worlds = 20;
  const auto outcome = run_scenario("scenarios/investor-plan.toml", {}, options);
  for (const auto& [name, block] : outcome.answer.channels) CHECK_FALSE(block.spend);
}
