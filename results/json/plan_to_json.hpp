// What a plan comes to, in JSON.
#pragma once

#include "results/json/pieces.hpp"

namespace valuescale::results {

Json to_json(const PlanAnswer& plan);

}  // namespace valuescale::results
