// Customers who bring customers, as they are reported: against a scenario without them, the law of the number of children, and arithmetic.
#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "results/json/to_json.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

using namespace valuescale;
using models::Scenario;
using nlohmann::json;
using results::Answer;
using results::Estimate;

namespace {

constexpr double kErrors = 4.5;

Answer answer_to(const Scenario& scenario, std::int64_t customers, std::optional<std::int64_t> worlds = {}) {
  models::RunOptions options;
  options.customers = customers;
  options.worlds = worlds;
  options.seed = 5;
  std::vector<std::string> channels, segments;
  for (const auto& channel : scenario.channels) channels.push_back(channel.name);
  for (const auto& segment : scenario.segments) segments.push_back(segment.name);
  return results::make_answer(models::simulate(scenario, options), channels, segments);
}

double errors_off(const Estimate& estimate, double exact) { return std::fabs(estimate.value - exact) / estimate.se; }

/// Two channels, two segments that bring differently, children of a mix of their own who bring nobody.
const std::string kFriends = R"TOML(
title = "Friends"
lifetime = 6
[channel.web]
cost_per_lead = 6
customers = 300
[channel.fair]
cost_per_lead = 9
customers = 700
[segment.loud]
share = 0.25
multiply.referrals = 2
[segment.quiet]
share = 0.75
[offer.first]
take = 0.5
price = 20
[referral.friends]
leads = 0.5
take = 0.8
delay = "uniform(0, 4)"
generations = 1
mix = { loud = 0.1, quiet = 0.9 }
)TOML";

/// The views of everybody, channels and segments, as JSON.
json views_of(const json& answer, bool without) {
  json all = json::array();
  const auto add = [&](const json& block) {
    const json& views = without ? block["referrals"]["without"] : block;
    for (const char* view : {"lead", "customer"}) {
      json one = views[view];
      // Which curve is the headline is a question about the scenario.
      one["payback"].erase("headline");
      // Who brings the profit is told of everything together.
      one.erase("concentration");
      one.erase("profit_histogram");
      one.erase("profit_ranks");
      one["by_stage"].erase("referral");
      all.push_back(one);
    }
  };
  add(answer);
  for (const char* margin : {"channel", "segment"})
    for (const auto& block : answer["by"][margin]) add(block);
  return all;
}

std::string first_difference(const json& a, const json& b) {
  const json all = json::diff(a, b);
  return all.empty() ? "" : all[0].dump();
}

}  // namespace

TEST_CASE("numbers without referrals are those of a scenario without referrals, to the last digit") {
  // More than referrals is uncertain, or without them there would be nothing to tell worlds apart by.
  const std::pair<const char*, scenarios::Settings> cases[] = {
      {"tests/end_to_end/composed/referrals.toml", {{"offer.first.unit_cost", "'7 to 9'"}}},
      {"scenarios/mechanisms/generations.toml", {}},
      {"scenarios/businesses/hairdresser.toml", {}}};
  for (const auto& [file, settings] : cases) {
    CAPTURE(file);
    Scenario scenario = scenarios::read_scenario(file, settings);
    const Answer with = answer_to(scenario, 20'000);
    scenario.referrals.clear();
    const Answer never = answer_to(scenario, 20'000, with.worlds);
    const json ours = json::parse(results::to_json(with)), theirs = json::parse(results::to_json(never));
    CHECK(theirs["referrals"].is_null());
    CHECK(first_difference(views_of(ours, true), views_of(theirs, false)) == "");
    CHECK_FALSE(first_difference(views_of(ours, false), views_of(theirs, false)) == "");
  }
}

TEST_CASE("where everybody brings 0.8 others they bring 4 in all, with a variance of 100") {
  // A branching process of Poisson(0.8): totals have the mean 1/(1 − 0.8) and the variance 0.8/(1 − 0.8)³ (Borel 1942, Tanner 1961).
  constexpr std::int64_t kCustomers = 200'000;
  const Scenario scenario = scenarios::read_scenario("scenarios/mechanisms/word-of-mouth.toml");
  const Answer answer = answer_to(scenario, kCustomers);
  const results::Referrals& referrals = *answer.all.referrals;
  CHECK(errors_off(referrals.children, 4) < kErrors);
  CHECK(errors_off(referrals.direct_children, 0.8) < kErrors);
  // Errors come from 64 replicates or more: each is known to a tenth or so of itself.
  CHECK(referrals.children.se * std::sqrt(kCustomers) == Approx(10).epsilon(0.4));
  CHECK(referrals.direct_children.se * std::sqrt(kCustomers) == Approx(std::sqrt(0.8)).epsilon(0.4));
  CHECK(referrals.by_segment.empty());
  // Cost is certain, hence so is the ratio to what is brought.
  CHECK(referrals.cac_paid.value == 1.5);
  CHECK(referrals.cac_paid.se == 0);
  CHECK(referrals.cac_blended.value == Approx(1.5 / (1 + referrals.children.value)).epsilon(1e-13));
  CHECK(referrals.cac_blended.se == Approx(1.5 * referrals.children.se / std::pow(1 + referrals.children.value, 2)).epsilon(1e-10));
  CHECK(referrals.customer.profit.mean.value == -0.5);
  CHECK(referrals.customer.payback.first.never.value == 1);

  // Of another law they would not be.
  const Answer fewer =
      answer_to(scenarios::read_scenario("scenarios/mechanisms/word-of-mouth.toml", {{"referral.friends.leads", "0.78"}}), kCustomers);
  CHECK(errors_off(fewer.all.referrals->children, 4) > kErrors);
  CHECK(errors_off(fewer.all.referrals->direct_children, 0.8) > kErrors);
}

TEST_CASE("children are told apart by their own segments, and customers by theirs") {
  const Scenario scenario = tests::written(kFriends);
  const Answer answer = answer_to(scenario, 200'000);
  const results::Referrals& all = *answer.all.referrals;
  const double loud = 2 * 0.4, quiet = 0.4, mean = 0.25 * loud + 0.75 * quiet;
  CHECK(errors_off(all.children, mean) < kErrors);
  // Nobody has grandchildren.
  CHECK(all.direct_children.value == all.children.value);
  REQUIRE(all.by_segment.size() == 2);
  CHECK(all.by_segment[0].first == "loud");
  CHECK(errors_off(all.by_segment[0].second, 0.1 * mean) < kErrors);
  CHECK(errors_off(all.by_segment[1].second, 0.9 * mean) < kErrors);
  CHECK(all.by_segment[0].second.value + all.by_segment[1].second.value == Approx(all.children.value).epsilon(1e-13));
  CHECK(errors_off(answer.segments[0].second.referrals->children, loud) < kErrors);
  CHECK(errors_off(answer.segments[1].second.referrals->children, quiet) < kErrors);
  CHECK(errors_off(answer.segments[1].second.referrals->by_segment[0].second, 0.1 * quiet) < kErrors);
  // CAC is 12 and 18; all segments of a channel carry the same.
  CHECK(answer.channels[0].second.referrals->cac_blended.value ==
        Approx(12 / (1 + answer.channels[0].second.referrals->children.value)).epsilon(1e-13));
  CHECK(errors_off(answer.channels[1].second.referrals->cac_blended, 18 / (1 + mean)) < kErrors);
  CHECK(errors_off(all.cac_blended, (0.3 * 12 + 0.7 * 18) / (1 + mean)) < kErrors);

  // Were the mix or the loudness another, it would be seen.
  CHECK(errors_off(all.by_segment[0].second, 0.11 * mean) > kErrors);
  CHECK(errors_off(answer.segments[0].second.referrals->children, 0.78) > kErrors);
  CHECK(errors_off(all.cac_blended, (0.3 * 12 + 0.7 * 18) / (1 + 1.02 * mean)) > kErrors);
}

TEST_CASE("of many worlds the error of a head's cost is that of the worlds") {
  // Leads are worth between little and much: in a world where children are many a head is cheap. All leads buy, so that worlds count alike.
  std::string text = kFriends;
  text.replace(text.find("leads = 0.5"), 11, "leads = 'uniform(0, 1)'");
  const Scenario scenario = tests::written(text);
  constexpr int kWorlds = 400;
  const Answer answer = answer_to(scenario, 400 * 50, kWorlds);
  const results::Referrals& all = *answer.all.referrals;
  // Children per customer given leads L: L; variance between worlds 1/12, within a world the luck of 50 customers.
  CHECK(errors_off(all.children, 0.5) < kErrors);
  const double variance = 1.0 / 12 + 0.54 / 50;
  CHECK(all.children.se * std::sqrt(kWorlds) == Approx(std::sqrt(variance)).epsilon(0.15));
  const double cost = 0.3 * 12 + 0.7 * 18;
  CHECK(errors_off(all.cac_blended, cost / 1.5) < kErrors);
  CHECK(all.cac_blended.se * std::sqrt(kWorlds) == Approx(cost / 2.25 * std::sqrt(variance)).epsilon(0.15));
  // Customers of all worlds together would seem much surer.
  CHECK(all.children.se > 1.5 * std::sqrt(0.54 / (50.0 * kWorlds)));
}

TEST_CASE("where nobody can bring anybody there is nothing to say of it") {
  std::string text = kFriends;
  text.erase(text.find("[referral.friends]"));
  text.erase(text.find("multiply.referrals"), std::string("multiply.referrals = 2").size());
  const Answer answer = answer_to(tests::written(text), 1'000);
  CHECK_FALSE(answer.all.referrals);
  CHECK_FALSE(answer.channels[0].second.referrals);
}
