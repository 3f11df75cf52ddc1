// What a plan came to in each world.
#pragma once

#include "models/lifetime/plan_tallies.hpp"
#include "results/answer/answer.hpp"

#include <vector>

namespace valuescale::results {

/// A month that never comes is infinite.
double month_or_never(int month);

/// `units`: of the tallies' money in one of currency.
std::vector<PlanWorldRow> plan_world_rows(const models::PlanTallies& plan, double units);

}  // namespace valuescale::results
