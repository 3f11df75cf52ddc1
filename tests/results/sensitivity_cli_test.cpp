// The commands that ask what matters and what is worth knowing, as a user meets them.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include <nlohmann/json.hpp>

using namespace valuescale;
using tests::check_refused;
using tests::says;
using tests::shell;

namespace {

const std::string kSensitivity = VALUESCALE_PROGRAM " sensitivity " VALUESCALE_SOURCE_DIR "/scenarios/";
const std::string kVoi = VALUESCALE_PROGRAM " voi " VALUESCALE_SOURCE_DIR "/scenarios/";
const std::string kSmall = " --quiet --customers 20000 --worlds 100";

}  // namespace

TEST_CASE("sensitivity says which assumption matters most, in words and as JSON", "[sensitivity]") {
  const std::string command =
      kSensitivity + "coffee-by-post.toml --metric lead.profit.mean --metric customer.payback.cdf.12 --rows 64" + kSmall;
  const tests::Outcome words = shell(command);
  CHECK(words.code == 0);
  CHECK(words.err == "");
  CHECK(says(words.out, "matters most: if it is "));
  CHECK(says(words.out, "customer.payback.cdf.12"));
  const auto json = nlohmann::json::parse(shell(command + " --json").out);
  CHECK(json["schema"] == "valuescale.sensitivity/1");
  CHECK(json["tornado"].size() == 7);
  for (const auto& [path, index] : json["sobol"].items()) {
    INFO(path);
    for (const char* part : {"value", "lo", "hi"}) CHECK((index["first"][part] >= 0 && index["total"][part] <= 1));
  }
  CHECK(json["others"][0]["metric"] == "customer.payback.cdf.12");
  CHECK(json["lifetimes"] > json["lifetimes_of_tornado"]);
}

TEST_CASE("sensitivity of a number that worlds don't know is a tornado alone", "[sensitivity]") {
  const auto json =
      nlohmann::json::parse(shell(kSensitivity + "coffee-by-post.toml --metric customer.profit.quantiles.0.5 --json" + kSmall).out);
  CHECK(json["sobol"].is_null());
  CHECK(json["tornado"].size() == 7);
}

TEST_CASE("sensitivity refuses what it can't answer, all at once", "[sensitivity]") {
  check_refused(kSensitivity + "coffee-by-post.toml --rows 3 --threads many", {"--rows", "'3' is no number of rows", "--threads"});
  check_refused(kSensitivity + "coffee-by-post.toml --metric customer.joy" + kSmall, {"customer.joy", "a run reports no such number"});
  check_refused(kSensitivity + "coffee-by-post.toml --rows 1048576 --metric lead.profit.mean --metric customer.profit.mean" + kSmall,
                {"1048576 rows are too many", "use at most"});
  check_refused(kSensitivity + "hairdresser.toml" + kSmall, {"nothing"});
}

TEST_CASE("voi says what a pilot is worth, in words and as JSON", "[voi]") {
  const std::string command = kVoi + "coffee-by-post.toml --budget 20k --test offer.box-in-hand.take --test-leads 100,50" + kSmall;
  const tests::Outcome words = shell(command);
  CHECK(words.code == 0);
  CHECK(says(words.out, "Test offer.box-in-hand.take on "));
  const auto json = nlohmann::json::parse(shell(command + " --json").out);
  CHECK(json["schema"] == "valuescale.voi/1");
  CHECK(json["basis"] == "money");
  CHECK(json["scale"] == 20'000);
  CHECK(json["options"].size() == 3);
  REQUIRE(json["pilot"]["sizes"].size() == 2);
  CHECK(json["pilot"]["sizes"][0]["leads"] == 50);
  // A talk at the market, not a click.
  CHECK(json["pilot"]["cost_of_lead"].get<double>() == Approx(3.7).margin(0.2));
  CHECK(json["evpi"]["value"] >= json["evppi"]["offer.box-in-hand.take"]["value"]);
}

TEST_CASE("voi takes scenarios as options, by profit per lead or of their plans", "[voi]") {
  const std::string uncertain = "opt-ins-uncertain.toml ";
  const auto two =
      nlohmann::json::parse(shell(kVoi + uncertain + VALUESCALE_SOURCE_DIR "/scenarios/opt-ins.toml --leads 1000 --json" + kSmall).out);
  CHECK(two["basis"] == "lead");
  CHECK(two["options"].size() == 3);
  const auto plan = nlohmann::json::parse(shell(kVoi + "last-year.toml --json --quiet --worlds 64").out);
  CHECK(plan["basis"] == "plan");
  CHECK(plan["options"].size() == 2);
}

TEST_CASE("voi refuses what makes no decision, all at once", "[voi]") {
  check_refused(kVoi + "coffee-by-post.toml --test offer.box-in-hnd.take --test-leads 0 --budget -3 --worlds 10",
                {"did you mean 'offer.box-in-hand.take'", "--test-leads", "--budget", "--worlds"});
  check_refused(kVoi + "coffee-by-post.toml --sampling stratified", {"worlds are stratified here"});
  check_refused(kVoi + "coffee-by-post.toml --test offer.box-in-hand.take" + kSmall, {"what a test is worth", "give --budget"});
  check_refused(kVoi + "coffee-by-post.toml --test-cost 3", {"nothing is to be tested"});
  check_refused(kVoi + "opt-ins-uncertain.toml --must-choose", {"there is nothing to choose"});
  check_refused(kVoi + "opt-ins-uncertain.toml " VALUESCALE_SOURCE_DIR "/scenarios/last-year.toml",
                {"some scenarios have plans and others none"});
  check_refused(kVoi + "hairdresser.toml" + kSmall, {"nothing in the scenario is uncertain"});
}
