// `valuescale optimize` as a user meets it, where the answer is known.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

using namespace valuescale;
using nlohmann::json;
using tests::says;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;
const std::string kScenarios = VALUESCALE_SOURCE_DIR "/scenarios/";
/// Of which everything is known but how long customers come back: each is worth 80 + 80 · 1.5 before what it costs to win.
const std::string kKnownPonds =
    kScenarios +
    "two-ponds.toml --set channel.near.scale=50000 --set channel.far.scale=200000 --set repeat.again.return=0 --customers 4000 ";
const std::string kPond = kScenarios + "fish-pond.toml --customers 1000 ";
constexpr double kWorth = 80;

json answer_to(const std::string& command, int code = 0) {
  const tests::Outcome outcome = shell(kProgram + " " + command + " --json");
  INFO(outcome.err);
  CHECK(outcome.code == code);
  return json::parse(outcome.out);
}

double near(double spend) { return 1000 * (1 - std::exp(-spend / 50e3)); }
double far(double spend) { return 3000 * (1 - std::exp(-spend / 200e3)); }

}  // namespace

TEST_CASE("optimize splits a budget, and a floor that binds is told with what it costs") {
  const json free = answer_to("optimize " + kKnownPonds + "--budget 60k");
  // 80 e^(−a/50,000)/50 = 80 · 3 e^(−b/200,000)/200 with a + b = 60,000
  const double a = (std::log(20.0 / 15) + 60e3 / 200e3) / (1 / 50e3 + 1 / 200e3);
  CHECK(free["optimum"]["channel.near.spend"].get<double>() == Approx(a).epsilon(0.01));
  CHECK(free["metric"]["value"].get<double>() == Approx(kWorth * (near(a) + far(60e3 - a)) - 60e3).epsilon(1e-4));
  CHECK(free["at_end"]["channel.near.spend"].is_null());
  const double slope = kWorth * 20e-3 * std::exp(-a / 50e3) - 1;
  for (const char* path : {"channel.near.spend", "channel.far.spend"})
    CHECK(free["marginal"][path]["value"].get<double>() == Approx(slope).margin(0.005));

  const json held = answer_to("optimize " + kKnownPonds + "--budget 60k --floor channel.near.spend=40k");
  CHECK(held["optimum"]["channel.near.spend"].get<double>() == Approx(40e3).epsilon(1e-3));
  CHECK(held["optimum"]["channel.far.spend"].get<double>() == Approx(20e3).epsilon(2e-3));
  CHECK(held["at_end"]["channel.near.spend"] == "floor");
  CHECK(held["marginal"]["channel.near.spend"]["value"].get<double>() == Approx(kWorth * 20e-3 * std::exp(-0.8) - 1).margin(0.005));
  CHECK(held["metric"]["value"].get<double>() < free["metric"]["value"].get<double>());
  CHECK(says(shell(kProgram + " optimize " + kKnownPonds + "--budget 60k --floor channel.near.spend=40k").out, "(least)"));
}

TEST_CASE("optimize keeps a limit on its bound, and where it can't be kept says what comes nearest") {
  const json kept = answer_to("optimize " + kPond + "--limit \"customer.cac.mean<=100\"");
  const double spend = kept["optimum"]["channel.fish-pond.spend"];
  CHECK(spend / near(spend) == Approx(100).epsilon(2e-3));
  CHECK(kept["keeps_limits"] == true);
  CHECK(kept["limits"][0]["verdict"] == "kept");
  CHECK(kept["nearest"].is_null());

  const json none = answer_to("optimize " + kPond + "--limit \"customer.cac.mean<=40\"", 3);
  CHECK(none["found"] == false);
  CHECK(none["optimum"].is_null());
  CHECK(none["limits"][0]["verdict"] == "broken");
  // The first cost 50 each: the less is spent, the nearer.
  const double least = none["nearest"]["channel.fish-pond.spend"];
  CHECK(least == Approx(2302.585).epsilon(1e-2));
  CHECK(none["limits"][0]["value"].get<double>() == Approx(least / near(least)).epsilon(1e-3));
  CHECK(says(shell(kProgram + " optimize " + kPond + "--limit \"customer.cac.mean<=40\"").out, "What comes nearest"));
}

TEST_CASE("optimize tells when a limit was kept by the luck of the search alone, and then the answer is no") {
  // With this seed's 40 worlds a customer of the far pond seems cheaper than with the next one's.
  const std::string lucky =
      "optimize " + kScenarios + "two-ponds.toml --customers 2000 --worlds 40 --seed 23 --limit \"by.channel.far.customer.cac.mean<=58\"";
  const json answer = answer_to(lucky, 3);
  CHECK(answer["found"] == true);
  CHECK(answer["keeps_limits"] == false);
  CHECK(answer["limits"][0]["verdict"] == "broken");
  CHECK(answer["limits"][0]["lo"].get<double>() > 58);
  CHECK(says(shell(kProgram + " " + lucky).out, "breaks a limit beyond chance"));
}

TEST_CASE("optimize draws the frontier with intervals, in JSON and words, and needs fewer lifetimes than it would without common numbers") {
  const std::string ponds = "optimize " + kScenarios + "two-ponds.toml --worlds 400 --customers 8000 --frontier 3 --level 90% ";
  const json one = answer_to(ponds + "--threads 1"), two = answer_to(ponds + "--threads 2");
  CHECK(one == two);
  REQUIRE(one["frontier"].size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const json& point = one["frontier"][i];
    for (const char* number : {"mean", "cvar"}) {
      CHECK(point[number]["lo"] < point[number]["value"]);
      CHECK(point[number]["value"] < point[number]["hi"]);
    }
    CHECK(point["dominated"] == false);
    CHECK(point["choice"].size() == 2);
  }
  CHECK(one["frontier"][0]["mean"]["value"] > one["frontier"][2]["mean"]["value"]);
  CHECK(one["frontier"][0]["cvar"]["value"] < one["frontier"][2]["cvar"]["value"]);
  CHECK(one["saved"].get<double>() > 1);
  CHECK(one["lifetimes_without_common_numbers"].get<double>() > 20 * one["lifetimes"].get<double>());
  // Lives of one run stand for those of all splits.
  CHECK(one["lifetimes"].get<double>() < 0.5 * 8000 * one["runs"].get<double>());
  const std::string words = shell(kProgram + " " + ponds).out;
  CHECK(says(words, "What more safety costs"));
  CHECK(says(words, "Runs with luck of their own"));
}

TEST_CASE("optimize makes a probability large, of a target") {
  const json certain = answer_to("optimize " + kKnownPonds + "--budget 60k --objective probability --target 0 --worlds 1");
  CHECK(certain["objective"] == "P(spend.profit at least 0)");
  const json chance =
      answer_to("optimize " + kScenarios + "two-ponds.toml --worlds 1000 --customers 10000 --objective probability --target 150k");
  CHECK(chance["metric"]["value"].get<double>() > 0.5);
  CHECK(chance["metric"]["value"].get<double>() < 1);
  CHECK(chance["marginal"]["channel.near.spend"]["value"].is_null());
}

TEST_CASE("compare tells from which budget on another channel brings more") {
  const json budgets = answer_to("compare " + kKnownPonds + "--by channel --budgets 10k,60k");
  double low = 10e3, high = 60e3;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (near(middle) > far(middle) ? low : high) = middle;
  }
  REQUIRE(budgets["budget_crossings"].size() == 1);
  CHECK(budgets["budget_crossings"][0]["at"].get<double>() == Approx(low).epsilon(1e-4));
  CHECK(budgets["budgets"][0]["leader"] == "near");
  CHECK(budgets["budgets"][1]["leader"] == "far");
  CHECK(budgets["budgets"][1]["profit"]["far"]["value"].get<double>() == Approx(kWorth * far(60e3) - 60e3).epsilon(1e-4));
}

TEST_CASE("optimize complains of ranges, floors, limits and levels at once, by the option each stands in") {
  const tests::Outcome wrong = shell(kProgram + " optimize " + kScenarios +
                                     "two-ponds.toml --budget 10k --vary channel.near.spend=9:3 --vary channel.fra.spend=1:2 --floor "
                                     "channel.far.spend=6k --limit \"customer.cak<=3\" --limit \"plan.p_ruin<=3%\" --level 90%");
  CHECK(wrong.code == 2);
  CHECK(wrong.out == "");
  for (const char* words : {"--vary: the range of channel.near.spend is empty", "did you mean 'channel.far.spend'?",
                            "--floor: 'channel.far.spend=6k' is of nothing that is chosen", "--limit: 'customer.cak'",
                            "--limit: 'plan.p_ruin'", "--level: there is no tail"})
    CHECK(says(wrong.err, words));
  // What is wrong elsewhere makes no floor wrong.
  const tests::Outcome size = shell(kProgram + " optimize " + kScenarios + "two-ponds.toml --worlds none --floor channel.near.spend=6k");
  CHECK(size.code == 2);
  CHECK_FALSE(says(size.err, "--floor"));
  const tests::Outcome limit = shell(kProgram + " optimize " + kPond + "--limit \"customer.cak<=3\"");
  CHECK(limit.code == 2);
  CHECK(says(limit.err, "--limit: 'customer.cak': a run reports no such number"));
}
