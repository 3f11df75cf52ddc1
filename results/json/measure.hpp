// What values of an assumption are counted in, as answers in JSON name it.
#pragma once

#include "models/description/law.hpp"

#include <string>

namespace valuescale::results {

inline const char* measure_of(const std::string& path, models::Meaning meaning) {
  // Money as well, if above 0.
  if (path.ends_with(".spend")) return "money";
  switch (meaning) {
    case models::Meaning::money:
    case models::Meaning::cost: return "money";
    case models::Meaning::probability:
    case models::Meaning::margin: return "share";
    default: return "number";
  }
}

}  // namespace valuescale::results
