// Worlds for the probability of ruin alone, drawn where ruin is likelier than it is.
//
// Where ruin is in the space of scores is found by the cross-entropy method (Rubinstein, Methodol. Comput. Appl. Probab. 1, 127, 1999; de Boer, Kroese, Mannor &
// Rubinstein, Ann. Oper. Res. 134, 19, 2005): the moves go most of the way to the mean scores of ruined worlds, each by its weight. Where a round has too few of them its worst
// worlds stand in, and another round is drawn there. The run's own worlds are the first round; those that are counted are drawn anew, after the last.
#pragma once

#include "models/lifetime/plan_tallies.hpp"
#include "models/lifetime/program.hpp"
#include "models/lifetime/simulate.hpp"
#include "models/lifetime/worker.hpp"

#include <cstdint>
#include <functional>

namespace valuescale::models {

/// Fewer show no direction.
inline constexpr std::int64_t kFewestRuinWorlds = 100;

/// `run` and `lived`: the run's own worlds and what became of them.
RuinWorlds live_ruin_worlds(const Scenario& scenario, const RunOptions& options, const Program& run, const PlanTallies& lived,
                            const std::function<Crew(const Program&)>& crew_for);

}  // namespace valuescale::models
