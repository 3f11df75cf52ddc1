// A business under stress: the same, with what the stress says changed. Everything else keeps its name, hence its luck (sim/random/philox.hpp).
#pragma once

#include "models/description/scenario.hpp"

#include <string_view>
#include <vector>

namespace valuescale::models {

/// The numbers that a path names: one, or all amounts of a schedule of the plan ("plan.spend.search"). Empty if there are none.
std::vector<Quantity*> numbers_at(Scenario& scenario, std::string_view path);
/// The schedule of that path; null if there is none.
Schedule* find_schedule(Scenario& scenario, std::string_view path);

/// Puts the scenario under a stress; several act one after the other. Throws InputError where the stress makes no sense of it: a number leaves its
/// range, or nothing is left.
void apply(const Stress& stress, Scenario& scenario);

/// Lengths of months, in the scenario's time units.
double month_in_time_units(const Scenario& scenario);

}  // namespace valuescale::models
