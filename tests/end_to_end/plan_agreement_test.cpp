// The engine's plans against those of the reference simulator: every number of every composed plan.
#include "models/lifetime/simulate.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reference_plan_comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace valuescale;
namespace reference = tests::reference;

const std::string kFolder = std::string(VALUESCALE_SOURCE_DIR) + "/tests/end_to_end/composed/plans/";

constexpr std::size_t kWorlds = 2000, kReferenceWorlds = 500;

std::optional<int> month_or_none(int month) { return month == models::kNoMonth ? std::nullopt : std::optional(month); }

/// A plan in the reference's words, in currency.
reference::PlanOutcome in_currency(const models::PlanOutcome& lived, double units, const std::vector<std::size_t>& channels) {
  reference::PlanOutcome plan;
  const auto money = [&](auto amount) { return static_cast<double>(amount) / units; };
  for (const std::int64_t cash : lived.cash) plan.cash.push_back(money(cash));
  plan.profit = money(lived.profit());
  plan.npv = money(lived.npv);
  plan.run_off_profit = money(lived.run_off);
  plan.run_off_npv = money(lived.run_off_npv);
  for (const std::size_t c : channels) {
    const models::PlanChannel& channel = lived.channels[c];
    plan.customers.push_back(static_cast<double>(channel.customers));
    plan.leads.push_back(channel.leads);
    plan.outlay.push_back(money(channel.acquisition - channel.sale_shares));
    plan.first_sale_shares += money(channel.sale_shares);
    plan.contribution += money(channel.contribution + channel.after - channel.sale_shares);
  }
  plan.fixed_costs = money(lived.fixed_costs);
  plan.marketing_costs = money(lived.marketing_costs);
  plan.interest = money(lived.interest);
  plan.ruined = month_or_none(lived.ruin);
  plan.break_even = month_or_none(lived.break_even);
  plan.lasting_break_even = month_or_none(lived.lasting_break_even);
  plan.lowest_bank = money(lived.lowest_cash);
  return plan;
}

/// Where the reference's channels, which it keeps in another order, are among the engine's.
std::vector<std::size_t> places_of(const reference::Business& business, const models::Scenario& scenario) {
  std::vector<std::size_t> places;
  for (const auto& channel : business.channels) {
    const auto same = [&](const models::Channel& other) { return other.name == channel.name; };
    places.push_back(
        static_cast<std::size_t>(std::find_if(scenario.channels.begin(), scenario.channels.end(), same) - scenario.channels.begin()));
  }
  return places;
}

reference::ReferencePlan engine_plan(const std::string& path, const scenarios::Settings& settings = {}) {
  models::RunOptions options;
  options.worlds = kWorlds;
  const models::Scenario scenario = scenarios::read_scenario(path, settings);
  const reference::Business business = reference::read_business(path, settings);
  const models::Tallies tallies = models::simulate(scenario, options);
  const std::vector<std::size_t> channels = places_of(business, scenario);
  const models::PlanTallies& plan = *tallies.plan;
  const double units = static_cast<double>(tallies.units_per_currency);
  std::vector<reference::PlanOutcome> lived;
  std::vector<double> deepest;
  for (const models::PlanOutcome& world : plan.worlds) {
    lived.push_back(in_currency(world, units, channels));
    deepest.push_back(-static_cast<double>(world.lowest_operating) / units);
  }
  for (std::size_t i = 0; i < plan.short_worlds.size(); ++i)
    deepest[plan.short_worlds[i]] = -static_cast<double>(plan.with_all_cash[i].lowest_operating) / units;
  return reference::summed_up(business, lived, deepest);
}

}  // namespace

TEST_CASE("the engine and the reference agree on every composed plan") {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string path = entry.path().string();
    INFO(path);
    const auto comparison =
        reference::compare(reference::figures_of(engine_plan(path)), kWorlds, reference::reference_plan(path, {}, kReferenceWorlds));
    CHECK(comparison.compared > 200);
    for (const std::string& disagreement : comparison.disagreements) FAIL_CHECK(disagreement);
  }
}

TEST_CASE("the engine's plan is told from another") {
  const auto differ = [](const std::string& what, const std::string& file, const std::string& key, const std::string& value) {
    INFO(file << " with " << key << " = " << value);
    const auto comparison = reference::compare(reference::figures_of(engine_plan(kFolder + file, {{key, value}})), kWorlds,
                                               reference::reference_plan(kFolder + file, {}, kReferenceWorlds));
    CHECK(std::any_of(comparison.disagreements.begin(), comparison.disagreements.end(),
                      [&](const std::string& line) { return line.starts_with(what); }));
  };
  differ("mean of customers of pond", "ponds.toml", "channel.pond.scale", "160");
  differ("mean of interest", "slow.toml", "plan.credit_interest", "0.21");
  differ("mean of outlay of posters", "stop.toml", "plan.when_short", "slow");
  differ("mean of peak_funding", "days.toml", "plan.fixed_costs", "30");
}
