// How large a run has to be: the arithmetic, and what the program makes of it.
#include "results/precision/size.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace valuescale;
using results::Limits;
using results::size_for;
using tests::Folder;
using tests::says;
using tests::shell;

namespace {

const std::string kRun = std::string(VALUESCALE_PROGRAM) + " run ";
const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml";
const std::string kOptIns = VALUESCALE_SOURCE_DIR "/scenarios/opt-ins-uncertain.toml";

const std::string kGambler = VALUESCALE_SOURCE_DIR "/tests/data/gambler.toml";

/// What follows "--customers ", or of a plan "--worlds ", up to the end of the line: the size that was chosen.
std::string chosen(const std::string& messages) {
  const std::size_t from = std::min(messages.find("--customers "), messages.find("--worlds "));
  REQUIRE(from != std::string::npos);
  return messages.substr(from, messages.find('\n', from) - from);
}

Limits up_to(std::int64_t most_worlds) {
  Limits limits;
  limits.most_worlds = most_worlds;
  return limits;
}

Limits exactly(std::int64_t worlds) {
  Limits limits = up_to(1'000'000);
  limits.worlds = worlds;
  return limits;
}

double variance(const results::Variances& of, const results::Size& size) {
  return of.between / static_cast<double>(size.worlds) + of.within / static_cast<double>(size.customers);
}

}  // namespace

TEST_CASE("a size has the variance that is wanted, and hardly less") {
  const results::Variances luck{0, 8000};
  const auto certain = size_for(luck, 0.01, {});
  REQUIRE(certain);
  CHECK(certain->worlds == 1);
  CHECK(certain->customers == 800'000);
  const results::Variances both{400, 8000};
  const auto uncertain = size_for(both, 0.01, up_to(1'000'000));
  REQUIRE(uncertain);
  CHECK(variance(both, *uncertain) <= 0.01);
  CHECK(variance(both, *uncertain) > 0.009);
  // Luck is about a tenth of it.
  CHECK(both.between / static_cast<double>(uncertain->worlds) > 0.85 * 0.01);
}

TEST_CASE("few worlds can never know what differs between worlds") {
  const results::Variances both{400, 8000};
  CHECK_FALSE(size_for(both, 0.01, up_to(30'000)));
  CHECK_FALSE(size_for(both, 0.01, exactly(100)));
  const auto given = size_for(both, 5, exactly(100));
  REQUIRE(given);
  CHECK(given->worlds == 100);
  CHECK(variance(both, *given) <= 5);
  CHECK_FALSE(size_for({0, 1e30}, 0.01, {}));
}

TEST_CASE("a run to a precision has it, and is the run of the size that it says") {
  const Folder folder;
  for (const std::string& what : std::vector<std::string>{
           kHairdresser + " --precision 1%", kHairdresser + " --precision '0.2 USD' --of ltv",
           kHairdresser + " --precision 0.003 --of p-loss", kOptIns + " --precision 5% --of lead-profit",
           kOptIns + " --precision 5% --of ltv-cac --worlds 3000", kGambler + " --precision '0.5 USD' --of plan-profit",
           kGambler + " --precision 5% --of ruin", kGambler + " --precision 2%"}) {
    CAPTURE(what);
    const std::string scenario = what.substr(0, what.find(' '));
    const tests::Outcome wished = shell(kRun + what + " --json -o " + (folder / "wished.h5"));
    INFO(wished.err);
    REQUIRE(wished.code == 0);
    const std::string size = chosen(wished.err);
    REQUIRE(shell(kRun + scenario + " " + size + " --quiet -o " + (folder / "given.h5")).code == 0);
    CHECK(tests::contents(folder / "wished.h5") == tests::contents(folder / "given.h5"));
  }
  const auto json = nlohmann::json::parse(shell(kRun + kHairdresser + " --precision 1% --json").out);
  const auto& profit = json["customer"]["profit"]["mean"];
  CHECK(1.96 * profit["se"].get<double>() <= 0.01 * profit["value"].get<double>());
}

TEST_CASE("of a plan a precision settles the number of worlds") {
  Limits limits = up_to(100'000);
  limits.is_plan = true;
  const results::Variances plan{900, 0};
  REQUIRE(size_for(plan, 0.1, limits));
  CHECK(size_for(plan, 0.1, limits)->worlds == 9000);
  CHECK(size_for(plan, 0.1, limits)->customers == 0);
  CHECK(size_for(plan, 90, limits)->worlds == 1000);
  CHECK_FALSE(size_for(plan, 0.001, limits));

  const std::string wish = kRun + kGambler + " --precision 0.01 --of ruin --json";
  const auto json = nlohmann::json::parse(shell(wish).out);
  CHECK(1.96 * json["plan"]["p_ruin"]["se"].get<double>() <= 0.01);
  const tests::Outcome without_cash = shell(kRun + VALUESCALE_SOURCE_DIR "/tests/data/unknown-and-shock.toml --precision 1% --of ruin");
  CHECK(without_cash.code == 2);
  CHECK(says(without_cash.err, "has no cash"));
  const tests::Outcome twice = shell(kRun + kGambler + " --time 1s --worlds 50");
  CHECK(twice.code == 2);
  CHECK(says(twice.err, "--worlds is given too"));
}

TEST_CASE("a precision that no run can have is refused, with what can be reached") {
  const tests::Outcome outcome = shell(kRun + kOptIns + " --precision 1% --worlds 20");
  CHECK(outcome.code == 2);
  CHECK(outcome.out == "");
  CHECK(says(outcome.err, "can be reached"));
  CHECK(says(outcome.err, "raise --worlds"));
  CHECK(says(shell(kRun + kHairdresser + " --precision 1e-9").err, "can be reached"));
}

TEST_CASE("the precision that is said to be within reach is always less fine than the one refused, also as printed") {
  int asked = 1, refused = 0;
  for (int i = 0; i < 20; ++i) {
    const tests::Outcome outcome = shell(kRun + kOptIns + " --worlds 20 --precision " + std::to_string(asked) + "%");
    if (outcome.code != 2) break;
    ++refused;
    INFO(outcome.err);
    const int within_reach = std::stoi(outcome.err.substr(outcome.err.find("about ") + 6));
    REQUIRE(within_reach > asked);
    asked = std::max(asked + 1, within_reach - 1);
  }
  CHECK(refused > 1);
}

TEST_CASE("what settles the size twice, or not at all, is refused") {
  const std::pair<const char*, const char*> wrong[] = {{"--precision 1% --customers 1000", "--customers is given too"},
                                                       {"--time 1s --customers 1000", "--customers is given too"},
                                                       {"--precision 1% --time 1s", "exclude each other"},
                                                       {"--precision close", "no accuracy"},
                                                       {"--precision 0", "no accuracy"},
                                                       {"--precision '1 JPY'", "not of the unit"},
                                                       {"--precision '1 EUR' --of p-loss", "not of the unit"},
                                                       {"--precision 1% --of happiness", "ruin are"},
                                                       {"--precision 1% --of ruin", "the scenario has none"},
                                                       {"--of ltv", "there is no --precision"},
                                                       {"--time soon", "no time"},
                                                       {"--time 1e-9s", "too short"}};
  for (const auto& [options, message] : wrong) {
    CAPTURE(options);
    const tests::Outcome outcome = shell(kRun + kHairdresser + " " + options);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    CHECK(says(outcome.err, message));
  }
}

TEST_CASE("a run for a time is the run of the size that it says") {
  const Folder folder;
  for (const std::string& scenario : {kHairdresser, kOptIns, kGambler}) {
    const tests::Outcome timed = shell(kRun + scenario + " --time 1s --json -o " + (folder / "timed.h5"));
    INFO(timed.err);
    REQUIRE(timed.code == 0);
    REQUIRE(shell(kRun + scenario + " " + chosen(timed.err) + " --quiet -o " + (folder / "given.h5")).code == 0);
    CHECK(tests::contents(folder / "timed.h5") == tests::contents(folder / "given.h5"));
  }
}
