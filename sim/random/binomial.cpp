#include "sim/random/binomial.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::sim {

namespace {

/// Beyond this variance the normal law with its skewness set right is used as it stands: it is off by one at most, of thousands.
constexpr double kLargeVariance = 1e7;

/// P(K ≤ k) and P(K > k) for 0 ≤ k < trials: K ≤ k exactly if of trials uniforms the (k + 1)st smallest lies above p, and that one is
/// Beta(k + 1, trials − k).
Tail tails_at(double k, double trials, double logit) {
  const Tail order = beta_tails(k + 1, trials - k, logit);
  return {order.upper, order.lower};
}

/// Is P(K ≤ k) ≥ at.lower, seen from the nearer end?
bool reaches(Tail tails, Tail at) { return at.lower <= at.upper ? tails.lower >= at.lower : tails.upper <= at.upper; }

}  // namespace

std::int64_t binomial_quantile(std::int64_t trials, double p, Tail at) {
  if (trials <= 0 || p <= 0) return 0;
  if (p >= 1) return trials;
  const double n = static_cast<double>(trials), logit = log_of(p / (1 - p));
  // A normal law with its skewness set right is hardly ever off by more than one (Cornish & Fisher, 1938).
  const double z = normal_quantile(at), variance = n * p * (1 - p);
  double k = std::clamp(std::floor(n * p + std::sqrt(variance) * z + (1 - 2 * p) * (z * z - 1) / 6), 0.0, n);
  if (variance > kLargeVariance) return static_cast<std::int64_t>(k);
  const auto is_enough = [&](double x) { return x >= n || reaches(tails_at(x, n, logit), at); };
  if (is_enough(k)) {
    while (k > 0 && is_enough(k - 1)) --k;
  } else {
    do ++k;
    while (!is_enough(k));
  }
  return static_cast<std::int64_t>(k);
}

}  // namespace valuescale::sim
