// How finely money is counted: 1/10,000 of the currency unit, finer where amounts are so small that rounding would show, coarser where they would not fit.
#pragma once

#include "models/lifetime/program.hpp"

namespace valuescale::models {

/// Units per currency unit that suit the amounts of a program compiled in other units.
std::int64_t suitable_units(const Program& program);

}  // namespace valuescale::models
