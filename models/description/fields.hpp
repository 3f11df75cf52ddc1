// What a key of the scenario file may hold. The tables made of these drive reading, checking, `check`, and the JSON Schema alike.
#pragma once

#include "models/description/law.hpp"

#include <string_view>

namespace valuescale::models {

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
