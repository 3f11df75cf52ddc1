// Efficient choices: of those whose CVaR is at least so good, the one with the best mean.
#pragma once

#include "results/decision/best_choice.hpp"
#include "results/decision/optimize.hpp"

#include <vector>

namespace valuescale::results {

/// As many choices as the question asks for, or fewer, from the best mean to the best CVaR; none where no choice keeps the limits. Both are among the numbers
/// of the trials, by place. `limits`: what is limited anyway.
std::vector<Point> efficient_choices(Stages& stages, const OptimizeQuestion& question, std::size_t mean, std::size_t cvar,
                                     const std::vector<Bound>& limits, const std::vector<double>& now);

}  // namespace valuescale::results
