// Where the variance of a plan's profit comes from, by brute force: plans lived over and over with the same unknowns and other shocks, the same
// shocks and other unknowns, and the same of both. Luck is what is left where both are given; the rest is divided between the two by Shapley: of
// each, the mean of what it explains by itself and of what is left when all else is known. Whether, when and how hard a shock strikes is shocks,
// its probability is unknowns.
#pragma once

#include "tests/support/reference_estimates.hpp"
#include "tests/support/reference_scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace valuescale::tests::reference {

/// Of profit until the plan's end, in squared currency. Luck, unknowns and shocks add to the total.
struct PlanVariance {
  Estimate luck, unknowns, shocks, interaction, total;
};

/// Each group lives eight plans: two draws of unknowns with two of shocks, twice each.
PlanVariance reference_variance(const std::string& path, const Settings& settings, std::size_t groups, std::uint64_t seed = 1);

}  // namespace valuescale::tests::reference
