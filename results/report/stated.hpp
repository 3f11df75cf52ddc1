// What scenarios state, as tables.
#pragma once

#include "results/answer/assumed.hpp"
#include "results/report/language.hpp"
#include "results/report/model.hpp"

#include <vector>

namespace valuescale::results::report {

/// A row each: path, as written, as understood, note and, where any has one, source.
Table stated_table(const std::vector<const StatedAssumption*>& stated, const Language& say);

/// Numbers in which scenarios differ, a column each scenario with what it has written; empty where it leaves a number at its default.
Table side_by_side_table(const std::vector<Assumed>& scenarios, const std::vector<AssumedNumber>& numbers, const Language& say);

/// The same with notes and sources, a row each number of each scenario.
Table differing_table(const std::vector<Assumed>& scenarios, const std::vector<AssumedNumber>& numbers, const Language& say);

}  // namespace valuescale::results::report
