// `valuescale stress` as a user meets it.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

using namespace valuescale;
using nlohmann::json;
using tests::Folder;
using tests::says;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;
const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml";
const std::string kPlan = VALUESCALE_SOURCE_DIR "/scenarios/investor-plan-stresses.toml";

}  // namespace

TEST_CASE("stress prints a table a number, and the same as JSON") {
  const std::string command = kProgram + " stress " + kHairdresser + " --customers 20k --quiet";
  const tests::Outcome words = shell(command);
  CHECK(words.code == 0);
  CHECK(words.err == "");
  CHECK(says(words.out, "churn up a half: 1.5 times the hazard of leaving"));
  CHECK(says(words.out, "What hurts most is spend-down-fifth: it takes customer.profit.mean from"));
  const json answer = json::parse(shell(command + " --json --combined").out);
  CHECK(answer["schema"] == "valuescale.stress/1");
  CHECK(answer["stresses"]["ads-50"]["metrics"]["customer.profit.mean"]["change"]["value"].get<double>() == Approx(-15));
  CHECK(answer["stresses"]["all together"]["what"] ==
        "ads-100, take-down-third, churn-up-half, spend-down-fifth, payments-month-later, recession");
  CHECK(answer["base"].contains("customer.payback.cdf.12"));
  CHECK(answer["runs"] == 10);
  CHECK(answer["lifetimes"] == 200'000);
}

TEST_CASE("a decision warns as a run of its size does, of what it tells, and of what a stress adds") {
  const Folder folder;
  const std::string command = kProgram + " stress " + kPlan + " --worlds 40 --only search-dearer --quiet --json --metric ";
  const auto warns = [](const json& warnings, const char* of) {
    return std::any_of(warnings.begin(), warnings.end(), [&](const json& one) { return says(one.get<std::string>(), of); });
  };
  const json ruin = json::parse(shell(command + "plan.p_ruin").out);
  CHECK(warns(ruin["warnings"], "P(ruin) rests on"));
  CHECK(warns(ruin["warnings"], "after the plan's end"));
  // Of chances that are not told nothing is said, and nothing of intervals that are not.
  CHECK_FALSE(warns(ruin["warnings"], "P(the plan loses money)"));
  CHECK_FALSE(warns(ruin["warnings"], "5 % and 95 % points"));
  CHECK_FALSE(warns(ruin["warnings"], "per customer or lead"));
  const json profit = json::parse(shell(command + "plan.profit.mean").out);
  CHECK_FALSE(warns(profit["warnings"], "P(ruin)"));
  // Each once: a stress adds what is new with it.
  for (const json& warning : ruin["stresses"]["search-dearer"]["warnings"])
    CHECK_FALSE(says(warning.get<std::string>(), "P(ruin) rests on"));
  const tests::Outcome words = shell(kProgram + " stress " + kPlan + " --worlds 40 --only search-dearer --quiet --metric plan.p_ruin");
  CHECK(says(words.out, "Mind: P(ruin) rests on"));
  const std::string unsure = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser-unsure.toml";
  const json compared =
      json::parse(shell(kProgram + " compare " + kHairdresser + " " + unsure + " --worlds 20 --customers 5k --quiet --json").out);
  CHECK(warns(compared["options"]["hairdresser-unsure"]["warnings"], "20 worlds are too few for 5 % and 95 % points"));
  CHECK(compared["options"]["hairdresser-unsure"]["title"] == "Hairdresser: what is not known before the leaflets are printed");
}

TEST_CASE("stresses may stand in a file of their own, and be chosen") {
  const Folder folder;
  std::ofstream(folder / "more.toml") << "[stress.free]\nchange = { \"channel.leaflets.cost_per_customer\" = 0 }\n[stress.half]\nchange = "
                                         "{ \"repeat.cut.return\" = \"*0.5\" }\n";
  const std::string command = kProgram + " stress " + kHairdresser +
                              " --customers 20k --quiet --json --metric customer.profit.mean --stresses " + (folder / "more.toml");
  const json answer = json::parse(shell(command).out);
  CHECK(answer["stresses"].size() == 2);
  CHECK(answer["stresses"]["free"]["metrics"]["customer.profit.mean"]["change"]["value"].get<double>() == Approx(30));
  CHECK(json::parse(shell(command + " --ready").out)["stresses"].size() == 10);
  CHECK(json::parse(shell(command + " --ready --only half --only ads-25").out)["stresses"].size() == 2);
  std::ofstream(folder / "bad.toml") << "title = \"t\"\n[stress.a]\noff = \"step.conditioner\"\n";
  const tests::Outcome bad = shell(kProgram + " stress " + kHairdresser + " --stresses " + (folder / "bad.toml"));
  CHECK(bad.code == 2);
  CHECK(says(bad.err, "bad.toml:1:1: unknown key 'title' in a file of stresses"));
  CHECK(shell(kProgram + " stress " + kHairdresser + " --stresses " + (folder / "none.toml")).code == 2);
}

TEST_CASE("what is asked wrongly of stress is said all at once") {
  const tests::Outcome only = shell(kProgram + " stress " + kHairdresser + " --only ads-20 --worlds none --vary step.conditioner.take");
  CHECK(only.code == 2);
  CHECK(says(only.err, "there is no stress 'ads-20'"));
  CHECK(says(only.err, "did you mean 'ads-25'?"));
  CHECK(says(only.err, "--worlds"));
  CHECK(says(only.err, "--vary: it says what may go wrong until something happens"));
  CHECK(only.out == "");
  const tests::Outcome until =
      shell(kProgram + " stress " + kHairdresser + " --until customer.profit.mean --combined --vary step.conditioner.tke");
  CHECK(until.code == 2);
  CHECK(says(until.err, "'customer.profit.mean' says no limit"));
  CHECK(says(until.err, "--combined: it has no meaning with --until"));
  CHECK(says(until.err, "did you mean 'step.conditioner.take'?"));
  CHECK(shell(kProgram + " stress " + kHairdresser + " --quiet --customers 1000 --metric customer.profti").code == 2);
}

TEST_CASE("backwards the answer names what does it, and is no where nothing does") {
  const std::string command = kProgram + " stress " + kHairdresser + " --customers 20k --quiet ";
  const tests::Outcome cost = shell(command + "--until 'customer.profit.mean <= 0' --vary channel.leaflets.cost_per_customer --json");
  CHECK(cost.code == 0);
  const json answer = json::parse(cost.out);
  CHECK(answer["schema"] == "valuescale.reverse-stress/1");
  CHECK(answer["alone"][0]["found"] == true);
  CHECK(answer["alone"][0]["at"]["value"].get<double>() == Approx(81).margin(3));
  CHECK(answer["together"].is_null());
  const tests::Outcome no = shell(command + "--until 'customer.profit.mean < 0' --vary step.conditioner.take");
  CHECK(no.code == 3);
  CHECK(says(no.out, "None of them can do it alone."));
}

TEST_CASE("the stresses of a shipped plan are lived, and check tells of them") {
  CHECK(says(shell(kProgram + " check " + kPlan).out,
             "Stress late-recession, for valuescale stress alone: shock recession strikes at 12 months."));
  const json answer = json::parse(shell(kProgram + " stress " + kPlan + " --worlds 50 --quiet --json").out);
  CHECK(answer["stresses"].size() == 7);
  for (const auto& [name, stress] : answer["stresses"].items()) {
    INFO(name);
    CHECK(stress["metrics"]["plan.profit.mean"]["change"]["value"].get<double>() < 0);
  }
}
