#include "sim/stats/estimates.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace valuescale::sim {

double squared_deviations(std::int64_t n, Int128 sum, Int128 square) {
  if (n < 1) return 0;
  const Int128 centre = sum / n;
  const Int128 rest = sum - n * centre;
  // centre × (sum + rest) ≤ about the sum of squares: it fits where that does.
  const Int128 about_centre = square - centre * (sum + rest);
  const double remainder = static_cast<double>(rest);
  return std::max(0.0, static_cast<double>(about_centre) - remainder * (remainder / static_cast<double>(n)));
}

double variance(std::int64_t n, Int128 sum, Int128 square) {
  if (n < 2) return std::numeric_limits<double>::quiet_NaN();
  return squared_deviations(n, sum, square) / static_cast<double>(n - 1);
}

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }

double t_quantile(double degrees, double p) { return boost::math::quantile(boost::math::students_t(degrees), p); }

double rule_of_three_error(double trials) {
  if (!(trials > 0)) return std::numeric_limits<double>::quiet_NaN();
  return std::min(1.0, 3.0 / trials) / 1.96;
}

double proportion_error(double successes, double trials) {
  if (!(trials > 0)) return std::numeric_limits<double>::quiet_NaN();
  if (successes <= 0 || successes >= trials) return rule_of_three_error(trials);
  const double p = successes / trials;
  return std::sqrt(p * (1 - p) / trials);
}

namespace {

/// P(Binomial(n, p) ≤ k).
double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  if (k < 0) return 0;
  if (k >= n) return 1;
  using Plain = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return boost::math::ibetac(static_cast<double>(k + 1), static_cast<double>(n - k), p, Plain());
}

/// Smallest k in 0..n with P(Binomial(n, p) ≤ k) > bound (≥ if `reached`).
std::int64_t first_above(double bound, bool reached, std::int64_t n, double p) {
  const auto is_above = [&](std::int64_t k) {
    const double at = binomial_cdf(k, n, p);
    return reached ? at >= bound : at > bound;
  };
  // The normal law is nearly right; from there outwards until k is enclosed.
  const double mean = static_cast<double>(n) * p, sd = std::sqrt(mean * (1 - p));
  const auto guess = static_cast<std::int64_t>(std::clamp(mean + normal_quantile(bound) * sd, 0.0, static_cast<double>(n)));
  std::int64_t low = guess, high = guess;  // not above below `low`, above at `high`
  if (is_above(guess)) {
    for (std::int64_t step = 1; low > 0 && is_above(low - 1); step *= 2) high = low - 1, low = std::max<std::int64_t>(0, high - step);
  } else {
    ++low, ++high;
    for (std::int64_t step = 1; high < n && !is_above(high); step *= 2) low = high + 1, high = std::min(n, low + step);
  }
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (is_above(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

Ranks order_statistic_ranks(double level, std::int64_t n) {
  // X_(l) ≤ q unless fewer than l draws are at most q: P(Bin ≤ l − 1) ≤ 2.5 %, so l is the first k with P(Bin ≤ k) > 2.5 %.
  const std::int64_t lower = first_above(0.025, false, n, level);
  // X_(u) ≥ q unless u or more draws are below q: P(Bin ≤ u − 1) ≥ 97.5 %.
  const std::int64_t upper = first_above(0.975, true, n, level) + 1;
  return {lower, upper};
}

Bounds skewed_mean(double mean, double se, double skewness, double n, double t) {
  const double lean = skewness / std::sqrt(n);
  // Which (mean − true mean)/se becomes x when set upright: x = T + lean T²/3 + lean² T³/27 + lean/6.
  const auto ratio = [&](double x) { return lean == 0 ? x : 3 / lean * (std::cbrt(1 + lean * (x - lean / 6)) - 1); };
  return {mean - ratio(t) * se, mean - ratio(-t) * se};
}

Bounds fieller(double a, double b, double variance_a, double variance_b, double covariance, double t) {
  const double tt = t * t;
  const double lead = b * b - tt * variance_b;
  if (!(lead > 0)) return {};
  const double half = a * b - tt * covariance;
  const double constant = a * a - tt * variance_a;
  const double root = std::sqrt(std::max(0.0, half * half - lead * constant));
  return {(half - root) / lead, (half + root) / lead};
}

}  // namespace valuescale::sim
