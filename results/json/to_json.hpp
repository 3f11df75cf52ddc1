// The answer for programs: one JSON object with names that stay (schema "valuescale.run/1"). results/README.md describes it.
#pragma once

#include "results/json/pieces.hpp"

#include <string>

namespace valuescale::results {

Json json_of(const Answer& answer);

/// The same as text: indented JSON, ending in a newline. Numbers that do not exist are null, times that never come are "never", an infinite cost is
/// "infinite". Text that is not UTF-8 is repaired.
std::string to_json(const Answer& answer);

}  // namespace valuescale::results
