// Who comes, from where, at what cost: everything about leads and first sales that arithmetic knows before a customer is lived.
#pragma once

#include "models/lifetime/compiler.hpp"

namespace valuescale::models {

/// Fills the program's facts about channels and cells, world weights, costs and segment thresholds; compiles drawn lead costs.
void compile_acquisition(Workshop& workshop, Program& program);

}  // namespace valuescale::models
