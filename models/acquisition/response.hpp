// "The more is spent on a pond, the harder its last fish are to catch": how many leads or customers a channel brings for the money spent on
// it, and how many more one more unit of money would bring.
// The curves of media planning: saturating exponentials, Hill functions and powers (Jin, Wang, Sun, Chan & Koehler, Bayesian methods for
// media mix modeling with carryover and shape effects, 2017; Little, Aggregate advertising models, Operations Research 27, 1979).
// Money in currency, numbers in leads or customers; spend > 0.
#pragma once

#include "models/description/fields.hpp"

#include <span>
#include <string_view>

namespace valuescale::models {

/// What a spend brings.
struct Bought {
  double number = 0;
  double slope = 0;  ///< how many more per further unit of money: 1 / marginal cost
};

/// S / cost: everybody costs the same.
struct LinearResponse {
  double cost;
  Bought at(double spend) const;
};

/// most (1 − e^(−S/scale)): each unit of money reaches the same share of those still in the pond.
struct ExponentialResponse {
  double most, scale;
  Bought at(double spend) const;
};

/// most S^shape / (half^shape + S^shape): beyond a shape of 1 a little money goes nowhere, and the curve is an S.
struct HillResponse {
  double most, half, shape;
  Bought at(double spend) const;
};

/// factor S^exponent: a tenth more money brings `exponent` tenths more, however much is spent already.
struct PowerResponse {
  double factor, exponent;
  Bought at(double spend) const;
};

/// A curve that a scenario can name.
struct ResponseCurve {
  std::string_view name, about;
  std::span<const Field> fields;
  Bought (*at)(std::span<const double> parameters, double spend);  ///< parameters in the order of the fields
};

/// More than these no curve has.
inline constexpr std::size_t kMostResponseParameters = 3;

std::span<const ResponseCurve> response_curves();
/// The curve of that name, or null.
const ResponseCurve* find_response_curve(std::string_view name);

/// No more than `capacity`, at which more money brings nobody.
Bought limited(Bought bought, double capacity);

}  // namespace valuescale::models
