// How far an estimate may be from what it estimates: variances of exact sums, intervals of proportions, quantiles and ratios.
#pragma once

#include "sim/stats/integers.hpp"

#include <cstdint>
#include <limits>

namespace valuescale::sim {

/// Σ(x − mean)² of n integers with the given sum and sum of squares. The sums are shifted to their mean in integers first, so that nothing
/// cancels: equal values give exactly 0.
double squared_deviations(std::int64_t n, Int128 sum, Int128 square);

/// Unbiased variance; NaN if n < 2.
double variance(std::int64_t n, Int128 sum, Int128 square);

/// z with P(N(0,1) ≤ z) = p.
double normal_quantile(double p);

/// The same of Student's t with `degrees` > 0 degrees of freedom.
double t_quantile(double degrees, double p);

/// Standard error of successes/trials among independent trials. Where it came out as exactly 0 or 1 the usual formula would say "certain";
/// then the rule of three holds instead: value ± 1.96 errors reaches the one-sided 95 % bound 3/trials (at most 1).
double proportion_error(double successes, double trials);

/// What `proportion_error` says of 0 or of all successes.
double rule_of_three_error(double trials);

/// Ranks (from 1) of the order statistics of n independent draws between which the quantile of this level lies with 95 % probability at
/// least, 2.5 % on either side: exact, from the binomial law of the number of draws below it. lower = 0, upper = n + 1: no such bound.
struct Ranks {
  std::int64_t lower, upper;
};
Ranks order_statistic_ranks(double level, std::int64_t n);

struct Bounds {
  double lo = std::numeric_limits<double>::quiet_NaN();
  double hi = std::numeric_limits<double>::quiet_NaN();
};

/// Interval of the mean of n independent values with this skewness: where (mean − true mean)/se leans with it, Hall's cubic (1992) sets that upright.
/// `t` is the two-sided critical value.
Bounds skewed_mean(double mean, double se, double skewness, double n, double t);

/// Fieller's interval of a/b, for estimates a, b with the given variances and covariance; `t` is the two-sided critical value. NaN where b
/// is not distinguishable from 0: the confidence set is then unbounded.
Bounds fieller(double a, double b, double variance_a, double variance_b, double covariance, double t);

}  // namespace valuescale::sim
