// What is to be as good as possible: a number of the run in its worlds on average, in the worst of them, or the share of worlds in which it is enough.
#pragma once

#include "results/decision/metric.hpp"
#include "results/decision/world_metric.hpp"

#include <string>

namespace valuescale::results {

struct Objective {
  enum class Of { mean, cvar, probability };
  WorldMetric metric;
  Of of = Of::mean;
  double level = 0.95;  ///< of cvar: the mean over the worst 1 − level of the worlds (Rockafellar & Uryasev 2000)
  double target = 0;    ///< of probability: at least this; of a number that is better if it is less, at most

  /// Is it to be as small as possible? A cost is, but not the probability that it is met.
  bool is_smallest() const { return metric.less_is_better && of != Of::probability; }
  bool is_share() const { return of == Of::probability || metric.unit == WorldMetric::Unit::share; }
};

/// As any number of a run.
Metric metric_of(const Objective& objective);
/// "plan.profit.mean on average", "... in the worst 5 % of worlds", "P(... at least 0)".
std::string in_words(const Objective& objective);

/// Mean of the smallest values that together have this share of the weight.
double mean_of_worst(const WorldValues& worlds, double share);

}  // namespace valuescale::results
