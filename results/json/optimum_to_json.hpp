// The best choice found, for programs: schema "valuescale.optimize/1". results/README.md describes it.
#pragma once

#include "results/decision/optimize.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const Optimum& optimum);

}  // namespace valuescale::results
