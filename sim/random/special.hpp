// Functions that results depend on, computed the same on every machine: the C library chooses its versions by processor, these don't.
// Scalar double precision, plain IEEE arithmetic; relative error a few 1e-16 unless said.
#pragma once

namespace valuescale::sim {

/// A probability together with what is left of 1, so that both tails keep their precision.
struct Tail {
  double lower, upper;
  static constexpr Tail from_lower(double p) { return {p, 1 - p}; }
  static constexpr Tail from_upper(double q) { return {1 - q, q}; }
};

double log_of(double x);  ///< x > 0
double exp_of(double x);
double log_gamma_of(double x);  ///< x > 0; relative error below 1e-14

/// ln of the x at which a Gamma(shape, scale 1) has the given tails; shape in [1e-6, 1e9]. Absolute error about 1e-12.
/// `start` is a guess, or NaN.
double log_gamma_quantile(double shape, Tail at, double start);
double log_gamma_quantile(double shape, Tail at);

/// Tails of a Gamma(shape, scale 1) at x > 0.
Tail gamma_tails(double shape, double x);

/// Standard normal quantile, and tails.
double normal_quantile(Tail at);
Tail normal_tails(double z);

/// Log-odds of the x at which a Beta(a, b) has the given tails.
double logit_beta_quantile(double a, double b, Tail at);

/// Lower tail of a Beta(a, b) at x, and upper; at log-odds `logit`.
Tail beta_tails(double a, double b, double logit);

}  // namespace valuescale::sim
