// The composed plans, lived by the reference simulator: they use every key there is, their books balance, and comparing notices a change.
#include "tests/support/catch.hpp"
#include "tests/support/reference_plan_checks.hpp"
#include "tests/support/reference_plan_comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <toml++/toml.h>

namespace {

using namespace valuescale::tests::reference;

const std::string kComposed = std::string(VALUESCALE_SOURCE_DIR) + "/tests/end_to_end/composed/", kFolder = kComposed + "plans/";

constexpr std::size_t kWorlds = 300;

std::vector<std::string> plans() {
  std::vector<std::string> paths;
  for (const char* folder : {"plans", "calendar"})
    for (const auto& entry : std::filesystem::directory_iterator(kComposed + folder)) paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

double all(const std::vector<double>& by_channel) { return std::accumulate(by_channel.begin(), by_channel.end(), 0.0); }

/// Keys of [plan], and of its schedules and costs, that a file uses.
void collect_keys(const toml::table& table, const std::string& path, std::set<std::string>& keys) {
  static const std::set<std::string> named = {"spend", "leads", "customers", "delay", "cost"};
  for (const auto& [key, node] : table) {
    const std::string own = path + std::string(key.str());
    keys.insert(own);
    if (own == "when_short") keys.insert(own + " " + *node.value<std::string>());
    if (node.is_array()) keys.insert("list");
    const toml::table* inner = node.as_table();
    if (!inner) continue;
    if (path.empty() && named.contains(own)) {
      for (const auto& [name, entry] : *inner)
        if (entry.is_table()) collect_keys(*entry.as_table(), own + ".", keys);
    } else {
      collect_keys(*inner, own + ".", keys);
    }
  }
}

}  // namespace

TEST_CASE("the composed plans use every key of a plan") {
  std::set<std::string> keys;
  for (const std::string& path : plans()) collect_keys(*toml::parse_file(path)["plan"].as_table(), "", keys);
  for (const char* key : {"months",
                          "spend",
                          "leads",
                          "customers",
                          "delay",
                          "fixed_costs",
                          "cost",
                          "cost.a_month",
                          "cost.for_customers",
                          "cost.marketing",
                          "cash",
                          "credit",
                          "credit_interest",
                          "when_short slow",
                          "when_short stop",
                          "when_short go on",
                          "reinvest",
                          "acquisition_paid_after",
                          "list",
                          "spend.start",
                          "spend.growth",
                          "spend.last",
                          "spend.ramp",
                          "leads.first",
                          "fixed_costs.start"}) {
    INFO(key);
    CHECK(keys.contains(key));
  }
}

TEST_CASE("the books of every composed plan balance") {
  for (const std::string& path : plans()) {
    INFO(path);
    const Business business = read_business(path);
    const std::size_t months = static_cast<std::size_t>(business.plan->months);
    Random random(3);
    int ruined = 0, customers = 0;
    for (int w = 0; w < 60; ++w) {
      const World world(business, random);
      const PlanOutcome plan = live_plan(business, world, Limits::as_planned, random);
      REQUIRE(plan.cash.size() == months);
      CHECK(plan.cash.back() == plan.profit);
      CHECK(plan.operating.back() == Approx(plan.profit + plan.interest));
      // In the end, all that customers brought, less all that was paid.
      CHECK(plan.run_off_profit == Approx(plan.contribution - all(plan.outlay) - plan.fixed_costs - plan.interest).margin(0.01));
      CHECK(plan.lowest_bank <=
            (business.plan->cash ? world.value(*business.plan->cash) : 0) + *std::min_element(plan.cash.begin(), plan.cash.end()) + 0.001);
      CHECK(all(plan.customers) <= all(plan.leads) + 0.001);
      if (plan.lasting_break_even) CHECK(plan.operating.back() > -0.001);
      ruined += plan.ruined ? 1 : 0;
      customers += static_cast<int>(all(plan.customers));
    }
    CHECK(customers > 60 * 30);
    if (business.plan->cash) CHECK(ruined < 60);
  }
}

TEST_CASE("two runs of the reference agree on every composed plan") {
  for (const std::string& path : plans()) {
    INFO(path);
    const auto comparison = compare(figures_of(reference_plan(path, {}, kWorlds, 1)), kWorlds, reference_plan(path, {}, kWorlds, 2));
    CHECK(comparison.compared > 200);
    for (const std::string& disagreement : comparison.disagreements) FAIL_CHECK(disagreement);
  }
}

TEST_CASE("another plan is told from the reference") {
  const auto differ = [](const std::string& what, const std::string& file, const std::string& key, const std::string& value) {
    INFO(file << " with " << key << " = " << value);
    const auto other = compare(figures_of(reference_plan(kFolder + file, {{key, value}}, kWorlds, 1)), kWorlds,
                               reference_plan(kFolder + file, {}, kWorlds, 2));
    CHECK(std::any_of(other.disagreements.begin(), other.disagreements.end(),
                      [&](const std::string& line) { return line.starts_with(what); }));
  };
  differ("mean of outlay of search", "launch.toml", "plan.spend.search.growth", "0.09");
  differ("mean of cash 3", "launch.toml", "plan.delay.fair", "0");
  differ("mean of fixed_costs", "launch.toml", "plan.cost.support.for_customers", "28");
  differ("mean of customers of pond", "ponds.toml", "channel.pond.scale", "160");
  differ("mean of outlay of web", "slow.toml", "plan.reinvest", "0.25");
  differ("mean of interest", "slow.toml", "plan.credit_interest", "0.21");
  differ("probability of ruined ever", "slow.toml", "plan.cash", "400");
  differ("mean of outlay of posters", "stop.toml", "plan.when_short", "slow");
  differ("probability of ruined ever", "together.toml", "plan.credit", "400");
  differ("mean of npv", "ponds.toml", "discount_rate", "0.6");
  differ("mean of cash 2", "paid-later.toml", "plan.acquisition_paid_after", "\"1 month\"");
  differ("ratio of customer profit", "word-of-mouth.toml", "referral.friends.leads", "0.2");
  differ("mean of peak_funding", "days.toml", "plan.fixed_costs", "30");
}
