// A law whose parameters are known numbers: what is left of a scenario's Law once a world has settled its assumptions.
#pragma once

#include "models/description/law.hpp"
#include "sim/random/special.hpp"

#include <functional>
#include <vector>

namespace valuescale::models {

/// Canonical parameters: constant (a); normal, lognormal, logit_normal (a = mu, b = sigma); uniform (a to b); triangular (a to b, mode c);
/// beta (a, b on [low, high]; pert becomes one); gamma (shape a, scale b; exponential becomes one); weibull (shape a, scale b);
/// mixture; truncated (components[0] on [low, high]); earliest; quotient (a over components[0], which is positive); values (components are
/// constants in ascending order, of equal weights); followed (`curve` at components[0]). All double; computed the same on every machine.
struct ResolvedLaw {
  LawKind kind = LawKind::constant;
  double a = 0, b = 0, c = 0;
  double low = 0, high = 1;
  std::vector<ResolvedLaw> components;
  std::vector<double> weights;
  Curve curve;

  double quantile(sim::Tail at) const;
  sim::Tail tails(double x) const;  ///< P(X ≤ x) and P(X > x)
  double mean() const;
  double variance() const;
};

/// Settles a law, asking `value_of` for each parameter that is itself a law. Parameters out of range give NaN parameters.
ResolvedLaw resolve(const Law& law, const std::function<double(const std::string& name, const Law& parameter)>& value_of);

}  // namespace valuescale::models
