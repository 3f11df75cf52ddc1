// Which assumption matters most, for programs: schema "valuescale.sensitivity/1". results/README.md describes it.
#pragma once

#include "results/decision/sensitivity.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const Sensitivity& sensitivity);

}  // namespace valuescale::results
