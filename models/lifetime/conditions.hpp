// Conditions on a customer and consequences for one, in the numbers of the compiled program.
#pragma once

#include "models/lifetime/compiler.hpp"

namespace valuescale::models {

ConditionCode condition_code(const Condition& condition, const Workshop& workshop);
ConsequencesCode consequences_code(const Consequences& consequences, const Workshop& workshop);

}  // namespace valuescale::models
