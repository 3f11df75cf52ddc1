// At which value a number meets a target, for programs: schema "valuescale.solve/1". results/README.md describes it.
#pragma once

#include "results/decision/solve.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const Solution& solution);

}  // namespace valuescale::results
