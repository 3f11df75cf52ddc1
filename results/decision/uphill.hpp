// From one choice to better ones near it, as long as there are any.
//
// COBYLA (Powell, in: Advances in Optimization and Numerical Analysis, Kluwer 1994), by NLopt: linear models of the objective and of all limits on a
// simplex that shrinks. It needs no derivatives, and common random numbers make what it climbs a function like any other.
#pragma once

#include "results/decision/trials.hpp"

namespace valuescale::results {

/// As shares of the ranges.
struct Steps {
  double first, last;
  int most_trials = 200;
};

/// Likewise from a choice that does not keep the limits to one that comes nearer, whatever it is worth.
void go_towards_limits(Trials& trials, const Goal& goal, const Point& start, const Steps& steps);

/// From `start`; what was tried on the way is among the trials.
void go_uphill(Trials& trials, const Goal& goal, const Point& start, const Steps& steps);

}  // namespace valuescale::results
