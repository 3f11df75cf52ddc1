// What a customer brings without the customers whom they bring is what they would bring if there were no referrals at all: random numbers
// are addressed, so that taking referrals out of a scenario changes nobody's luck, and the two must agree to the last bit.
#include "models/lifetime/simulate.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tallies_equal.hpp"

#include <cmath>

using namespace valuescale;
using namespace valuescale::models;

namespace {

using Program = tests::TalliesDifference::Program;

/// Nothing of a customer's own life may depend on referrals here: no condition reads a contribution that rewards have lowered.
struct Case {
  const char* file;
  scenarios::Settings settings;
};

/// Segments, states, conditions and delays, uncertain or not; referrals at the first sale and at visits; rewards; children beyond the horizon;
/// prices paid later; costs that leads draw.
const std::vector<Case> kCases{
    {"tests/end_to_end/composed/referrals.toml", {}},
    {"tests/end_to_end/composed/referrals.toml", {{"offer.first.paid", "0.9"}, {"offer.first.paid_after", "'exponential(2)'"}}},
    {"tests/end_to_end/composed/referrals.toml",
     {{"channel.web.cost_per_lead", "'each_customer(gamma(2, mean = 4))'"}, {"discount_rate", "'10% to 20%'"}}},
    {"tests/end_to_end/composed/referrals.toml", {{"referral.boast.delay", "30"}}},
    {"scenarios/mechanisms/generations.toml", {}},
    {"scenarios/mechanisms/prestige.toml", {}},
    {"scenarios/mechanisms/loser-refers.toml", {}},
    {"scenarios/mechanisms/expands.toml", {}},
    {"scenarios/mechanisms/hammer.toml", {}},
    {"scenarios/businesses/hairdresser.toml", {}},
    {"scenarios/businesses/bank.toml", {}},
};

RunOptions options() {
  RunOptions options;
  options.customers = 5'003;
  options.seed = 11;
  options.cohort = 50;
  return options;
}

}  // namespace

TEST_CASE("without referrals customers are what they are in a scenario that has none") {
  for (const auto& [file, settings] : kCases) {
    CAPTURE(file, settings);
    Scenario scenario = scenarios::read_scenario(file, settings);
    REQUIRE_FALSE(scenario.referrals.empty());
    RunOptions run = options();
    const Tallies with = simulate(scenario, run);
    REQUIRE(with.without_referrals);
    CHECK_FALSE(tests::TalliesDifference::find(with, *with.without_referrals, Program::any).empty());

    scenario.referrals.clear();
    run.worlds = static_cast<std::int64_t>(with.dims.worlds);
    Tallies never = simulate(scenario, run), own = *with.without_referrals;
    CHECK_FALSE(never.without_referrals);
    // Whether anything can cost money later is a question about the scenario; how much leads are worth is an assumption of referrals alone.
    own.any_outflow_after_start = never.any_outflow_after_start;
    own.assumptions = never.assumptions;
    // Who is asked is counted together with those who are brought.
    CHECK(own.traffic.empty());
    own.traffic = never.traffic;
    CHECK(tests::TalliesDifference::find(own, never, Program::any) == "");
  }
}

TEST_CASE("what customers bring without referrals is theirs: others would bring something else") {
  Scenario scenario = scenarios::read_scenario(kCases.front().file);
  const Tallies with = simulate(scenario, options());
  const auto differs = [&](const scenarios::Settings& settings, std::uint64_t seed) {
    Scenario other = scenarios::read_scenario(kCases.front().file, settings);
    RunOptions run = options();
    run.seed = seed;
    return !tests::TalliesDifference::find(*with.without_referrals, *simulate(other, run).without_referrals, Program::any).empty();
  };
  CHECK_FALSE(differs({}, 11));
  CHECK(differs({}, 12));
  CHECK(differs({{"repeat.orders.price", "8.01"}}, 11));
  // Referrals and their rewards are nothing of it.
  CHECK_FALSE(differs({{"referral.boast.reward", "7"}, {"referral.mouth.leads", "0.9"}, {"referral.boast.take", "0.1"}}, 11));
}
