// The number that holds for a customer of one channel and segment: the stated one, replaced, multiplied or shifted in its odds as the
// channel's and segment's tables say.
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/assumptions.hpp"

#include <string>
#include <vector>

namespace valuescale::models {

/// A quantity with everything that acts on it in one cell.
struct Adjusted {
  const Quantity* base = nullptr;
  std::vector<const Quantity*> multipliers, odds;

  double multiplier(const Assumptions& assumptions, std::size_t world) const;
  /// Base × multipliers.
  double value(const Assumptions& assumptions, std::size_t world) const;
  /// A probability: odds shifted, then multiplied; `capped` is set where that passes 1.
  double probability(const Assumptions& assumptions, std::size_t world, bool& capped) const;
};

/// Who is meant: of a channel and segment, at a level of each state.
struct CustomerKind {
  std::size_t channel, segment;
  std::vector<std::size_t> levels;  ///< by state
};

/// Kind number `kind` of a scenario; the first state's level varies fastest.
CustomerKind customer_kind(const Scenario& scenario, std::size_t kind);
/// The number of a kind: the other way round.
std::size_t number_of(const Scenario& scenario, const CustomerKind& kind);

/// Finds what acts on `target` ("step.upsell.take") for a kind of customer. `handle` is the bare key that also acts on it ("take"), or empty;
/// `base` the stated quantity, or null where there is only a multiplier (rate, churn).
Adjusted adjusted(const Scenario& scenario, const CustomerKind& kind, const std::string& target, const std::string& handle,
                  const Quantity* base);

}  // namespace valuescale::models
