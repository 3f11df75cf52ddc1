// One customer's account book, as a user meets it.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

using namespace valuescale;
using tests::Folder;
using tests::says;
using tests::shell;

namespace {

const std::string kReplay = std::string(VALUESCALE_PROGRAM) + " replay ";
const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml ";
const std::string kComposed = VALUESCALE_SOURCE_DIR "/tests/end_to_end/composed/";

/// The text without line ends and indents.
std::string flowing(const std::string& text) {
  std::istringstream words(text);
  std::string all, word;
  while (words >> word) all += (all.empty() ? "" : " ") + word;
  return all;
}

nlohmann::json json_of(const std::string& arguments) {
  const tests::Outcome outcome = shell(kReplay + arguments + " --json");
  REQUIRE(outcome.code == 0);
  REQUIRE(outcome.err == "");
  return nlohmann::json::parse(outcome.out);
}

}  // namespace

TEST_CASE("a life is shown as an account book whose lines come to its totals") {
  const std::string who = kHairdresser + "--world 0 --customer 5";
  const tests::Outcome text = shell("COLUMNS=100 LC_ALL=C " + kReplay + who);
  CHECK(text.code == 0);
  CHECK(text.err == "");
  for (const char* words : {"Customer 5 of channel leaflets in world 0, seed 1", "cost of the customer (CAC)", "first sale: offer.dry-cut",
                            "repeat.cut begins", "repeat.cut, number 1", "* paid back", "contribution"})
    CHECK(says(text.out, words));
  CHECK_FALSE(says(text.out, "\x1b"));

  const auto book = json_of(who);
  CHECK(book["schema"] == "valuescale.replay/1");
  double contribution = 0, balance = -book["customer_view"]["cac"].get<double>(), time = 0;
  int questions = 0;
  for (const auto& entry : book["entries"]) {
    CHECK(entry["time"] >= time);
    time = entry["time"];
    CHECK(entry["step"] >= time);
    CHECK(entry["step"] < time + 1);
    if (entry.contains("yes")) {
      ++questions;
      CHECK(entry["yes"] == (entry["drawn"] < entry["probability"]));
    }
    if (!entry.contains("amount")) continue;
    contribution += entry["amount"].get<double>();
    balance += entry["amount"].get<double>();
    CHECK(entry["balance"].get<double>() == Approx(balance));
  }
  CHECK(questions > 0);
  CHECK(book["contribution"].get<double>() == Approx(contribution));
  CHECK(book["customer_view"]["profit"].get<double>() == Approx(balance));
}

TEST_CASE("the same customer has the same life, another, or one of another seed or world, has another") {
  const std::string who = kComposed + "uncertain.toml --channel search --customer 3 ";
  const auto book = json_of(who + "--world 2");
  CHECK(json_of(who + "--world 2") == book);
  CHECK(json_of(who + "--world 2 --seed 1") == book);
  CHECK(json_of(who + "--world 2 --seed 2")["entries"] != book["entries"]);
  CHECK(json_of(who + "--world 3")["entries"] != book["entries"]);
  CHECK(json_of(kComposed + "uncertain.toml --channel search --customer 4 --world 2")["entries"] != book["entries"]);
}

TEST_CASE("customers whom others brought are told apart, below who brought them") {
  const auto book = json_of(kComposed + "referrals.toml --world 1 --customer 12");
  REQUIRE(book["children"] == 1);
  CHECK(book["people"][1]["generation"] == 1);
  CHECK(book["people"][1]["brought_by"] == 0);
  const std::string text = shell("COLUMNS=160 " + kReplay + kComposed + "referrals.toml --world 1 --customer 12").out;
  CHECK(says(text, "  #1 first sale: offer.first, brought by the customer"));

  // The same without them, and in words only where there is somebody to leave out.
  double contribution = 0, ltv = 0;
  for (const auto& entry : book["entries"]) {
    if (!entry.contains("amount") || entry["stage"] == "referral") continue;
    contribution += entry["amount"].get<double>();
    ltv += entry["discounted"].get<double>();
  }
  const auto& without = book["without_referrals"];
  CHECK(without["contribution"].get<double>() == Approx(contribution));
  CHECK(without["ltv"].get<double>() == Approx(ltv));
  CHECK(without["contribution"] != book["contribution"]);
  CHECK(without["customer_view"]["cac"] == book["customer_view"]["cac"]);
  CHECK(without["customer_view"]["profit"].get<double>() == Approx(contribution - book["customer_view"]["cac"].get<double>()));
  CHECK(says(text, "If nobody whom they brought counted:"));
  const std::string alone = kComposed + "referrals.toml --world 1 --customer 0";
  REQUIRE(json_of(alone)["children"] == 0);
  CHECK_FALSE(says(shell(kReplay + alone).out, "If nobody whom they brought counted:"));
  CHECK(json_of(kHairdresser + "--world 0 --customer 5")["without_referrals"].is_null());
}

TEST_CASE("a customer of a plan lives in the months of its calendar") {
  const std::string who = kComposed + "plans/launch.toml --world 0 --channel fair --month 3 --customer 0";
  const auto book = json_of(who);
  CHECK(book["month"] == 3);
  for (const auto& entry : book["entries"]) {
    // Paid for as the third month begins, the first sale is two months later, as the fifth does.
    const int step = entry["step"];
    CHECK(entry["month"] == (step == 0 ? 5 : 4 + step));
  }
  CHECK(json_of(kComposed + "plans/launch.toml --world 0 --channel fair --month 4 --customer 0")["entries"] != book["entries"]);
  const std::string text = flowing(shell("COLUMNS=120 LC_ALL=C " + kReplay + who).out);
  CHECK(says(text, "Customer 0 of channel fair, won in month 3 of the plan, in world 0, seed 1"));
  CHECK(says(text, "time month plan month what happens"));
  CHECK(says(text, "0.00 0 5 first sale: offer.trial"));
  CHECK(json_of(kHairdresser + "--world 0 --customer 5")["month"].is_null());
}

TEST_CASE("on a narrow screen nothing is lost of what was drawn") {
  const std::string out = shell("COLUMNS=50 LC_ALL=C " + kReplay + kHairdresser + "--world 0 --customer 5").out;
  CHECK(says(out, "(0.2626 <"));
  CHECK(says(out, "0.4000)"));
}

TEST_CASE("a replay can be of a changed scenario") {
  const std::string who = kHairdresser + "--world 0 --customer 5";
  CHECK(json_of(who + " --set offer.dry-cut.price=20")["contribution"].get<double>() ==
        Approx(json_of(who)["contribution"].get<double>() + 10));
}

TEST_CASE("whoever does not exist is not replayed, and the message says who does") {
  const std::string two = kComposed + "two-channels.toml ", launch = kComposed + "plans/launch.toml --world 0 --channel friends ";
  const std::pair<std::string, std::vector<std::string>> cases[] = {
      {kHairdresser + "--world 0", {"--customer is required"}},
      {kHairdresser + "--customer 0", {"--world is required"}},
      {kHairdresser + "--world x --customer -1 --seed 1.5",
       {"--world: 'x' is no whole number", "--customer: '-1' is no whole number", "--seed: '1.5' is no whole number"}},
      {kHairdresser + "--world 1e9 --customer 1e12", {"--world: 1000000000 is out of range", "--customer: 1000000000000 is out of range"}},
      {kHairdresser + "--world 0 --customer 0 --channel radio", {"there is no channel 'radio'", "the only one is leaflets"}},
      {two + "--world 0 --customer 0", {"which channel's customer?", "there are several: "}},
      {two + "--world 0 --customer 0 --channel radio", {"there is no channel 'radio'", "name one of them"}},
      {kHairdresser + "--world 0 --customer 0 --set offer.dry-cut.take=0", {"has no customers in world 0"}},
      {kHairdresser + "--world 0 --customer 0 --set nonsense", {"'nonsense' sets nothing"}},
      {kHairdresser + "--world 0 --customer 0 --month 2", {"--month: there is no plan"}},
      {launch + "--customer 0", {"--month: which month's customer?"}},
      {launch + "--customer 0 --month 0", {"--month: 0 is out of range", "counted from 1"}},
      {launch + "--customer 0 --month 13", {"--month: 13 is out of range", "the plan has 12 months"}},
      {launch + "--customer 0 --month 1", {"wins no customer 0 of channel friends in month 1", "it wins nobody there and then"}},
      {launch + "--customer 2 --month 2", {"wins no customer 2 of channel friends in month 2", "it wins 2, numbered from 0"}},
  };
  for (const auto& [arguments, messages] : cases) {
    CAPTURE(arguments);
    const tests::Outcome outcome = shell(kReplay + arguments);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    for (const std::string& message : messages) CHECK(says(outcome.err, message));
  }
}
