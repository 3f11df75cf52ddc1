// Quantiles of values each of which counts alike.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace valuescale::sim {

/// The smallest of `values` (at least one, none of them NaN) with a share of `level`, in (0, 1], of them at or below it: the inverse of their
/// distribution function. Leaves them in another order.
inline double empirical_quantile(std::vector<double>& values, double level) {
  // Shares such as 0.05 × 1000 come out a little above what they are.
  const double up_to = std::ceil((level - 1e-12) * static_cast<double>(values.size()));
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::max(up_to, 1.0)) - 1;
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace valuescale::sim
