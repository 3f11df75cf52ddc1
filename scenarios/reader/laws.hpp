// The laws a value may follow: their names, their arguments, and how an expression becomes one.
#pragma once

#include "models/description/law.hpp"
#include "models/description/scenario.hpp"
#include "scenarios/reader/expression.hpp"
#include "scenarios/reader/range.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

/// An argument of a law: what it may be, and how it scales with the value (+1: like it, −1: like its inverse, 0: not at all).
struct LawArgument {
  enum class Sort { like_value, positive, any, unit_interval };
  std::string_view name;
  Sort sort;
  int scaling;
};

struct LawRule {
  std::string_view name;
  models::LawKind kind;
  std::span<const std::vector<LawArgument>> forms;  ///< the sets of arguments that settle it; the first may be given without names
  bool bare_order;                                  ///< arguments may stand without names
  std::string_view about;
};

std::span<const LawRule> law_rules();

/// What a law may be where it stands.
struct LawPlace {
  Range range;
  int dimension = 0;  ///< +1: a time, −1: a rate
  models::StepUnit time_unit = models::StepUnit::month;
  bool may_nest = false;            ///< a draw: its parameters may be laws
  std::string_view nesting_reason;  ///< why not, otherwise
};

/// The law of an expression, in time units where it is a time. Throws ExpressionError. Leaves the range of the whole to the caller.
models::Law law_of(const Expression& expression, const LawPlace& where);

/// 5th to 95th percentile: how far the ends of "a to b" are from the middle, in standard deviations.
inline constexpr double kEndOfRange = 1.6448536269514722;

/// The largest number that makes sense in a scenario; keeps arithmetic away from overflow.
inline constexpr double kLargest = 1e15;

}  // namespace valuescale::scenarios
