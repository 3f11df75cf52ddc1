// How many of n take a chance of p: by inversion, one uniform a number, monotone in it and in n and p as far as rounding lets it.
#pragma once

#include "sim/random/special.hpp"

#include <cstdint>

namespace valuescale::sim {

/// The smallest k with P(Binomial(trials, p) ≤ k) ≥ at.lower, within one of it where its variance is above ten million; trials from 0 to 10^15, p in [0, 1].
std::int64_t binomial_quantile(std::int64_t trials, double p, Tail at);

}  // namespace valuescale::sim
