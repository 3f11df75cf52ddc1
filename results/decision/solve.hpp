// How much may a customer cost? How low can the first price go? The value of one number of a scenario at which another, of the run, meets a target.
#pragma once

#include "results/decision/experiment.hpp"
#include "results/decision/root.hpp"
#include "results/decision/world_metric.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

struct SolveQuestion {
  std::string vary;  ///< path of a number of the scenario
  Metric metric;     ///< of the run
  double target = 0;
  std::optional<double> probability;  ///< the target is to be met in so large a share of worlds; then `of_worlds` says by what
  std::optional<WorldMetric> of_worlds;
  bool at_most = false;            ///< it is met from above: at most the target
  bool as_value = false;           ///< what is varied is certain; else its law is scaled, and its mean is what is reported
  std::optional<double> from, to;  ///< where to look; else anywhere it makes sense
};

struct Solution {
  SolveQuestion question;
  models::Meaning meaning = models::Meaning::money;  ///< of what is varied
  bool is_uncertain = false;                         ///< what is varied is, still
  bool assumes_as_many_buyers = false;               ///< a price was varied, and who buys does not depend on it
  double now = kMissing;                             ///< its value today
  double metric_now = kMissing;
  Root root;
  std::int64_t runs = 0, lifetimes = 0,
               lifetimes_by_halving = 0;  ///< the last: what it would take to try values by halving, for an answer as exact
  std::vector<std::string> warnings;
};

/// Money in the scenario's currency, other numbers in the units that they were written in. Throws models::InputError where the question makes no sense.
Solution solve(const models::Scenario& scenario, SolveQuestion question, Experiment& experiment);

}  // namespace valuescale::results
