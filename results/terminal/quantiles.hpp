// Looking up a quantile by its level.
#pragma once

#include "results/answer/answer.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace valuescale::results {

/// Null where that level is not reported.
inline const Interval* find_quantile(const std::vector<std::pair<double, Interval>>& quantiles, double level) {
  for (const auto& [at, interval] : quantiles) {
    if (std::abs(at - level) < 1e-9) return &interval;
  }
  return nullptr;
}

}  // namespace valuescale::results
