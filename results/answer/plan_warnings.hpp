// What a reader of a plan's numbers has to be told about them.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// The tallies must hold the plan.
std::vector<std::string> plan_warnings(const models::Tallies& tallies, const PlanAnswer& plan);

}  // namespace valuescale::results
