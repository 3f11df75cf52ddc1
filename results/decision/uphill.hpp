// From one choice to better ones near it, as long as there are any.
//
// COBYLA (Powell, in: Advances in Optimization and Numerical Analysis, Kluwer 1994), by NLopt: linear models of the objective and of all limits on a
// simplex that shrinks. It needs no derivatives, and common random numbers make what it climbs a function like any other.
#pragma once

#include "results/decision/trials.hpp"

namespace valuescale::results {

/// From `start`, in steps of `first_step` of the ranges at first; the best that keeps the limits is noted among the trials.
void go_uphill(Trials& trials, const Point& start, double first_step);

}  // namespace valuescale::results
