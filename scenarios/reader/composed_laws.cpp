#include "scenarios/reader/composed_laws.hpp"

#include "scenarios/reader/expression.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/laws.hpp"
#include "scenarios/reader/quantity.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;

/// A law made of a mixture is a mixture of laws. Then the quantile function of each part is free of the jumps between them, which no table
/// could follow.
template <class Make>
Law over_parts(const Law& mixture, Make make) {
  Law law = mixture;
  for (Law& part : law.components) part = make(part);
  return law;
}

/// The a for which P(X ≤ x) shrinks like x^a as x → 0; infinite where it shrinks faster, or is 0 before. Of laws that are positive.
double exponent_at_zero(const Law& law) {
  const auto value = [&](const char* name) {
    for (const auto& [key, parameter] : law.parameters)
      if (key == name) return mean_of(parameter);
    return std::numeric_limits<double>::quiet_NaN();
  };
  const double never = std::numeric_limits<double>::infinity();
  switch (law.kind) {
    case LawKind::uniform: return value("low") > 0 ? never : 1;
    case LawKind::triangular: return value("low") > 0 ? never : value("mode") > 0 ? 2 : 1;
    case LawKind::pert: return value("low") > 0 ? never : 1 + 4 * value("mode") / value("high");
    case LawKind::exponential: return 1;
    case LawKind::weibull: return value("shape");
    case LawKind::beta:
    case LawKind::gamma: return shape_at_zero(law);
    case LawKind::truncated:
      if (value("low") > 0) return never;
      [[fallthrough]];
    case LawKind::mixture:
    case LawKind::earliest: {
      double least = never;
      for (const Law& part : law.components) least = std::min(least, exponent_at_zero(part));
      return least;
    }
    // What follows another is never a part of a law.
    case LawKind::followed:
    // Large values of a divisor that was accepted are rare enough.
    case LawKind::quotient:
    case LawKind::values:
    case LawKind::constant:
    case LawKind::normal:
    case LawKind::lognormal:
    case LawKind::logit_normal: return never;
  }
  return never;
}

Law without_numbers(std::vector<Law> parts) {
  if (parts.size() == 1) return parts.front();
  Law law;
  law.kind = LawKind::earliest;
  law.components = std::move(parts);
  return law;
}

/// A law or a deadline, whichever is earlier: the deadline, or the law given that it comes before. As one law it would have an edge that no
/// table could follow.
Law until(double deadline, const Law& law) {
  const double before = share_up_to(law, deadline), after = share_above(law, deadline);
  if (!(before > 0)) return Law::constant(deadline);
  if (!(after > 0)) return law;
  Law cut;
  cut.kind = LawKind::truncated;
  cut.parameters = {{"low", Law::constant(-kLargest)}, {"high", Law::constant(deadline)}};
  cut.components = {law};
  Law result;
  result.kind = LawKind::mixture;
  result.components = {cut, Law::constant(deadline)};
  result.weights = {before, after};
  return result;
}

}  // namespace

std::size_t parts_of(const Law& law) {
  if (law.kind != LawKind::mixture) return 1;
  std::size_t parts = 0;
  for (const Law& part : law.components) parts += parts_of(part);
  return parts;
}

Law earliest_of(std::vector<Law> parts) {
  const auto mixture = std::find_if(parts.begin(), parts.end(), [](const Law& part) { return part.kind == LawKind::mixture; });
  if (mixture != parts.end())
    return over_parts(Law(*mixture), [&](const Law& one) {
      *mixture = one;
      return earliest_of(parts);
    });
  const auto numbers = std::partition(parts.begin(), parts.end(), [](const Law& part) { return !part.is_constant(); });
  if (numbers == parts.end()) return without_numbers(std::move(parts));
  const double deadline = std::min_element(numbers, parts.end(), [](const Law& a, const Law& b) { return a.value < b.value; })->value;
  parts.erase(numbers, parts.end());
  return parts.empty() ? Law::constant(deadline) : until(deadline, without_numbers(std::move(parts)));
}

Law one_of(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  if (numbers.front() == numbers.back()) return Law::constant(numbers.front());
  Law law;
  law.kind = LawKind::values;
  for (const double number : numbers) law.components.push_back(Law::constant(number));
  law.weights.assign(numbers.size(), 1 / static_cast<double>(numbers.size()));
  return law;
}

Law quotient_of(double dividend, const Law& divisor) {
  if (divisor.is_constant()) return Law::constant(dividend / divisor.value);
  if (divisor.kind == LawKind::values) {
    std::vector<double> quotients;
    for (const Law& one : divisor.components) quotients.push_back(dividend / one.value);
    return one_of(std::move(quotients));
  }
  if (divisor.kind == LawKind::mixture) return over_parts(divisor, [&](const Law& one) { return quotient_of(dividend, one); });
  Law law;
  law.kind = LawKind::quotient;
  law.parameters = {{"dividend", Law::constant(dividend)}};
  law.components = {divisor};
  return law;
}

void check_divisor(const Law& divisor, std::size_t at) {
  if (const double share = share_up_to(divisor, 0); share > 0)
    throw ExpressionError{at, "the law below '/' is 0 or less with probability " + percent(share), "it must be positive",
                          "truncate(LAW, low, high) cuts it off"};
  const double exponent = exponent_at_zero(divisor);
  const char* hint = "truncate(LAW, low, high) keeps it away from 0";
  if (exponent <= 1) throw ExpressionError{at, "a number divided by this law has no mean", "its values come too close to 0", hint};
  if (exponent <= 2)
    throw ExpressionError{at, "a number divided by this law has no variance",
                          "its values come so close to 0 that no number of customers tells the mean", hint};
}

Range range_of_divisor() { return {0, std::numeric_limits<double>::infinity(), true, false, Range::Spread::lognormal}; }

}  // namespace valuescale::scenarios
