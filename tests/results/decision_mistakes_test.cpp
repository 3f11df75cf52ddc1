// What commands on decisions say where a question makes no sense, or has more than one answer.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

using namespace valuescale;
using tests::check_refused;
using tests::says;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM;
const std::string kCoffee = VALUESCALE_SOURCE_DIR "/scenarios/coffee-by-post.toml";
const std::string kHairdresser = VALUESCALE_SOURCE_DIR "/scenarios/hairdresser.toml";
const std::string kSmall = " --quiet --customers 20000";

}  // namespace

TEST_CASE("mistakes in numbers, options and the file are told together", "[decisions]") {
  check_refused(kProgram + " solve " + kCoffee + " --vary channel.ads.cost --metric lead.profti --target x --from y",
                {"--vary", "'lead.profti'", "'x' is no number", "'y' is no number"});
  check_refused(kProgram + " solve " + kCoffee + " --set offer.box-online.take=2 --vary channel.ads.cost --metric joy --target x",
                {"offer.box-online.take", "'x' is no number"});
  check_refused(kProgram + " stress " + kCoffee + " --only rain --metric joy --metric sorrow", {"'rain'", "'joy'", "'sorrow'"});
  check_refused(kProgram + " stress " + kCoffee + " --until 'joy < 0' --vary channel.ads.cost", {"'joy'", "channel.ads.cost"});
  check_refused(kProgram + " sensitivity " + kCoffee + " --metric joy --metric sorrow --rows -3", {"'joy'", "'sorrow'", "--rows"});
  check_refused(kProgram + " sensitivity " + kCoffee + " --set nothing=2 --rows -3", {"nothing", "--rows"});
}

TEST_CASE("solve says where a range does it, and who else pays", "[solve]") {
  const std::string all =
      kProgram + " solve " + kHairdresser + " --vary offer.dry-cut.price --metric customer.payback.ever --target 100%" + kSmall;
  const auto json = nlohmann::json::parse(shell(all + " --json").out);
  CHECK(json["found"] == true);
  CHECK(json["range"] == true);
  CHECK(json["lo"] == json["value"]);
  CHECK(says(shell(all).out, "every value does"));
  const std::string shared = kProgram + " solve " + kCoffee + " --vary channel.ads.cost_per_lead --target 0" + kSmall;
  CHECK(says(shell(shared + " --metric lead.profit.mean").out, "by.channel.ads.lead.profit.mean"));
  const tests::Outcome alone = shell(shared + " --metric by.channel.ads.lead.profit.mean --probability 80%");
  CHECK(alone.code == 0);
  CHECK_FALSE(says(alone.out, "others may pay"));
}

TEST_CASE("a solution says what it took, and what halving would have", "[solve]") {
  const std::string command =
      kProgram + " solve " + kHairdresser + " --vary repeat.cut.return --metric customer.profit.mean --target 0" + kSmall;
  const auto json = nlohmann::json::parse(shell(command + " --json").out);
  CHECK(json["lifetimes_by_halving"].get<double>() > 1.5 * json["lifetimes"].get<double>());
  CHECK(says(shell(command).out, "Trying values by halving would have taken"));
}

TEST_CASE("numbers that nobody has are said not to exist", "[decisions]") {
  const tests::Outcome none = shell(kProgram + " stress " + kCoffee +
                                    " --set offer.box-online.take=0 --only ads-25 --metric by.channel.ads.customer.cac.mean" + kSmall);
  CHECK(none.code == 0);
  CHECK(says(none.out, "does not exist here"));
  CHECK_FALSE(says(none.out, "makes it worse"));
}

TEST_CASE("what the money spent on channels earns can be stressed and solved for as it is optimised", "[decisions]") {
  const std::string ponds = VALUESCALE_SOURCE_DIR "/scenarios/two-ponds.toml";
  const auto stress =
      nlohmann::json::parse(shell(kProgram + " stress " + ponds + " --metric spend.profit --only ads-25 --json" + kSmall).out);
  CHECK(stress["base"]["spend.profit"]["value"].get<double>() > 0);
  check_refused(kProgram + " stress " + kCoffee + " --metric spend.profit", {"no channel responds to what is spent on it"});
}
