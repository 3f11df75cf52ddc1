// What a plan comes to: the business month by month, over worlds.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// `channels` by name, in the order of the tallies'. The tallies must hold a plan. Source of the formulas: results/METHODS.md.
PlanAnswer plan_answer(const models::Tallies& tallies, const std::vector<std::string>& channels);

}  // namespace valuescale::results
