// What a plan comes to: the business month by month, over worlds.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// The mean of a tail has an interval where it holds so many worlds (results/METHODS.md).
inline constexpr double kFewestInTail = 30;
/// How many of `worlds` lie beyond a tail's level: the mean of these is its CVaR.
double worlds_in_tail(double level, double worlds);

/// `channels` by name, in the order of the tallies'. The tallies must hold a plan. Source of the formulas: results/METHODS.md.
PlanAnswer plan_answer(const models::Tallies& tallies, const std::vector<std::string>& channels);

}  // namespace valuescale::results
