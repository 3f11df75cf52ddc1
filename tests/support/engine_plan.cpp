#include "tests/support/engine_plan.hpp"

#include "models/lifetime/simulate.hpp"
#include "scenarios/reader/reader.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace valuescale::tests::reference {

namespace {

std::optional<int> month_or_none(int month) { return month == models::kNoMonth ? std::nullopt : std::optional(month); }

/// A plan in the reference's words, in currency.
PlanOutcome in_currency(const models::PlanOutcome& lived, double units, const std::vector<std::size_t>& channels) {
  PlanOutcome plan;
  const auto money = [&](auto amount) { return static_cast<double>(amount) / units; };
  for (const std::int64_t cash : lived.cash) plan.cash.push_back(money(cash));
  plan.active.assign(lived.active.begin(), lived.active.end());
  plan.profit = money(lived.profit());
  plan.npv = money(lived.npv);
  plan.run_off_profit = money(lived.run_off);
  plan.run_off_npv = money(lived.run_off_npv);
  for (const std::size_t c : channels) {
    const models::PlanChannel& channel = lived.channels[c];
    plan.customers.push_back(static_cast<double>(channel.customers));
    plan.leads.push_back(channel.leads);
    plan.outlay.push_back(money(channel.acquisition - channel.sale_shares));
    plan.channel_profit.push_back(money(channel.profit));
    plan.channel_break_even.push_back(month_or_none(channel.break_even));
    plan.channel_lasting_break_even.push_back(month_or_none(channel.lasting_break_even));
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
std::vector<std::size_t> places_of(const Business& business, const models::Scenario& scenario) {
  std::vector<std::size_t> places;
  for (const auto& channel : business.channels) {
    const auto same = [&](const models::Channel& other) { return other.name == channel.name; };
    places.push_back(
        static_cast<std::size_t>(std::find_if(scenario.channels.begin(), scenario.channels.end(), same) - scenario.channels.begin()));
  }
  return places;
}

}  // namespace

models::Tallies live_in_engine(const std::string& path, const Settings& settings, std::int64_t worlds) {
  models::RunOptions options;
  options.worlds = worlds;
  return models::simulate(scenarios::read_scenario(path, settings), options);
}

ReferencePlan engine_plan(const std::string& path, const Settings& settings, std::int64_t worlds) {
  const models::Scenario scenario = scenarios::read_scenario(path, settings);
  const Business business = read_business(path, settings);
  const models::Tallies tallies = live_in_engine(path, settings, worlds);
  const std::vector<std::size_t> channels = places_of(business, scenario);
  const models::PlanTallies& plan = *tallies.plan;
  const double units = static_cast<double>(tallies.units_per_currency);
  std::vector<PlanOutcome> lived;
  std::vector<double> deepest;
  for (const models::PlanOutcome& world : plan.worlds) {
    lived.push_back(in_currency(world, units, channels));
    deepest.push_back(-static_cast<double>(world.lowest_operating) / units);
  }
  for (std::size_t i = 0; i < plan.short_worlds.size(); ++i)
    deepest[plan.short_worlds[i]] = -static_cast<double>(plan.with_all_cash[i].lowest_operating) / units;
  return summed_up(business, lived, deepest);
}

}  // namespace valuescale::tests::reference
