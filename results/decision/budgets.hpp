// Which channel brings most for the money, at one budget and another: where channels respond to spend, the best for a little is seldom the best for much.
#pragma once

#include "results/decision/experiment.hpp"
#include "results/decision/option_values.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// All of a budget spent on one channel or another.
struct BudgetRow {
  double budget = 0;
  std::vector<Interval> profit;  ///< by channel, currency
  std::string leader;
};

/// From this budget on another channel brings more.
struct BudgetCrossing {
  double at;
  std::string from, to;
};

struct BudgetComparison {
  std::vector<std::string> channels;
  std::vector<BudgetRow> rows;            ///< by budget
  std::vector<BudgetCrossing> crossings;  ///< between neighbouring budgets
};

/// Budgets in increasing order, above 0. What a channel earns that does not respond to spend is in proportion to it.
BudgetComparison compare_budgets(const models::Scenario& scenario, const std::vector<double>& budgets, Experiment& experiment);

}  // namespace valuescale::results
