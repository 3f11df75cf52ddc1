// What has to go wrong, for programs: schema "valuescale.reverse-stress/1". results/README.md describes it.
#pragma once

#include "results/decision/reverse_stress.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const ReverseStress& answer);

}  // namespace valuescale::results
