// A business that follows its plan, lived month by month by the reference simulator: one customer after another, one payment after another,
// as scenarios/README.md says under `[plan]`. A month begins with fixed costs, bills that are due and acquisition; then customers bring what
// they bring; it ends with interest. Months are counted from 1.
#pragma once

#include "tests/support/reference_world.hpp"

#include <optional>
#include <vector>

namespace valuescale::tests::reference {

/// What became of a plan in one world, in currency.
struct PlanOutcome {
  std::vector<double> cash;       ///< that has moved by the end of each month; without the cash at the start
  std::vector<double> operating;  ///< the same without interest
  std::vector<double> active;     ///< customers of whom something may come after the end of each month
  double profit = 0, npv = 0;     ///< by the end of the last month
  double run_off_profit = 0, run_off_npv = 0;
  std::vector<double> customers, leads, outlay;  ///< by channel; leads of customers won for certain are those it takes on average
  std::vector<double> channel_profit;            ///< what moved by the end of the last month, by channel
  double contribution = 0;                       ///< of all customers' whole lives
  double first_sale_shares = 0;                  ///< that channels took of it
  double fixed_costs = 0, marketing_costs = 0, interest = 0;
  std::optional<int> ruined;  ///< month
  /// Month at whose end operating cash is back at 0 once something was paid, for the first time and for good.
  std::optional<int> break_even, lasting_break_even;
  std::vector<std::optional<int>> channel_break_even, channel_lasting_break_even;  ///< the same of each channel's cash
  double lowest_bank = 0;  ///< balance, as months have begun and been paid for, or ended
  double deepest = 0;      ///< cash that has moved, likewise; 0 if never below
};

enum class Limits {
  as_planned,
  none,  ///< there is always enough money, and it costs nothing
};

PlanOutcome live_plan(const Business& business, const World& world, Limits limits, Random& random);

}  // namespace valuescale::tests::reference
