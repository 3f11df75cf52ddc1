// How to split a budget, and any other set of numbers that may be chosen.
//
// The search runs on common random numbers, where the objective is a plain function of what is chosen; how good the choice is, a run with random numbers of
// its own says, so that the optimum's value isn't its own luck.
#pragma once

#include "results/decision/choices.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/measured.hpp"
#include "results/decision/objective.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// A number of the run that has to stay on one side of a bound.
struct Limit {
  Metric metric;
  bool at_most = true;
  double bound = 0;
};

struct OptimizeQuestion {
  std::vector<Choice> choices;
  std::optional<double> budget;  ///< of all choices together
  Objective objective;
  std::vector<Limit> limits;
  int frontier = 0;  ///< so many choices between the best mean and the best CVaR, with these
};

struct Chosen {
  enum class End { none, floor, ceiling };  ///< of its range
  std::string path;
  models::Meaning meaning = models::Meaning::money;
  double now = kMissing, value = kMissing;
  End end = End::none;
  /// What one unit more of it adds to the objective, there: the derivative from the right. Missing of shares of worlds, and where there can't be more.
  Interval marginal;
};

/// What is limited, where the choice lies.
struct Limited {
  enum class Verdict { kept, open, broken };  ///< kept or broken: all of the interval lies on that side of the bound
  Interval value;
  Verdict verdict = Verdict::open;
};

/// The best mean among choices with a CVaR at least this good.
struct FrontierPoint {
  std::vector<double> choice;  ///< in the order of the choices
  Interval mean, cvar;
  bool is_dominated = false;  ///< another is better in both beyond chance
};

/// Means, CVaRs and what is limited are told by runs with random numbers of their own, differences in pairs.
struct Optimum {
  OptimizeQuestion question;
  bool found = false;           ///< some choice keeps all limits; else `choices` tell the one that lacks least
  std::vector<Chosen> choices;  ///< in the order of the question's
  Interval metric, metric_now, gain;
  std::vector<Limited> limits;
  std::vector<FrontierPoint> frontier;
  std::int64_t tried = 0, runs = 0, lifetimes = 0;
  double saved =
      kMissing;  ///< so many times as many lifetimes runs of their own luck would take for the gain; missing where it has no error
  /// All that was tried, with as many worlds and customers as there, but lived anew each time, with luck of its own. Missing likewise.
  double lifetimes_without_common_numbers = kMissing;
  std::vector<std::string> warnings;
};

/// All numbers that a search and its judges ask of a run: the objective, what is limited, and where there is to be a frontier its mean and its CVaR.
std::vector<Metric> metrics_of(const OptimizeQuestion& question);
/// Does the choice keep all limits, none of them broken beyond chance?
bool keeps_limits(const Optimum& optimum);

/// Throws models::InputError where the question makes no sense.
Optimum optimize(const models::Scenario& scenario, OptimizeQuestion question, Experiment& experiment);

}  // namespace valuescale::results
