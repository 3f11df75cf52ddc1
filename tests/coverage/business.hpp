// A business of which everything is known by quadrature, so that intervals can be held against the truth.
//
// A lead costs 4 and buys with probability p. Customers come back each month with probability 0.7, until the first time they don't, and spend an
// exponential amount of mean 30 each time, of which the share m is left. What a customer spends in all, S, is then 0 with probability 0.3 and
// otherwise exponential with mean 30/0.3 = 100: a sum of geometrically many exponentials. Skewed, with an atom.
//
//   certain    p = 0.1, m = 1: a customer's profit is S − 40
//   uncertain  p ~ Beta(4, 36), m ~ Beta(8, 2): strongly so, and worlds with dear customers have few of them
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace valuescale::coverage {

inline constexpr int kCohort = 100;  ///< customers in the cohort that is asked about

std::string certain_scenario();
std::string uncertain_scenario();

/// What is true of a view of a business.
struct Truths {
  double profit, ltv_cac, loss, ever;                          ///< means and shares of people
  double median, high;                                         ///< 50 % and 95 % points of people's profit
  double low_world, middle_world, high_world;                  ///< 5 %, 50 % and 95 % points of what worlds expect
  double world_loss;                                           ///< share of worlds that expect a loss
  double low_cohort, middle_cohort, high_cohort, cohort_loss;  ///< of cohorts' profit per customer
  double best_fifth, gini;                                     ///< of the certain business
};
struct Business {
  Truths customer{}, lead{};
  double conversion = 0.1;
};
Business certain_business();
Business uncertain_business();

/// The uncertain business as a plan: the cohort is bought in the first month and lived to its end. All of it is paid for at once, whatever is in the bank,
/// so that money is needed most at the beginning, and the plan is ruined by the end of the first month or never.
std::string planned_scenario();

/// What is true of the plan. Tails by level, 90, 95 and 99 %.
struct PlanTruths {
  double profit, loss, ruin;                    ///< mean, and shares of worlds
  double low, median, high;                     ///< 5 %, 50 % and 95 % points of profit
  double middle_peak, high_peak;                ///< 50 % and 95 % points of peak funding
  std::vector<std::pair<double, double>> cvar;  ///< level, value
};
PlanTruths planned_business();

}  // namespace valuescale::coverage
