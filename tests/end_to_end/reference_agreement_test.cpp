// Two programs, one answer: every shipped scenario, and some made up to combine what they don't, run by the engine and by the reference
// simulator. They draw different customers, so they agree within 4.5 standard errors, and exactly where nothing is left to chance.
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reference_comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace {

using valuescale::tests::reference::compare;

/// Plans are compared elsewhere, by what becomes of the business (plan_agreement_test).
bool has_plan(const std::filesystem::path& path) { return valuescale::scenarios::read_scenario(path.string()).plan.has_value(); }

std::vector<std::string> scenarios_in(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(VALUESCALE_SOURCE_DIR) + "/" + folder)) {
    if (entry.path().extension() == ".toml" && !has_plan(entry.path())) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE(!paths.empty());
  return paths;
}

void check_agreement(const std::string& path, double effort) {
  INFO(path);
  const auto comparison = compare(path, effort);
  CHECK(comparison.compared > 50);
  for (const std::string& disagreement : comparison.disagreements) FAIL_CHECK(disagreement);
}

/// Where scenarios are, and how much effort is enough: lives of whole businesses are long, and full of events that tell.
constexpr std::pair<const char*, double> kFolders[] = {
    {"scenarios", 1}, {"scenarios/mechanisms", 1}, {"scenarios/businesses", 0.2}, {"tests/end_to_end/composed", 1}};
constexpr double kQuick = 0.2;
constexpr double kLong = 2;

}  // namespace

TEST_CASE("the engine and the reference agree on every scenario") {
  for (const auto& [folder, share] : kFolders) {
    for (const std::string& path : scenarios_in(folder)) check_agreement(path, kQuick * share);
  }
}

TEST_CASE("the engine and the reference agree closely on every scenario", "[long]") {
  for (const auto& [folder, share] : kFolders) {
    for (const std::string& path : scenarios_in(folder)) check_agreement(path, kLong * share);
  }
}

TEST_CASE("an engine with another parameter is told from the reference") {
  const std::string folder = std::string(VALUESCALE_SOURCE_DIR) + "/";
  const auto differ = [&](const std::string& path, const std::string& key, const std::string& value) {
    INFO(path << " with " << key << " = " << value);
    CHECK(!compare(folder + path, kQuick, {{key, value}}).disagreements.empty());
  };
  differ("scenarios/hairdresser.toml", "repeat.cut.return", "0.79");
  differ("scenarios/english-school-both.toml", "step.advanced.delay", "\"5 months\"");
  differ("scenarios/trial-box.toml", "repeat.box.return", "{ same_as = \"offer.trial-box.take\" }");
  differ("scenarios/opt-ins-uncertain.toml", "offer.tripwire.take", "\"beta(2, 25)\"");
  differ("tests/end_to_end/composed/two-channels.toml", "channel.partner.mix_of", "leads");
  differ("tests/end_to_end/composed/together.toml", "correlation", "[]");
  differ("tests/end_to_end/composed/refunded-friends.toml", "referral.friends.leads", "0.9");
  differ("tests/end_to_end/composed/triggers.toml", "repeat.jobs.gap", "\"earliest(gamma(4, mean = 6 months), triangular(1, 2, 14))\"");
  differ("tests/end_to_end/composed/triggers.toml", "step.refit.price", "\"each_event(200 / mix(40%: 8, 60%: uniform(4, 8)))\"");
  differ("tests/end_to_end/composed/every-visit.toml", "step.conditioner.delay", "\"weibull(2, mean = 1.7)\"");
  differ("tests/end_to_end/composed/seen.toml", "offer.first.spend", "[4, 4, 7, 13]");
  differ("tests/end_to_end/composed/shared-spend.toml", "spend.orders.q", "5.2");
  differ("tests/end_to_end/composed/changes.toml", "segment.gold.odds.return", "0.8");
  differ("tests/end_to_end/composed/lattice.toml", "repeat.monthly.cost_per_month", "0.97");
  differ("tests/end_to_end/composed/ponds.toml", "channel.search.half", "\"2500 to 3600\"");
  differ("tests/end_to_end/composed/ponds.toml", "channel.fair.capacity", "170");
  differ("tests/end_to_end/composed/ponds.toml", "channel.club.share_of_first_sale", "0.25");
  differ("tests/end_to_end/composed/drawn-amounts.toml", "channel.phone.cost_per_lead", "\"each_customer(lognormal(mean = 6.5, sd = 4))\"");
}

TEST_CASE("whom customers bring, and what is left without them, is told from the reference by itself") {
  const auto disagrees_about = [](const std::string& what, const std::string& path, const std::string& key, const std::string& value) {
    INFO(what << " of " << path << " with " << key << " = " << value);
    const auto all = compare(std::string(VALUESCALE_SOURCE_DIR) + "/" + path, kQuick, {{key, value}}).disagreements;
    CHECK(std::any_of(all.begin(), all.end(), [&](const std::string& one) { return one.starts_with(what + ":"); }));
  };
  const std::string referrals = "tests/end_to_end/composed/referrals.toml";
  disagrees_about("children", referrals, "referral.boast.take", "0.5");
  disagrees_about("children of segment loud", referrals, "referral.mouth.mix", "{ loud = 0.7, quiet = 0.3 }");
  disagrees_about("children by segment loud", referrals, "segment.loud.multiply.referrals", "2.4");
  disagrees_about("direct children", "scenarios/mechanisms/word-of-mouth.toml", "referral.friends.leads", "0.77");
  disagrees_about("blended cac", referrals, "channel.web.cost_per_lead", "4.6");
  disagrees_about("customer without referrals profit", referrals, "repeat.orders.price", "9");
  disagrees_about("customer without referrals lasting payback ever", referrals, "repeat.orders.price", "11");
  disagrees_about("lead without referrals npv", referrals, "offer.first.price", "11.5");
}
