// Which of several options is best, how surely, and what it costs to be wrong.
#pragma once

#include "results/answer/answer.hpp"
#include "results/decision/luck.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace valuescale::results {

struct Ranking {
  std::vector<Estimate> p_best;             ///< by option; those that are equal share
  std::vector<std::vector<Estimate>> rank;  ///< [option][place]: P(it is the first, second, ...)
  std::vector<Estimate> regret;             ///< E[the best of each world − this one]
};

/// Values that are as likely as each other, [option][which]: of worlds, with luck taken out; or of what a run might have said. `have_errors`: they were drawn
/// independently, so that shares of them err as shares do.
Ranking rank(const Values& equally_likely, bool have_errors);

/// Where there is only one world, and nothing but the simulation's own error to be unsure of: means in 4,000 Bayesian bootstrap samples (Rubin, Ann. Stat.
/// 9, 130, 1981) of its slices.
Values resampled_means(const Values& slices);

/// Of two options only.
struct Odds {
  Estimate p;                        ///< P(the first is better); equal counts half
  double if_wrong = kMissing;        ///< how much better the other is where it is better, on average
  double if_other_wrong = kMissing;  ///< how much better the first is where it is better
};
Odds odds(const std::vector<double>& a, const std::vector<double>& b, bool have_errors);
/// Of the first so many options, [option][other].
std::vector<std::vector<Odds>> all_odds(const Values& values, std::size_t options, bool have_errors);

/// What is known of options over worlds: `values` with luck taken out by `again` and what the assumptions of worlds tell (results/decision/luck.hpp; `again`
/// is empty where luck belongs to the values).
struct Known {
  Values values;
  Ranking ranking;
  std::vector<std::vector<Odds>> against;  ///< [option][other]: that the option is better; doing nothing is none of them
};
/// Doing nothing is the last option where it is one. Errors are those of shares of worlds, or of the jackknife over 16 groups of worlds that takes luck out
/// anew without each, where these are larger: how much luck there is, and how far means lie apart, errs too. `neighbours`: groups are of
/// neighbouring worlds, which are drawn together; else each 16th world is of a group.
Known rank_over_worlds(const Values& values, const Values& again, const std::vector<std::vector<double>>& assumptions, bool may_do_nothing,
                       bool neighbours);

/// Beyond so many standard errors a difference between two of several options is no accident, whichever two are looked at: the 95 % point of the largest of
/// all |t| were all equal, by Gaussian multipliers (Chernozhukov, Chetverikov & Kato, Ann. Stat. 41, 2786, 2013). Values by independent unit.
double simultaneous_critical(const Values& by_unit);

/// What picking the option with the best mean brings, without the luck of having been picked: of each of up to 16 groups of units, the value of the option that is best in the others. Groups that pick alike err alike, so that it has no simple error.
double value_of_picking(const Values& by_unit);

/// How one option's values over worlds lie beside another's.
struct Dominance {
  bool everywhere = false;  ///< better or equal in every world
  bool first = false;       ///< at every probability (first-order stochastic dominance)
  bool second = false;      ///< for everybody who shuns risk (second-order: Hadar & Russell 1969)
};
Dominance dominance(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace valuescale::results
