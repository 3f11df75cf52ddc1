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
  std::string path;
  models::Meaning meaning = models::Meaning::money;
  double now = kMissing, value = kMissing;
  Interval marginal;  ///< what one unit more of it adds to the objective, there
};

/// The best mean among choices with a CVaR at least this good.
struct FrontierPoint {
  std::vector<double> choice;  ///< in the order of the choices
  double mean = kMissing, cvar = kMissing;
};

struct Optimum {
  OptimizeQuestion question;
  bool found = false;  ///< some choice keeps all limits
  std::vector<Chosen> choices;
  Interval metric, metric_now, gain;  ///< of the objective, by the run of its own; gain: paired with today's
  std::vector<Interval> limits;       ///< what is limited, there
  std::vector<FrontierPoint> frontier;
  std::int64_t runs = 0, lifetimes = 0;
  std::vector<std::string> warnings;
};

/// Throws models::InputError where the question makes no sense.
Optimum optimize(const models::Scenario& scenario, OptimizeQuestion question, Experiment& experiment);

}  // namespace valuescale::results
