// What to heed of a run that a decision is made by, as `valuescale run` says of a run of this size.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/tallies.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// `told`: paths of the numbers that the decision tells, or the beginnings of some ("worlds_interval"). What the others rest on is left out. On that
/// many threads (0: one a core).
std::vector<std::string> run_warnings(const models::Scenario& scenario, const models::Tallies& tallies,
                                      const std::vector<std::string>& told, int threads);

/// Those of `warnings` that say another thing than any of `known` does, whatever the numbers in them.
std::vector<std::string> other_warnings(std::vector<std::string> warnings, const std::vector<std::string>& known);

}  // namespace valuescale::results
