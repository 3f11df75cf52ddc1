#include "sim/random/special.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace valuescale::sim {

namespace {

constexpr double kLn2High = 0x1.62e42fefa3800p-1, kLn2Low = 0x1.ef35793c76730p-45;
constexpr double kHalfLog2Pi = 0.91893853320467274178;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// c[0] + c[1] x + c[2] x² + …; even and odd powers apart, which don't wait for each other.
template <std::size_t kCount>
double polynomial(double x, const double (&c)[kCount]) {
  const double square = x * x;
  constexpr std::size_t last_even = (kCount - 1) / 2 * 2, last_odd = kCount / 2 * 2 - 1;
  double even = c[last_even], odd = c[last_odd];
  for (std::size_t k = last_even; k >= 2; k -= 2) even = even * square + c[k - 2];
  for (std::size_t k = last_odd; k >= 3; k -= 2) odd = odd * square + c[k - 2];
  return even + x * odd;
}

double log1p_of(double x) {
  // ln(1 + x) with the rounding of 1 + x undone (Kahan).
  const double y = 1 + x;
  return y == 1 ? x : log_of(y) * (x / (y - 1));
}

/// ln P(a, x) (lower) by its power series, good for x < a + 1. `y` = ln x.
double log_lower_series(double a, double x, double y, double log_gamma_a1) {
  double term = 1, sum = 1;
  for (int n = 1; n < 100'000; ++n) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return a * y - x - log_gamma_a1 + log_of(sum);
}

/// ln Q(a, x) (upper) by Lentz's continued fraction, good for x > a + 1.
double log_upper_fraction(double a, double x, double y, double log_gamma_a) {
  double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (int n = 1; n < 100'000; ++n) {
    const double an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const double delta = d * c;
    h *= delta;
    if (std::fabs(delta - 1) < 4e-16) break;
  }
  return a * y - x - log_gamma_a + log_of(h);
}

/// ln of both tails.
struct LogTails {
  double lower, upper;
};

LogTails from_log_lower(double lower) { return {lower, log1p_of(-exp_of(lower))}; }
LogTails from_log_upper(double upper) { return {log1p_of(-exp_of(upper)), upper}; }

/// ln of the tails of Gamma(shape) at shape × e^d by Temme's expansion, good for large shapes and |d| < 1/4 (Temme, The asymptotic expansion of
/// the incomplete gamma functions, 1979; coefficients as in DiDonato and Morris, 1986): Q is that of a normal at eta sqrt(shape), where
/// eta^2/2 = e^d - 1 - d, and a correction.
LogTails log_tails_of_large(double shape, double d) {
  double sum = 1;
  for (int k = 16; k >= 3; --k) sum = 1 + sum * d / k;
  const double half_square = d * d / 2 * sum, eta = d < 0 ? -std::sqrt(2 * half_square) : std::sqrt(2 * half_square);
  const double c0 =
      polynomial(eta, {-1.0 / 3, 1.0 / 12, -2.0 / 135, 1.0 / 864, 1.0 / 2835, -139.0 / 777600, 1.0 / 25515, -571.0 / 261273600});
  const double c1 = polynomial(eta, {-1.0 / 540, -1.0 / 288, 1.0 / 378, -77.0 / 77760, 1.0 / 4860});
  const double c2 = polynomial(eta, {25.0 / 6048, -139.0 / 51840});
  const double correction = (c0 + (c1 + c2 / shape) / shape) * exp_of(-kHalfLog2Pi) / std::sqrt(shape);
  // erfc e^y, which is the tail of Gamma(1/2) at y, stays in range.
  const double y = shape * half_square, log_root_pi = log_gamma_of(0.5);
  const double log_erfc = y == 0    ? 0
                          : y < 1.5 ? log1p_of(-exp_of(log_lower_series(0.5, y, log_of(y), log_root_pi - log_of(2))))
                                    : log_upper_fraction(0.5, y, log_of(y), log_root_pi);
  const double outer = log_of(0.5 * exp_of(log_erfc + y) + (d < 0 ? -correction : correction)) - y;
  return d < 0 ? from_log_lower(outer) : from_log_upper(outer);
}

/// ln of the tails of Gamma(shape) at x = e^y.
LogTails log_gamma_tails(double shape, double log_shape, double log_gamma, double y) {
  constexpr double kLarge = 30'000;  // the series takes some multiple of sqrt(shape) terms
  if (shape > kLarge && std::fabs(y - log_shape) < 0.25) return log_tails_of_large(shape, y - log_shape);
  const double x = exp_of(y), log_gamma_1 = log_gamma + log_shape;
  if (x == 0) return from_log_lower(shape * y - log_gamma_1);
  if (x < shape + 1) return from_log_lower(log_lower_series(shape, x, y, log_gamma_1));
  return from_log_upper(log_upper_fraction(shape, x, y, log_gamma));
}

}  // namespace

double log_of(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : std::numeric_limits<double>::quiet_NaN();
  if (x == kInfinity) return x;
  int exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    exponent = -54;
  }
  // x = m 2^e with m in [sqrt 1/2, sqrt 2), then ln m = 2 atanh s.
  const auto word = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t shifted = word - std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1);
  exponent += static_cast<int>(static_cast<std::int64_t>(shifted) >> 52);
  const double m = std::bit_cast<double>(word - (shifted & 0xfff0000000000000));
  const double f = m - 1, s = f / (m + 1), z = s * s;
  const double series =
      polynomial(z, {1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23});
  const double e = exponent;
  return e * kLn2High + (2 * s + (2 * s * z * series + e * kLn2Low));
}

double exp_of(double x) {
  if (x > 709.78) return kInfinity;
  if (x < -745.2) return 0;
  const double n = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52;
  const double r = (x - n * kLn2High) - n * kLn2Low;
  const double sum = polynomial(r, {1, 1, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
                                    1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200});
  if (std::fabs(n) > 1000) return std::ldexp(sum, static_cast<int>(n));
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(n) + 1023) << 52);
}

double log_gamma_of(double x) {
  // Stirling's series after shifting x up to where it is exact to rounding.
  double product = 1, shift = 0;
  while (x < 15) {
    product *= x;
    x += 1;
    if (product > 1e200) {
      shift += log_of(product);
      product = 1;
    }
  }
  shift += log_of(product);
  const double i = 1 / x, z = i * i;
  const double series =
      i * (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z * (1.0 / 1188 - z * (691.0 / 360360 - z / 156))))));
  return (x - 0.5) * log_of(x) - x + kHalfLog2Pi + series - shift;
}

double log_gamma_quantile(double shape, Tail at) { return log_gamma_quantile(shape, at, std::numeric_limits<double>::quiet_NaN()); }

double log_gamma_quantile(double shape, Tail at, double start) {
  if (at.lower <= 0) return -kInfinity;
  if (at.upper <= 0) return kInfinity;
  const double log_gamma = log_gamma_of(shape), log_shape = log_of(shape);
  const bool lower = at.lower <= at.upper;
  const double target = log_of(lower ? at.lower : at.upper);
  const double log_lower = lower ? target : log1p_of(-at.upper);
  const double smallest = (log_lower + log_gamma + log_shape) / shape;  // P(x) <= x^a / Gamma(a + 1)
  double y = start == start ? start : log_shape - 3 / std::sqrt(shape);
  if (y < smallest) y = smallest;
  // Newton in ln x on the log of the smaller tail, which is concave there: after one step it converges from one side. Bisection guards.
  const double close = 2e-8 * (shape > 1 ? 1 / std::sqrt(shape) : 1);
  double below = -kInfinity, above = kInfinity;
  for (int n = 0; n < 200; ++n) {
    const LogTails here = log_gamma_tails(shape, log_shape, log_gamma, y);
    const double error = lower ? here.lower - target : target - here.upper;
    (error < 0 ? below : above) = y;
    const double log_density = shape * y - exp_of(y) - log_gamma;  // of ln x
    double next = y - error / exp_of(log_density - (lower ? here.lower : here.upper));
    if (next > y + 1) next = y + 1;  // far left the upper tail is flat and Newton would leap
    const bool newton = next > below && next < above;
    if (!newton) {
      if (below > -kInfinity && above < kInfinity)
        next = 0.5 * (below + above);
      else
        next = below > -kInfinity ? y + 1 : y - 1;
    }
    const double step = std::fabs(next - y);
    y = next;
    // Newton squares the error, on the scale of the law's own width: what a step so small leaves is beyond the last place.
    if (step <= (newton ? close : 1e-14 * (1 + std::fabs(y)))) break;
  }
  return y;
}

Tail gamma_tails(double shape, double x) {
  if (x <= 0) return {0, 1};
  if (x > 1e300) return {1, 0};
  const LogTails here = log_gamma_tails(shape, log_of(shape), log_gamma_of(shape), log_of(x));
  return here.lower < here.upper ? Tail::from_lower(exp_of(here.lower)) : Tail::from_upper(exp_of(here.upper));
}

Tail normal_tails(double z) {
  // Half the square of a normal is Gamma(1/2).
  const Tail size = gamma_tails(0.5, z * z / 2);
  const double outer = size.upper / 2;
  return z > 0 ? Tail::from_upper(outer) : Tail::from_lower(outer);
}

double normal_quantile(Tail at) {
  // Wichura, Algorithm AS 241: The percentage points of the normal distribution, 1988, PPND16; the tail below 1/2 is known exactly here.
  const bool lower = at.lower < at.upper;
  const double tail = lower ? at.lower : at.upper, off_centre = 0.5 - tail;
  if (off_centre <= 0.425) {
    const double r = 0.180625 - off_centre * off_centre;
    const double size =
        off_centre *
        polynomial(r, {3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
                       4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3}) /
        polynomial(r, {1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
                       3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3});
    return lower ? -size : size;
  }
  if (tail <= 0) return lower ? -kInfinity : kInfinity;
  const double r = std::sqrt(-log_of(tail));
  const double near = r - 1.6, far = r - 5;
  const double size =
      far <= 0
          ? polynomial(near, {1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
                              1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4}) /
                polynomial(near, {1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
                                  1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9})
          : polynomial(far, {6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
                             2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7}) /
                polynomial(far,
                           {1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
                            1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15});
  return lower ? -size : size;
}

Tail beta_tails(double a, double b, double logit) {
  // x and 1 - x from the log-odds, then the continued fraction of the smaller side (Lentz).
  const double log_x = logit < 0 ? logit - log1p_of(exp_of(logit)) : -log1p_of(exp_of(-logit));
  const double log_c = log_x - logit;
  const double x = exp_of(log_x), c = exp_of(log_c);
  const bool swap = x > (a + 1) / (a + b + 2);
  const double p = swap ? b : a, q = swap ? a : b, z = swap ? c : x;
  double d = 1 - (p + q) * z / (p + 1);
  d = 1 / d;
  double f = 1, h = d;
  for (int m = 1; m < 10'000; ++m) {
    double numerator = m * (q - m) * z / ((p + 2 * m - 1) * (p + 2 * m));
    d = 1 / (1 + numerator * d);
    f = 1 + numerator / f;
    h *= d * f;
    numerator = -(p + m) * (p + q + m) * z / ((p + 2 * m) * (p + 2 * m + 1));
    d = 1 / (1 + numerator * d);
    f = 1 + numerator / f;
    h *= d * f;
    if (std::fabs(d * f - 1) < 4e-16) break;
  }
  const double log_front = log_gamma_of(a + b) - log_gamma_of(a) - log_gamma_of(b) + a * log_x + b * log_c - log_of(p);
  const double tail = exp_of(log_front) * h;
  return swap ? Tail::from_upper(tail) : Tail::from_lower(tail);
}

double logit_beta_quantile(double a, double b, Tail at) {
  if (at.lower <= 0) return -kInfinity;
  if (at.upper <= 0) return kInfinity;
  double below = -745, above = 745, y = log_of(a / b);
  const double log_beta = log_gamma_of(a) + log_gamma_of(b) - log_gamma_of(a + b);
  for (int n = 0; n < 300; ++n) {
    const Tail here = beta_tails(a, b, y);
    const bool low_side = at.lower <= at.upper;
    const double error = low_side ? here.lower - at.lower : at.upper - here.upper;
    (error < 0 ? below : above) = y;
    const double log_x = y < 0 ? y - log1p_of(exp_of(y)) : -log1p_of(exp_of(-y));
    const double density = exp_of(a * log_x + b * (log_x - y) - log_beta);  // of the log-odds
    double next = y - error / density;
    if (!(next > below && next < above)) next = 0.5 * (below + above);
    const double step = std::fabs(next - y);
    y = next;
    if (step <= 1e-13 * (1 + std::fabs(y))) break;
  }
  return y;
}

}  // namespace valuescale::sim
