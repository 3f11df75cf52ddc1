// `stress --until`: backwards from what must not happen.
#pragma once

#include "models/description/problem.hpp"
#include "models/lifetime/simulate.hpp"
#include "tools/valuescale/commands.hpp"

#include <vector>

namespace valuescale::tools {

/// `problems`: those found so far, to be reported with the rest.
int reverse_stress(const StressCommand& command, const models::Scenario& scenario, models::RunOptions options,
                   std::vector<models::Problem> problems);

}  // namespace valuescale::tools
