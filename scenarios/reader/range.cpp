#include "scenarios/reader/range.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace valuescale::scenarios {

using models::Meaning;

Range range_of(Meaning meaning) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  switch (meaning) {
    case Meaning::money: return {};
    case Meaning::cost:
    case Meaning::factor:
    case Meaning::time:
    case Meaning::rate: return {{0, infinity, false, false}, Range::Spread::lognormal};
    case Meaning::probability: return {{0, 1, false, false}, Range::Spread::logit_normal};
    case Meaning::margin: return {{-infinity, 1, false, false}, Range::Spread::normal};
    case Meaning::positive:
    case Meaning::positive_time: return {{0, infinity, true, false}, Range::Spread::lognormal};
  }
  return {};
}

int dimension_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::time:
    case Meaning::positive_time: return 1;
    case Meaning::rate: return -1;
    default: return 0;
  }
}

std::string described(const Range& range) {
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  if (low && high)
    return fmt::format("between {} and {}{}", range.low, range.high, range.low_open || range.high_open ? ", ends excluded" : "");
  if (low) return fmt::format("{} {}", range.low_open ? "more than" : "at least", range.low);
  if (high) return fmt::format("{} {}", range.high_open ? "less than" : "at most", range.high);
  return "any number";
}

}  // namespace valuescale::scenarios
