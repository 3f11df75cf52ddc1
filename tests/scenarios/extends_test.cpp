#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

#include <fmt/format.h>

using namespace valuescale;
using namespace valuescale::tests;

namespace {

std::string message_of(const std::string& path, const scenarios::Settings& settings = {}) {
  try {
    scenarios::read_scenario(path, settings);
  } catch (const models::InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a file that extends another changes it key by key") {
  const ScenarioFiles files;
  files.write("base.toml", kSmall + "unit_cost = { value = 3, note = \"kept\" }\n");
  const std::string path = files.write(
      "sub/child.toml", "extends = \"../base.toml\"\ntitle = \"child\"\n[offer.first]\nprice = 12\nunit_cost = { value = 4 }\n");
  const models::Scenario s = scenarios::read_scenario(path);
  CHECK(s.title == "child");
  CHECK(s.lifetime == 12);
  CHECK(s.offers[0].purchase.price.law.value == 12);
  CHECK(s.offers[0].purchase.unit_cost.law.value == 4);
  CHECK(s.offers[0].purchase.unit_cost.note == "kept");
  CHECK(s.text.find("extends") == std::string::npos);
}

TEST_CASE("what is unset is not inherited, and may be said anew") {
  const ScenarioFiles files;
  files.write("base.toml", R"TOML(
title = "base"
lifetime = 12
note = "of the base"
[channel.web]
cost_per_lead = 2
share = 0.5
[channel."the street"]
cost_per_lead = 1
share = 0.5
[offer.first]
price = 10
take = 0.5
unit_cost = 3
[step.upsell]
after = "first"
price = 5
)TOML");
  files.write("child.toml", R"TOML(
extends = "base.toml"
unset = ["channel.web.share", "channel.'the street'.share", "step", "offer.first"]
[plan]
months = 12
leads.web = 20
leads."the street" = 30
[offer.first]
price = 20
)TOML");
  const std::string grandchild = files.write("grandchild.toml", "extends = \"child.toml\"\nunset = \"plan.leads.web\"\n");
  const models::Scenario s = scenarios::read_scenario(grandchild);
  CHECK(s.note == "of the base");
  CHECK(s.channels.size() == 2);
  CHECK(s.steps.empty());
  CHECK(s.offers[0].purchase.price.law.value == 20);
  CHECK(s.offers[0].take.law.value == 1);
  CHECK_FALSE(s.offers[0].purchase.unit_cost.given);
  REQUIRE(s.plan);
  REQUIRE(s.plan->acquisitions.size() == 1);
  CHECK(s.plan->acquisitions[0].channel == 1);
  CHECK(s.text.find("unset") == std::string::npos);
}

TEST_CASE("a plan over channels with shares is told how to take these away") {
  const ScenarioFiles files;
  const std::string base = files.write(
      "base.toml", kSmall + "[channel.web]\ncost_per_lead = 2\nshare = 0.5\n[channel.street]\ncost_per_lead = 2\nshare = 0.5\n");
  const std::string plan = "[plan]\nmonths = 12\nleads.ads = 3\n";
  const std::string message = message_of(files.write("child.toml", "extends = \"base.toml\"\n" + plan));
  CHECK(message.find("take it away beside extends: unset = [\"channel.web.share\"]") != std::string::npos);
  CHECK(message_of(files.write("child.toml",
                               "extends = \"base.toml\"\nunset = [\"channel.web.share\", \"channel.street.share\"]\n" + plan)) == "");
}

TEST_CASE("what cannot be unset is reported where it is") {
  const ScenarioFiles files;
  files.write("base.toml", kSmall);
  const auto told = [&](const std::string& unset) {
    const std::string path = files.write("child.toml", "extends = \"base.toml\"\nunset = " + unset + "\n");
    const std::string message = message_of(path);
    return message.substr(std::min(message.size(), path.size()));
  };
  CHECK(told("[\"offer.first.price\", \"offer.first.prise\"]") ==
        ":2:31: unset names offer.first.prise, which is not inherited (it takes away what the files say that this one extends)");
  CHECK(told("\"offer.first.prise\"") ==
        ":2:9: unset names offer.first.prise, which is not inherited (it takes away what the files say "
        "that this one extends); did you mean 'price'?");
  CHECK(told("\"channel.ads.cost_per_lead.value\"").find("which is not inherited") != std::string::npos);
  CHECK(told("[3, \"a..b\"]") == ":2:10: unset must be a path or a list of paths, not a number (as in channel.ads.share)\n" +
                                     files.write("child.toml", "") +
                                     ":2:13: 'a..b' is not a path (names joined by dots, such as channel.ads.share)");
  CHECK(told("\"channel.ads.cost_per_lead\"").find("channel.ads needs cost_per_lead or cost_per_customer") != std::string::npos);
  CHECK(complaint("unset = \"offer.first.price\"\n" + kSmall).find(":1:1: there is nothing to unset (the file extends no other)") !=
        std::string::npos);
}

TEST_CASE("mistakes are reported in the file where the value stands") {
  const ScenarioFiles files;
  const std::string base = files.write("base.toml", kSmall + "unit_cost = -3\n");
  const std::string child = files.write("child.toml", "extends = \"base.toml\"\n[offer.first]\ntake = 1.5\n");
  const std::string folder = child.substr(0, child.size() - std::string("child.toml").size());
  const std::string message = message_of(child);
  CHECK(message.find(child + ":3:8: offer.first.take is 1.5") != std::string::npos);
  CHECK(message.find(folder + "base.toml:7:13: offer.first.unit_cost is -3") != std::string::npos);
}

TEST_CASE("circles and long chains of files are refused") {
  const ScenarioFiles files;
  const std::string a = files.write("a.toml", "extends = \"b.toml\"\n" + kSmall);
  files.write("b.toml", "extends = \"./x/../a.toml\"\n");
  files.write("x/empty.toml", "");
  CHECK(message_of(a).find("b.toml:1:11: the files extend one another in a circle") != std::string::npos);
  for (int i = 0; i < 20; ++i) files.write(fmt::format("f{}.toml", i), fmt::format("extends = \"f{}.toml\"\n", i + 1));
  const std::string last = files.write("f20.toml", kSmall);
  CHECK(message_of(last.substr(0, last.size() - 8) + "f0.toml").find("too many files extend one another (at most 16)") !=
        std::string::npos);
  CHECK(message_of(last.substr(0, last.size() - 8) + "f8.toml") == "");
}

TEST_CASE("what is not a file is not read") {
  const ScenarioFiles files;
  CHECK(message_of("no-such-file.toml") == "no-such-file.toml: there is no such file");
  CHECK(message_of("/dev/zero") == "/dev/zero: this is not a file");
  CHECK(message_of(files.write("child.toml", "extends = \".\"\n")).find("this is not a file") != std::string::npos);
}

TEST_CASE("a setting changes a value as if it stood in the file") {
  const ScenarioFiles files;
  const auto cost = [&](const std::string& value) { return files.read(kSmall, {{"channel.ads.cost_per_lead", value}}).channels[0].cost; };
  CHECK(cost("3").law.value == 3);
  CHECK(cost("20k").law.value == 20'000);
  CHECK(cost("20 to 40").law.kind == models::LawKind::lognormal);
  CHECK(cost("\"20 to 40\"").text == "20 to 40");
  CHECK(cost("{ value = 3, note = \"n\" }").note == "n");
  CHECK(cost("3").place.file == "--set");
  CHECK(cost("3").place.line == 0);
  CHECK(files.read(kSmall, {{"offer.first.take", "0.1"}, {"offer.first.take", "0.2"}}).offers[0].take.law.value == 0.2);
  CHECK(files.read(kSmall, {{"segment", "{ gold = { multiply = { price = 2 } } }"}}).segments[0].name == "gold");
  CHECK(files.read(kSmall, {{"offer.\"first\".take", "0.1"}}).offers[0].take.law.value == 0.1);
}

TEST_CASE("a wrong setting is reported as one") {
  CHECK(complaint(kSmall, {{"offer.frist.price", "3"}}) ==
        "--set: there is no offer 'frist' to change (setting offer.frist.price); did you mean 'first'?");
  CHECK(complaint(kSmall, {{"offer.first.prise", "3"}}).find("--set: unknown key 'prise' in offer.first") == 0);
  CHECK(complaint(kSmall, {{"offer.first.take", "2"}}) == "--set: offer.first.take is 2 (it must be between 0 and 1)");
  CHECK(complaint(kSmall, {{"offer.first.price.x", "2"}}).find("'price' is a number, not a table") != std::string::npos);
  CHECK(complaint(kSmall, {{"offer..price", "2"}}).find("is not a path") != std::string::npos);
  CHECK(complaint(kSmall, {{"unset", "\"offer\""}}) == "--set: unset cannot be set (it is read before everything else)");
  CHECK(complaint(kSmall, {{"extends", "\"x.toml\""}}) == "--set: extends cannot be set (it is read before everything else)");
  // A line break cannot smuggle in another key.
  CHECK(complaint(kSmall, {{"offer.first.price", "2\nlifetime = 3"}}).find("--set: offer.first.price: unexpected 'lifetime'") == 0);
}
