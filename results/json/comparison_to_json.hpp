// Which is better, for programs: schema "valuescale.compare/1". results/README.md describes it.
#pragma once

#include "results/decision/comparison.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const Comparison& comparison);

}  // namespace valuescale::results
