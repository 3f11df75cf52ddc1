// How likely a plan is ruined: by the run's own worlds, or by others that were drawn where ruin is likelier.
#pragma once

#include "models/lifetime/plan_tallies.hpp"
#include "results/answer/answer.hpp"
#include "results/answer/drawn_worlds.hpp"

namespace valuescale::results {

/// The plan's tallies must hold cash to run out of. Source of the formulas: results/METHODS.md.
void fill_ruin(const models::PlanTallies& plan, const DrawnWorlds& drawn, PlanAnswer& answer);

}  // namespace valuescale::results
