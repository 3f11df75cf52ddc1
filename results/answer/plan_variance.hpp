// Where the variance of a plan's profit comes from: luck of customers, what is not known, and whether, when and how hard shocks strike.
//
// Some worlds are lived once more with other luck, and once more with other luck and the shocks of the world before. Half the mean squared difference
// of two plans is the variance that what differs between them has, given what they share (results/METHODS.md).
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <functional>
#include <vector>

namespace valuescale::results {

/// Of profit until the plan's end, in squared currency. The parts add to the total.
VarianceParts plan_variance(const models::Tallies& tallies);

/// Variance that the luck of customers gives one amount of a plan of which a share was lived; 0 where all were.
double luck_of_lives(const models::PlanTallies& plan, const std::function<double(const models::PlanOutcome&)>& one,
                     const std::function<double(const models::PlanPair&)>& other, double units);

}  // namespace valuescale::results
