// What a key of the scenario file may hold. The tables made of these drive reading, checking, `check`, and the JSON Schema alike.
#pragma once

#include "models/description/law.hpp"

#include <string_view>

namespace valuescale::models {

/// The meaning of a number, which decides its range, its units and how "a to b" is read.
enum class Meaning {
  money,          ///< any sign
  cost,           ///< money >= 0
  probability,    ///< [0, 1]
  margin,         ///< share of a price that is kept; <= 1, may be negative
  positive,       ///< > 0: shapes
  factor,         ///< >= 0: multipliers
  time,           ///< >= 0, a duration
  positive_time,  ///< > 0: a scale in time units (alpha of bg-nbd), `every`, a gap
  rate,           ///< >= 0, per time unit
};

struct Field {
  std::string_view name;
  Meaning meaning;
  Role role;         ///< by default; each_event fields are draws
  bool may_be_draw;  ///< each_customer / each_event allowed
  bool required;
  double fallback;  ///< value when not given and not required, in time units where it is a time
  std::string_view about;
};

}  // namespace valuescale::models
