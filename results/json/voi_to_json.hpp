// What it is worth to know more, for programs: schema "valuescale.voi/1". results/README.md describes it.
#pragma once

#include "results/decision/voi.hpp"
#include "results/json/pieces.hpp"

namespace valuescale::results {

Json json_of(const Voi& voi);

}  // namespace valuescale::results
