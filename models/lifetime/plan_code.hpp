// A plan compiled: what is meant to be won and paid in each world and month, as numbers.
#pragma once

#include "models/acquisition/response.hpp"
#include "models/description/scenario.hpp"
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/calendar_code.hpp"
#include "models/lifetime/tallies.hpp"
#include "sim/random/philox.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

struct Program;
class Workshop;

/// How a channel wins people, whichever the world.
struct WinningCode {
  std::size_t channel = 0;
  std::uint64_t first = 0;  ///< number of its first customer
  Acquisition::By by = Acquisition::By::spend;
  sim::Key buyers_key{};                 ///< of how many of its leads buy
  bool counts_leads = true;              ///< its cost, or its response, is of leads; else of customers
  const ResponseCurve* curve = nullptr;  ///< what `spend` brings; null: it pays for as many as it does
  std::string path;                      ///< of what is planned: "plan.leads.ads"
  Place place;                           ///< where

  /// Number of the first customer of a month. All customers of a plan have numbers of their own, hence luck of their own; and whom a month
  /// brings is the same however many others bring.
  std::uint64_t first_in(std::size_t month) const { return first + (std::uint64_t{month} << 30); }
};

/// The same in one world. Money in units.
struct Winning {
  double delay = 0;  ///< steps from paying to the first sale
  struct Month {
    double planned = 0;     ///< units of money, leads or customers
    double conversion = 0;  ///< P(a lead buys)
    double cost = 0;        ///< of a lead, or of a customer; where there is a curve, what multiplies it
    double at_sale = 0;     ///< paid for each customer at the first sale
  };
  std::vector<Month> months;
  std::vector<std::uint32_t> thresholds;  ///< [month][segments − 1]: of the segments of buyers
  std::vector<double> response;
  double capacity = 0;  ///< of leads or customers a month that the curve may bring
};

/// A cost of which there is one for every so many customers.
struct StepCost {
  std::vector<double> a_month;
  double for_customers = 1;
  bool is_marketing = false;
};

struct WorldPlan {
  std::vector<Winning> winnings;
  std::vector<std::int64_t> fixed_costs;      ///< by month
  std::vector<std::int64_t> marketing_costs;  ///< what of them is for winning customers
  std::vector<StepCost> step_costs;
  std::int64_t cash = 0, credit = 0;
  double interest = 0;   ///< a month, on what is drawn
  double reinvest = 0;   ///< share
  int paid_after = 0;    ///< months
  double force = 0;      ///< of discounting, a month
  double customers = 0;  ///< expected of the plan, whatever cash there is
};

struct PlanCode {
  int months = 0;
  WhenShort when_short = WhenShort::slow;
  bool has_cash = false;
  bool has_unknowns = false;  ///< beside how hard shocks strike
  std::vector<WinningCode> winnings;
  std::size_t schedules = 1;
  std::vector<WorldPlan> worlds;      ///< [schedule][world]
  std::size_t calendar_months = 0;    ///< after which nothing changes
  std::vector<std::uint32_t> phases;  ///< [schedule][world][month]; empty where there is only one

  /// Customers expected of all worlds together.
  double customers() const;
  std::size_t world_count() const { return worlds.size() / schedules; }
  const WorldPlan& world(std::size_t schedule, std::size_t w) const { return worlds[schedule * world_count() + w]; }
  std::uint32_t phase(std::size_t schedule, std::size_t w, std::size_t month) const {
    return phases.empty()
               ? 0
               : phases[(schedule * world_count() + w) * calendar_months + (month < calendar_months ? month : calendar_months - 1)];
  }
};

/// Needs the program's costs, conversions and discounting.
/// Keys are of a channel by its name, so that another channel changes nothing of its luck.
PlanCode compile_plan(Workshop& workshop, const CalendarCode& calendar, const Program& program);

/// Months from the plan's first until the last customer's life ends, in whatever world.
std::size_t months_lived(const Scenario& scenario, const Assumptions& assumptions, std::size_t worlds);

/// So many customers of a channel and month have numbers of their own; more people, or more units of money, are not counted exactly.
inline constexpr double kMostCustomersAMonth = 1 << 30, kMostPeopleAMonth = 1e15, kMostMoneyAMonth = 0x1p56;
/// Throws InputError: an amount is larger than kMostMoneyAMonth.
[[noreturn]] void refuse_money(const Place& place, const std::string& path, double units_per_currency);
/// Throws InputError: a channel brings more than `most` of something in a month.
[[noreturn]] void refuse_month(const WinningCode& code, std::size_t month, const char* what, double most);

/// The month, counted from 0, in which time `months` of the plan falls: a first sale at its very beginning is that month's.
std::size_t month_of_first_sale(double months);
/// Anything else at that moment is the month's before: of a life that began then, the month in which a step ends; step 0 is the first sale.
std::size_t month_of_step(double birth, std::size_t step, double steps_a_month);

/// How many leads or customers a month's money, in units, brings.
double brought_by(const WinningCode& code, const Winning& winning, std::size_t month, double money, double units);

}  // namespace valuescale::models
