// Efficient choices: of those whose CVaR is at least so good, the one with the best mean.
#pragma once

#include "results/decision/experiment.hpp"
#include "results/decision/optimize.hpp"

#include <vector>

namespace valuescale::results {

/// Fills in as many choices as the question asks for, between the best mean and the best CVaR.
void fill_frontier(const models::Scenario& scenario, Optimum& optimum, const std::vector<double>& now, Experiment& experiment);

}  // namespace valuescale::results
