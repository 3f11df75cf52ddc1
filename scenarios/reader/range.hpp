// Where a number may lie, and how "a to b" is read there.
#pragma once

#include "models/description/fields.hpp"

#include <string>

namespace valuescale::scenarios {

struct Range : models::Interval {
  enum class Spread { lognormal, logit_normal, normal };  ///< of "a to b"
  Spread spread = Spread::normal;
};

/// The range of a meaning.
Range range_of(models::Meaning meaning);

/// +1 for a time, −1 for a rate, 0 for a number without a unit.
int dimension_of(models::Meaning meaning);

/// "between 0 and 1", "at least 0", "more than 0".
std::string described(const Range& range);

}  // namespace valuescale::scenarios
