// The best of all choices: a search that goes uphill, from here and there.
#pragma once

#include "results/decision/trials.hpp"

#include <optional>
#include <vector>

namespace valuescale::results {

inline constexpr double kFirstStep = 0.2;  ///< of the ranges

/// Nothing where none was found that keeps all limits.
std::optional<Point> best_choice(Trials& trials, const std::vector<double>& now);

}  // namespace valuescale::results
