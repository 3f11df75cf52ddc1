// A little of one choice for a little of another, as long as that is better.
//
// Where worth has kinks, as at a capacity, or choices nearby make no scenario, planes through a few places mislead a search uphill. A compass search needs
// no planes (Kolda, Lewis & Torczon, SIAM Rev. 45, 385, 2003): it moves one choice up or down, or with a budget from one to another, and takes smaller
// steps where nothing of that helps.
#pragma once

#include "results/decision/trials.hpp"

#include <vector>

namespace valuescale::results {

/// From the best known on. Steps are shares of the ranges, the largest first; what was tried is among the trials.
void exchange(Trials& trials, const Goal& goal, const std::vector<double>& steps);

}  // namespace valuescale::results
