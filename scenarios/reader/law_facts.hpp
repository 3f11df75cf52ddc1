// What a law says, in numbers, for checks and for telling people: not for drawing.
//
// A parameter that is itself a law counts with its mean.
#pragma once

#include "models/description/law.hpp"

namespace valuescale::scenarios {

/// Expected value; NaN where it cannot be computed.
double mean_of(const models::Law& law);
/// P(X ≤ x) and P(X < x).
double share_up_to(const models::Law& law, double x);
double share_below(const models::Law& law, double x);
/// P(X > x), exact where it is small.
double share_above(const models::Law& law, double x);
/// The x with P(X ≤ x) = p, 0 < p < 1.
double quantile_of(const models::Law& law, double p);

/// Of a gamma or beta law: P(X ≤ x) shrinks with this power of x as x → 0.
double shape_at_zero(const models::Law& law);

/// True if no part of it is a law inside a law's parameters.
bool has_certain_parameters(const models::Law& law);

}  // namespace valuescale::scenarios
