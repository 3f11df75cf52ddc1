// What a customer's life is worth where it can be worked out without living it: the yardstick of the worked examples. Knows nothing of the
// engine. Sources: Fader, Hardie & Lee 2005 (BG/NBD); Schmittlein, Morrison & Colombo 1987 and Fader & Hardie's notes (Pareto/NBD,
// Gamma-Gamma); Fader & Hardie 2007 (beta-geometric).
#pragma once

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <vector>

namespace valuescale::tests {

/// A law on a list of values, as an enumeration leaves it.
class Atoms {
 public:
  void add(double value, double probability) { probability_[value] += probability; }
  const std::map<double, double>& values() const { return probability_; }

  double mean() const {
    return expect([](double x) { return x; });
  }
  double central_moment(int order) const {
    const double m = mean();
    return expect([&](double x) { return std::pow(x - m, order); });
  }
  double sd() const { return std::sqrt(central_moment(2)); }
  double cdf(double x) const {
    return expect([&](double value) { return value <= x ? 1.0 : 0.0; });
  }
  template <typename F>
  double expect(F f) const {
    double sum = 0;
    for (const auto& [value, p] : probability_) sum += f(value) * p;
    return sum;
  }

 private:
  std::map<double, double> probability_;
};

/// Standard deviation, times √n, of the standard deviation of a sample of n.
inline double spread_of_sd(double fourth_central_moment, double sd) {
  return std::sqrt(fourth_central_moment - sd * sd * sd * sd) / (2 * sd);
}

// Every cdf below is P(reached by time t), in the units of its parameters.

inline double gamma_cdf(double shape, double scale, double x) { return x <= 0 ? 0 : boost::math::gamma_p(shape, x / scale); }
inline double beta_cdf(double a, double b, double x) { return x <= 0 ? 0 : x >= 1 ? 1 : boost::math::ibeta(a, b, x); }
inline double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

inline double poisson_pmf(double mean, int n) {
  if (mean <= 0) return n == 0 ? 1 : 0;
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
}

/// Counts of a Poisson process whose rate is Gamma(r, rate alpha) across customers, after t.
inline double negative_binomial_pmf(double r, double alpha, double t, int n) {
  if (t <= 0) return n == 0 ? 1 : 0;
  return std::exp(std::lgamma(r + n) - std::lgamma(r) - std::lgamma(n + 1.0) + r * std::log(alpha / (alpha + t)) +
                  n * std::log(t / (alpha + t)));
}

/// Beta-binomial: at most k of n, the probability itself Beta(a, b).
inline double beta_binomial_cdf(int n, double a, double b, int k) {
  double sum = 0;
  for (int i = 0; i <= k; ++i) {
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + log_beta(a + i, b + n - i) - log_beta(a, b));
  }
  return sum;
}

/// Kurtosis (3 for a normal) of Beta(a, b).
inline double beta_kurtosis(double a, double b) {
  return 3 + 6 * ((a - b) * (a - b) * (a + b + 1) - a * b * (a + b + 2)) / (a * b * (a + b + 2) * (a + b + 3));
}

/// Purchases at `rate` while an exponential life of hazard `churn` lasts: P(the n-th comes by t). Given that it comes, it is Erlang.
inline double nth_purchase_cdf(double rate, double churn, int n, double t) {
  return std::pow(rate / (rate + churn), n) * gamma_cdf(n, 1 / (rate + churn), t);
}

/// Renewals with gaps Gamma(shape, scale), each kept with probability `keep`: expected number by t.
inline double renewals(double shape, double scale, double keep, double t) {
  double sum = 0, kept = 1;
  for (int n = 1; kept * keep > 1e-16; ++n) {
    kept *= keep;
    sum += kept * gamma_cdf(n * shape, scale, t);
  }
  return sum;
}

/// Beta-geometric subscription: P(still paying after t renewals).
inline double beta_geometric_survival(double alpha, double beta, int t) {
  return std::exp(log_beta(alpha, beta + t) - log_beta(alpha, beta));
}

/// BG/NBD: repeat purchases X by time t.
struct BgNbd {
  double r, alpha, a, b;

  /// To make n purchases a customer must not have left after any of the first n − 1, and her clock must have rung n times.
  double at_least(int n, double t) const {
    if (n <= 0) return 1;
    double fewer = 0;
    for (int k = 0; k < n; ++k) fewer += negative_binomial_pmf(r, alpha, t, k);
    return std::exp(log_beta(a, b + n - 1) - log_beta(a, b)) * (1 - fewer);
  }
  double mean(double t) const {
    return sum_of_tails(t, [](int) { return 1.0; });
  }
  double variance(double t) const {
    const double m = mean(t);
    return sum_of_tails(t, [](int n) { return 2.0 * n - 1; }) - m * m;
  }
  double alive(double t) const {
    double sum = 0;
    for (int n = 0; n < kTerms; ++n) sum += std::exp(log_beta(a, b + n) - log_beta(a, b)) * negative_binomial_pmf(r, alpha, t, n);
    return sum;
  }

 private:
  static constexpr int kTerms = 2000;
  template <typename Weight>
  double sum_of_tails(double t, Weight weight) const {
    double sum = 0, tail = 1;
    for (int n = 1; n < kTerms; ++n) {
      tail -= negative_binomial_pmf(r, alpha, t, n - 1);
      sum += weight(n) * std::exp(log_beta(a, b + n - 1) - log_beta(a, b)) * std::fmax(tail, 0);
    }
    return sum;
  }
};

/// Pareto/NBD: repeat purchases X by time t.
struct ParetoNbd {
  double r, alpha, s, beta;

  double alive(double t) const { return std::pow(beta / (beta + t), s); }
  double mean(double t) const { return r / alpha * mean_life(t); }
  double variance(double t) const {
    const double square_of_life = integrate([&](double u) { return 2 * u * alive(u); }, t);
    const double m = mean(t);
    return m + r * (r + 1) / (alpha * alpha) * square_of_life - m * m;
  }
  /// Mixture over the time at which the customer leaves, if before t.
  double pmf(int n, double t) const {
    const auto left_at = [&](double u) { return negative_binomial_pmf(r, alpha, u, n) * s / beta * std::pow(beta / (beta + u), s + 1); };
    return integrate(left_at, t) + negative_binomial_pmf(r, alpha, t, n) * alive(t);
  }

 private:
  double mean_life(double t) const { return beta / (s - 1) * (1 - std::pow(beta / (beta + t), s - 1)); }
  template <typename F>
  static double integrate(F f, double t) {
    return t <= 0 ? 0 : boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, 0.0, t, 12, 1e-11);
  }
};

/// Gamma-Gamma spend: purchases Gamma(p, rate nu) with nu ~ Gamma(q, rate gamma) of the customer.
struct GammaGamma {
  double p, q, gamma;

  double mean() const { return p * gamma / (q - 1); }
  /// Of the sum of N purchases of a customer, N independent of spend.
  double sd_of_sum(double mean_n, double mean_n_squared) const {
    const double inverse = gamma / (q - 1), inverse_squared = gamma * gamma / ((q - 1) * (q - 2));
    return std::sqrt(mean_n * p * inverse_squared + mean_n_squared * p * p * inverse_squared - std::pow(mean_n * p * inverse, 2));
  }
  /// P(n purchases of a customer come to at least x): their sum over gamma is beta-prime(pn, q).
  double sum_at_least(int n, double x) const { return n == 0 ? (x <= 0 ? 1 : 0) : 1 - beta_cdf(p * n, q, x / (x + gamma)); }
};

}  // namespace valuescale::tests
