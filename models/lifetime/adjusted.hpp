// The number that holds for a customer of one channel and segment: the stated one, replaced, multiplied or shifted in its odds as the
// channel's and segment's tables say.
#pragma once

#include "models/description/customer_kind.hpp"
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/calendar_code.hpp"

#include <string>
#include <vector>

namespace valuescale::models {

/// A quantity with everything that acts on it in one cell.
struct Adjusted {
  const Quantity* base = nullptr;
  std::vector<const Quantity*> multipliers, odds;
  const CalendarCode* calendar = nullptr;  ///< whose effects, in a phase of it, multiply too
  std::size_t phase = 0;
  std::vector<std::size_t> effects;

  double multiplier(const Assumptions& assumptions, std::size_t world) const;
  /// Base × multipliers.
  double value(const Assumptions& assumptions, std::size_t world) const;
  /// A probability before it is held at 1: odds shifted, then multiplied.
  double product(const Assumptions& assumptions, std::size_t world) const;
  /// Held at 1; `capped` is set where that is so.
  double probability(const Assumptions& assumptions, std::size_t world, bool& capped) const;
};

/// Finds what acts on `target` ("step.upsell.take") for a kind of customer. `handle` is the bare key that also acts on it ("take"), or empty;
/// `base` the stated quantity, or null where there is only a multiplier (rate, churn).
Adjusted adjusted(const Scenario& scenario, const CustomerKind& kind, const std::string& target, const std::string& handle,
                  const Quantity* base);

}  // namespace valuescale::models
