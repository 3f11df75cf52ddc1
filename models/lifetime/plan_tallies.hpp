// What the plans of a run came to, world by world. Money in units of 1/units_per_currency, from the plan's first day; starting cash is left out.
#pragma once

#include "models/description/stage.hpp"
#include "sim/stats/integers.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace valuescale::models {

/// Months that never come.
inline constexpr int kNoMonth = 0;

/// What was spent on a channel, and came of it.
struct PlanChannel {
  double leads = 0;  ///< bought; where customers are bought, as many as they stand for
  std::int64_t customers = 0;
  std::int64_t acquisition = 0;   ///< paid or owed for them, shares of first sales included
  std::int64_t sale_shares = 0;   ///< those
  std::int64_t contribution = 0;  ///< of its customers until the plan's end
  std::int64_t after = 0;         ///< and after that
  std::int64_t revenue = 0;       ///< what they paid until the plan's end, less what they were given back
  std::int64_t profit = 0;        ///< what moved until the plan's end: contribution less acquisition as it was paid
  bool has_paid = false;          ///< anything was paid until then
  int break_even = kNoMonth, lasting_break_even = kNoMonth;  ///< of what moved: months, from 1
  friend bool operator==(const PlanChannel&, const PlanChannel&) = default;
};

/// Whom a month won, whatever the channel.
struct PlanCohort {
  std::int64_t customers = 0;
  std::int64_t acquisition = 0;
  std::int64_t contribution = 0;  ///< of their whole lives
  int paid_back = kNoMonth;       ///< month, counted from 1 in which they were paid for, at whose end they first had brought what they cost
  friend bool operator==(const PlanCohort&, const PlanCohort&) = default;
};

/// So many months of life are told of one by one.
inline constexpr std::size_t kMostCohortAges = 120;

/// Whom a month won, in many worlds together.
struct CohortCash {
  sim::Int128 acquisition = 0;
  std::vector<sim::Int128> by_age;  ///< what they brought in each month of theirs, the first of which is that in which they were paid for
  CohortCash& operator+=(const CohortCash& other);
  friend bool operator==(const CohortCash&, const CohortCash&) = default;
};

/// A plan as it was lived in one world.
struct PlanOutcome {
  std::vector<std::int64_t> cash;  ///< by month: all that moved until its end
  double npv = 0;                  ///< of what moved until the end
  std::int64_t run_off = 0;        ///< what moves at all, customers' whole lives included
  double run_off_npv = 0;
  std::int64_t fixed_costs = 0, interest = 0;
  std::int64_t marketing_costs = 0;  ///< fixed costs that are for winning customers
  std::int64_t lowest_cash = 0;  ///< starting cash included: what was in the bank at the worst moment, less than 0 where credit was drawn
  std::int64_t lowest_operating = 0;                         ///< of cumulative cash without starting cash and interest: at most 0
  int ruin = kNoMonth;                                       ///< month, from 1
  int break_even = kNoMonth, lasting_break_even = kNoMonth;  ///< months, from 1
  bool was_short = false;                                    ///< less was spent on acquisition than planned
  std::vector<PlanChannel> channels;
  std::vector<PlanCohort> cohorts;  ///< by month
  /// What customers paid less what they were given back: by month until the plan's end, and by stage in their whole lives. Of plans that are counted.
  std::vector<std::int64_t> revenue;
  std::array<std::int64_t, kStages> stage_revenue{};
  /// What they brought at each stage in their whole lives, where only some of them are lived and these stand for all; else the tallies know it.
  std::array<std::int64_t, kStages> stage_contribution{};
  std::vector<std::int64_t> active;  ///< customers after their first sale of whom something may still come, by month

  std::int64_t profit() const { return cash.back(); }
  std::int64_t customers() const {
    std::int64_t sum = 0;
    for (const PlanChannel& channel : channels) sum += channel.customers;
    return sum;
  }
  friend bool operator==(const PlanOutcome&, const PlanOutcome&) = default;
};

/// A plan beside that of the same world, which differs in luck alone, or in luck and shocks: it meets those of the world before.
struct PlanPair {
  std::size_t world;
  std::int64_t profit, run_off;  ///< of the other one
  double npv, run_off_npv;
  std::vector<std::int64_t> active{};  ///< where only some customers are lived
  friend bool operator==(const PlanPair&, const PlanPair&) = default;
};

/// Worlds in which ruin is likelier than it is, besides those of the run; each counts for as many as its weight says (models/lifetime/tilt.hpp).
struct RuinWorlds {
  std::size_t drawn_as_ever = 0;  ///< the first of them
  std::vector<int> months;        ///< of ruin
  std::vector<double> weights;
  friend bool operator==(const RuinWorlds&, const RuinWorlds&) = default;
};

struct PlanTallies {
  int months = 0;
  double month = 1;           ///< steps
  double lived_share = 1;     ///< of the plan's customers, the rest of whom they stand for
  bool has_cash = false;      ///< starting cash was given, so that the plan may run short of it
  bool has_unknowns = false;  ///< beside whether, when and how hard shocks strike
  std::vector<PlanOutcome> worlds;
  std::vector<std::vector<CohortCash>> cohort_cash;  ///< [replicate][month]: of its worlds
  std::vector<PlanOutcome> with_all_cash;  ///< the same plan, never short of cash; of worlds in which it was short, in their order
  std::vector<std::size_t> short_worlds;   ///< those worlds
  std::vector<PlanPair> pairs;             ///< that differ in luck
  std::vector<PlanPair> life_pairs;   ///< that differ in the luck of customers, but not in how many there are; empty where all are lived
  std::vector<PlanPair> shock_pairs;  ///< that differ in luck and shocks; empty where there are no shocks
  std::optional<RuinWorlds> ruin_worlds;  ///< if asked for
  friend bool operator==(const PlanTallies&, const PlanTallies&) = default;
};

}  // namespace valuescale::models
