#include "results/answer/plan_worlds.hpp"

namespace valuescale::results {

using models::PlanOutcome;
using models::PlanTallies;

namespace {

/// The deepest point of a plan's cash, had it never been short of it.
double peak_funding(const PlanOutcome& never_short, double units) { return -static_cast<double>(never_short.lowest_operating) / units; }

PlanWorldRow row_of(const PlanOutcome& world, double units, bool has_cash) {
  PlanWorldRow row;
  row.customers = world.customers();
  row.profit = static_cast<double>(world.profit()) / units;
  row.npv = world.npv / units;
  row.run_off_profit = static_cast<double>(world.run_off) / units;
  row.run_off_npv = world.run_off_npv / units;
  row.peak_funding = peak_funding(world, units);
  row.break_even = month_or_never(world.break_even);
  row.lasting_break_even = month_or_never(world.lasting_break_even);
  row.was_short = world.was_short;
  if (!has_cash) return row;
  row.lowest_cash = static_cast<double>(world.lowest_cash) / units;
  row.ruin = month_or_never(world.ruin);
  return row;
}

}  // namespace

double month_or_never(int month) { return month == models::kNoMonth ? std::numeric_limits<double>::infinity() : month; }

std::vector<PlanWorldRow> plan_world_rows(const PlanTallies& plan, double units) {
  std::vector<PlanWorldRow> rows;
  rows.reserve(plan.worlds.size());
  for (const PlanOutcome& world : plan.worlds) rows.push_back(row_of(world, units, plan.has_cash));
  for (std::size_t i = 0; i < plan.short_worlds.size(); ++i)
    rows[plan.short_worlds[i]].peak_funding = peak_funding(plan.with_all_cash[i], units);
  return rows;
}

}  // namespace valuescale::results
