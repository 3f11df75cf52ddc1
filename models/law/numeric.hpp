// Numbers of laws that have no formula: a quantile from tails, a mean from quantiles.
#pragma once

#include "sim/random/special.hpp"

#include <functional>

namespace valuescale::models {

/// The x in [below, above] where a law whose tails are `tails` has those of `at`, to the last digit.
double quantile_by_bisection(const std::function<sim::Tail(double x)>& tails, sim::Tail at, double below, double above);

/// The mean of `value` over a law, given at its quantiles: integrated where both ends may grow without bound. To about 1e-12 where it is
/// smooth, 1e-6 of its spread where it has a kink.
double mean_by_quadrature(const std::function<double(sim::Tail at)>& value);

}  // namespace valuescale::models
