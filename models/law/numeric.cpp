#include "models/law/numeric.hpp"

#include <cmath>

namespace valuescale::models {

using sim::exp_of;
using sim::Tail;

double quantile_by_bisection(const std::function<Tail(double)>& tails, Tail at, double below, double above) {
  constexpr int kMostHalvings = 200;
  for (int n = 0; n < kMostHalvings; ++n) {
    const double x = below + 0.5 * (above - below);
    if (!(x > below && x < above)) break;
    const Tail here = tails(x);
    // The nearer tail tells more digits.
    const bool too_low = at.lower <= at.upper ? here.lower < at.lower : here.upper > at.upper;
    (too_low ? below : above) = x;
  }
  return above;
}

double mean_by_quadrature(const std::function<double(Tail)>& value) {
  // Tanh-sinh: log-odds of π sinh(t) (Takahasi & Mori, Double exponential formulas for numerical integration, 1974).
  constexpr double kPi = 3.14159265358979324, kStep = 1.0 / 256;
  constexpr int kPointsASide = 1276;  // to probabilities of 1e-100, as far as all quantiles are good
  double sum = 0;
  for (int i = -kPointsASide; i <= kPointsASide; ++i) {
    const double grown = exp_of((i < 0 ? -i : i) * kStep), sinh = 0.5 * (grown - 1 / grown), cosh = 0.5 * (grown + 1 / grown);
    const double odds = exp_of(-kPi * sinh), near = odds / (1 + odds), far = 1 / (1 + odds);
    const double term = value(i < 0 ? Tail{near, far} : Tail{far, near}) * near * far * cosh;
    if (std::isfinite(term)) sum += term;
  }
  return sum * kPi * kStep;
}

}  // namespace valuescale::models
