// What follows another number along a curve: the law of f(X).
#pragma once

#include "models/description/law.hpp"
#include "sim/random/special.hpp"

#include <functional>

namespace valuescale::models {

/// P(f(X) ≤ y) and P(f(X) > y) of an X whose tails are `tails`.
sim::Tail tails_along(const Curve& curve, const std::function<sim::Tail(double x)>& tails, double y);

/// The curve x → outer(inner(x)).
Curve composed(const Curve& outer, const Curve& inner);

/// The lowest and the highest y of a curve with points.
struct Heights {
  double low, high;
};
Heights heights_of(const Curve& curve);

}  // namespace valuescale::models
