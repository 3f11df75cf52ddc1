// Commands that compare runs, as a user meets them.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

#include <string>

using namespace valuescale;
using tests::says;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;
const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml";
const std::string kSchool = VALUESCALE_SOURCE_DIR "/scenarios/english-school.toml";
const std::string kFree = VALUESCALE_SOURCE_DIR "/scenarios/english-school-free.toml";
const std::string kPlan = VALUESCALE_SOURCE_DIR "/scenarios/investor-plan.toml";

const std::string kSolve =
    kProgram + " solve " + kHairdresser + " --vary channel.leaflets.cost_per_customer --metric customer.profit.mean --customers 20000 ";

}  // namespace

TEST_CASE("solve answers in words and in JSON, the same on any number of threads") {
  const tests::Outcome words = shell(kSolve + "--target 0");
  CHECK(words.code == 0);
  CHECK(words.err == "");
  CHECK(says(words.out, "95 % interval"));
  const tests::Outcome one = shell(kSolve + "--target 0 --json --threads 1"), two = shell(kSolve + "--target 0 --json --threads 2");
  CHECK(one.out == two.out);
  const auto json = nlohmann::json::parse(one.out);
  CHECK(json["schema"] == "valuescale.solve/1");
  CHECK(json["found"] == true);
  CHECK(json["lo"] < json["value"]);
  CHECK(json["value"] < json["hi"]);
  CHECK(json["lifetimes"].get<int>() == 20'000 * json["runs"].get<int>());
}

TEST_CASE("where no value will do, solve says so and the answer is no") {
  const tests::Outcome no = shell(kSolve + "--target 1000");
  CHECK(no.code == 3);
  CHECK(says(no.out, "there is no such value"));
  CHECK(nlohmann::json::parse(shell(kSolve + "--target 1000 --json").out)["found"] == false);
  CHECK(shell(kSolve + "--target 0 --from 90 --to 100").code == 3);
}

TEST_CASE("solve complains of all that is wrong at once") {
  const tests::Outcome wrong =
      shell(kProgram + " solve " + kHairdresser +
            " --vary channel.leaflets.cost_per_custmer --metric customer.profit.sd --target much --probability 2 --as law "
            "--customers none");
  CHECK(wrong.code == 2);
  CHECK(wrong.out == "");
  for (const char* words : {"did you mean 'channel.leaflets.cost_per_customer'?", "'much' is no number", "2 is no probability",
                            "not known world by world", "'law' is no way to vary", "'none' is no whole number"})
    CHECK(says(wrong.err, words));
  const tests::Outcome unknown =
      shell(kProgram + " solve " + kHairdresser + " --vary channel.leaflets.cost_per_customer --metric customer.profti.mean --target 0");
  CHECK(unknown.code == 2);
  CHECK(says(unknown.err, "customer has profit, npv"));
  CHECK(shell(kSolve).code == 2);
}

TEST_CASE("compare answers in words and in JSON, the same on any number of threads") {
  const std::string compare = kProgram + " compare " + kPlan + " --by channel --worlds 40 ";
  const tests::Outcome words = shell(compare);
  CHECK(words.code == 0);
  CHECK(words.err == "");
  CHECK(says(words.out, "For every 1,000 EUR spent, "));
  const tests::Outcome one = shell(compare + "--json --threads 1"), two = shell(compare + "--json --threads 2");
  CHECK(one.out == two.out);
  const auto json = nlohmann::json::parse(one.out);
  CHECK(json["schema"] == "valuescale.compare/1");
  CHECK(json["basis"] == "money");
  double sum = 0;
  for (const auto& [name, p] : json["p_best"].items()) sum += p["value"].get<double>();
  CHECK(sum == Approx(1));
  CHECK(json["options"].contains("do nothing"));
  CHECK_FALSE(nlohmann::json::parse(shell(compare + "--must-choose --json").out)["options"].contains("do nothing"));
}

TEST_CASE("an option's quantiles over worlds are those of what is not known") {
  // A lead costs 1 to 3 whatever happens and brings 10, or 11: 7 + 2p and 8 + 2p at the level p.
  const tests::Folder folder;
  const auto option = [&](const char* name, const char* price) {
    tests::put(folder / name,
               std::string(
                   "title = \"x\"\ncurrency = \"EUR\"\nlifetime = 1\n[channel.a]\ncost_per_lead = \"uniform(1, 3)\"\n[offer.o]\nprice = ") +
                   price + "\n");
    return folder / name;
  };
  const std::string compare = kProgram + " compare " + option("ten.toml", "10") + " " + option("eleven.toml", "11");
  const auto json = nlohmann::json::parse(shell(compare + " --worlds 2000 --customers 4000 --json --quiet").out);
  const auto& ten = json["options"]["ten"]["worlds"];
  REQUIRE(ten.size() == 21);
  for (const auto& [level, value] : ten.items()) {
    const double p = std::stod(level), error = 2 * std::sqrt(p * (1 - p) / 2000);
    CHECK(std::abs(value.get<double>() - (7 + 2 * p)) < 4.5 * error);
    CHECK(json["options"]["eleven"]["worlds"][level].get<double>() == Approx(value.get<double>() + 1));
  }
  CHECK(json["options"]["do nothing"]["worlds"].is_null());
}

TEST_CASE("a file compared with itself differs by nothing, and each is as likely the better one") {
  const auto json = nlohmann::json::parse(shell(kProgram + " compare " + kPlan + " " + kPlan + " --worlds 30 --json").out);
  CHECK(json["basis"] == "plan");
  CHECK(json["difference"]["mean"]["value"] == 0);
  CHECK(json["difference"]["lo"] == 0);
  CHECK(json["difference"]["p_better"]["value"] == 0.5);
  CHECK(json["options"].contains("investor-plan (2)"));
}

TEST_CASE("segments are compared by lead, and offers where there are several") {
  const auto json = nlohmann::json::parse(
      shell(kProgram + " compare " + VALUESCALE_SOURCE_DIR "/scenarios/bank.toml --by segment --customers 20000 --json").out);
  CHECK(json["basis"] == "lead");
  const tests::Outcome single = shell(kProgram + " compare " + kSchool + " --by offer");
  CHECK(single.code == 2);
  CHECK(says(single.err, "there is only one to compare"));
}

TEST_CASE("worlds are stratified where one of the scenarios is uncertain, and another certain") {
  const std::string known = VALUESCALE_SOURCE_DIR "/scenarios/opt-ins.toml",
                    unknown = VALUESCALE_SOURCE_DIR "/scenarios/opt-ins-uncertain.toml";
  const std::string sizes = " --worlds 64 --customers 12800 --json";
  for (const std::string& both : {known + " " + unknown, unknown + " " + known}) {
    const tests::Outcome stratified = shell(kProgram + " compare " + both + " --sampling stratified" + sizes);
    CHECK(stratified.code == 0);
    const auto json = nlohmann::json::parse(stratified.out),
               independent = nlohmann::json::parse(shell(kProgram + " compare " + both + sizes).out);
    // What is drawn evenly is known better, whichever of the two comes first.
    CHECK(json["difference"]["mean"]["se"].get<double>() < 0.5 * independent["difference"]["mean"]["se"].get<double>());
  }
  const tests::Outcome certain = shell(kProgram + " compare " + known + " " + known + " --sampling stratified" + sizes);
  CHECK(certain.code == 2);
  CHECK(says(certain.err, "nothing to stratify"));
}

TEST_CASE("compare complains of all that is wrong at once") {
  const tests::Outcome wrong = shell(kProgram + " compare " + kSchool + " " + kFree + " --by channels --basis plan --worlds few");
  CHECK(wrong.code == 2);
  for (const char* words :
       {"'channels' is nothing to compare by", "these are no plans", "'few' is no whole number", "there are several scenarios"})
    CHECK(says(wrong.err, words));
  const tests::Outcome currencies = shell(kProgram + " compare " + kHairdresser + " " + kSchool);
  CHECK(currencies.code == 2);
  CHECK(says(currencies.err, "its currency is CNY"));
}

TEST_CASE("optimize answers in words and in JSON, the same on any number of threads") {
  const std::string optimize =
      kProgram + " optimize " VALUESCALE_SOURCE_DIR "/scenarios/fish-pond.toml --set channel.fish-pond.spend=20000 --customers 1000 ";
  const tests::Outcome words = shell(optimize);
  CHECK(words.code == 0);
  CHECK(words.err == "");
  CHECK(says(words.out, "random numbers of their own"));
  const tests::Outcome one = shell(optimize + "--json --threads 1"), two = shell(optimize + "--json --threads 2");
  CHECK(one.out == two.out);
  const auto json = nlohmann::json::parse(one.out);
  CHECK(json["schema"] == "valuescale.optimize/1");
  CHECK(json["optimum"]["channel.fish-pond.spend"].get<double>() == Approx(230'258.51).epsilon(0.005));
  CHECK(json["metric"]["value"].get<double>() == Approx(4'719'741).epsilon(1e-5));
}

TEST_CASE("optimize refuses ranges that make no sense and floors that pass the budget") {
  const tests::Outcome wrong =
      shell(kProgram + " optimize " + kHairdresser + " --vary step.conditioner.take=0.5:1.5 --vary step.conditioner.take=0:1");
  CHECK(wrong.code == 2);
  CHECK(says(wrong.err, "step.conditioner.take makes no sense from 0.5 to 1.5"));
  CHECK(says(wrong.err, "named twice"));
  const tests::Outcome floors =
      shell(kProgram + " optimize " VALUESCALE_SOURCE_DIR
                       "/scenarios/two-ponds.toml --budget 10k --floor channel.near.spend=6k --floor channel.far.spend=6k");
  CHECK(floors.code == 2);
  CHECK(says(floors.err, "10000 is less than what must be spent"));
}

TEST_CASE("what is better if it is less is made small, and shares are told as shares") {
  const tests::Outcome least = shell(kProgram + " optimize " + kPlan + " --vary plan.cash=50k:300k --metric plan.p_ruin --worlds 40");
  CHECK(least.code == 0);
  CHECK(says(least.out, "As small as can be"));
  CHECK_FALSE(says(least.out, "It brings 0.00 EUR"));
  const auto json = nlohmann::json::parse(
      shell(kProgram + " optimize " + kPlan + " --vary plan.cash=50k:2M --metric plan.p_ruin --worlds 40 --json").out);
  CHECK(json["optimum"]["plan.cash"].get<double>() > 140'000);
  CHECK(json["metric"]["value"] == 0);
  CHECK(json["metric"]["hi"].get<double>() == Approx(3.0 / 40));
}

TEST_CASE("where no choice keeps the limits, optimize says so and the answer is no") {
  const tests::Outcome no =
      shell(kProgram + " optimize " VALUESCALE_SOURCE_DIR "/scenarios/fish-pond.toml --customers 1000 --limit \"customer.cac.mean<=40\"");
  CHECK(no.code == 3);
  CHECK(says(no.out, "No choice keeps all limits"));
}

TEST_CASE("optimize complains of all that is wrong at once") {
  const tests::Outcome wrong =
      shell(kProgram + " optimize " + kHairdresser +
            " --vary offer.dry-cut.prise=1:2 --vary x --limit y --metric customer.profit.sd --objective best --level 2 --frontier 1");
  CHECK(wrong.code == 2);
  for (const char* words : {"did you mean 'offer.dry-cut.price'?", "'x' names no range", "'y' is no limit", "not known world by world",
                            "'best' is nothing", "2 is no level", "1 is no number of choices"})
    CHECK(says(wrong.err, words));
  const tests::Outcome nothing = shell(kProgram + " optimize " + kHairdresser);
  CHECK(nothing.code == 2);
  CHECK(says(nothing.err, "there is nothing to choose"));
}
