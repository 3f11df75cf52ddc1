// Which is better, by how much, and how sure that is.
//
// Options live by common random numbers: the same worlds' assumptions and each customer's luck, as far as they ask the same. What moves all of them alike cancels
// from their differences.
#pragma once

#include "results/answer/density.hpp"
#include "results/answer/sentences.hpp"
#include "results/decision/budgets.hpp"
#include "results/decision/option_values.hpp"
#include "results/decision/ranking.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

/// a − b
struct PairedDifference {
  std::string a, b;
  Interval profit, npv;                         ///< 95 %, sampling error
  double se = kMissing;                         ///< of profit
  Odds odds;                                    ///< that a is better
  double correlation = kMissing;                ///< of what two units of the sample say; missing where one doesn't vary
  double saved = kMissing;                      ///< so many times as many lifetimes would have told it as well from independent runs
  std::optional<Dominance> a_over_b, b_over_a;  ///< over worlds; nothing where nothing is uncertain
};

/// From this step on (of a plan: month) another option is ahead.
struct Crossing {
  double at;
  std::string leader;
};

struct ComparedOption {
  std::string name;
  Interval profit, npv;
  Estimate p_best;
  std::vector<Estimate> rank;
  Estimate regret;
  std::vector<std::pair<double, double>>
      worlds;                         ///< level, quantile of profit over worlds with luck taken out; empty where nothing is uncertain
  std::optional<Density> density;     ///< of the same worlds; nothing where nothing is uncertain, or all are alike
  std::string title;                  ///< of the scenario that it is; empty of a part of one, and of doing nothing
  std::vector<std::string> warnings;  ///< of its run, where options are runs of their own
};

/// How densely worlds lie around what a brings more than b, luck taken out.
struct DensityOfDifference {
  std::string a, b;
  Density of;
};

struct Comparison {
  Basis basis = Basis::lead;
  bool is_uncertain = false;                  ///< else P(best) and regret are of the simulation's own error
  std::vector<ComparedOption> options;        ///< as they came; then doing nothing, if that is an option
  std::vector<PairedDifference> differences;  ///< all to the first
  std::vector<PairedDifference> of_best;      ///< likewise, of the best of the options with each other
  std::optional<DensityOfDifference> ahead;   ///< of the best of them, by its mean, and the next
  std::string best;                           ///< by its mean
  std::optional<std::string> winner;          ///< the best, if it differs from all others beyond chance, however many there are
  double critical = kMissing;                 ///< of those differences, in standard errors
  double picked = kMissing;                   ///< what picking the best brings, without the luck of having been picked
  std::vector<Crossing> crossings;            ///< of the options' cumulative profit; the first entry leads from the start
  std::optional<BudgetComparison> budgets;    ///< of channels, if asked for
  std::int64_t worlds = 1, runs = 0, lifetimes = 0;
  std::vector<std::string> warnings;
};

inline const std::string kNothing = said<"option.nothing">();

/// Of two options or more with as many worlds. `again`: likewise, of the first of the same worlds with other customers' luck; empty where luck belongs to
/// the values, or nothing is uncertain. Throws models::InputError where the basis does not fit.
Comparison compare(const std::vector<Option>& options, const std::vector<Option>& again, Basis basis, bool may_do_nothing);

}  // namespace valuescale::results
