// A business under one stress after another, for programs: schema "valuescale.stress/1". results/README.md describes it.
#pragma once

#include "results/decision/stress.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const StressTable& table);

}  // namespace valuescale::results
