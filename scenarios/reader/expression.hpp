// The little language of values: "12%", "20 to 60", "gamma(4, mean = 8 years)", "mix(70%: 20 to 60, 30%: normal(90, 5))",
// "100 / uniform(3, 8)". Only the grammar: what laws and units mean is settled in laws.hpp.
#pragma once

#include "models/description/scenario.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

struct Argument;

struct Expression {
  enum class Kind { number, range, call, quotient };
  enum class UnitKind { none, time, rate, continuous };  ///< "3 months", "0.2 a month", "5% continuous"
  Kind kind = Kind::number;
  std::size_t at = 0;  ///< offset of its first byte
  double number = 0;
  std::string name;                 ///< of a call
  std::vector<Argument> arguments;  ///< of a call; the two ends of a range; dividend and divisor
  UnitKind unit_kind = UnitKind::none;
  models::StepUnit unit = models::StepUnit::month;
  std::size_t unit_at = 0;
};

struct Argument {
  std::string name;  ///< of "mean = 3"
  std::size_t at = 0;
  std::optional<double> weight;  ///< of "70%: …"
  Expression value;
};

/// What is wrong at which byte.
struct ExpressionError {
  std::size_t at = 0;
  std::string problem, reason, hint;
};

inline constexpr int kExpressionDepth = 8;

/// Throws ExpressionError.
Expression parse_expression(std::string_view text);

/// "day", "months"…: the unit, or nothing.
std::optional<models::StepUnit> unit_named(std::string_view word);

}  // namespace valuescale::scenarios
