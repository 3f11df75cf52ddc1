// Kinds of customer: of a channel and segment, at a level of each state. Each kind has numbers of its own.
#pragma once

#include "models/description/scenario.hpp"

#include <cstddef>
#include <vector>

namespace valuescale::models {

struct CustomerKind {
  std::size_t channel, segment;
  std::vector<std::size_t> levels;  ///< by state
  std::size_t phase = 0;            ///< of the calendar
};

/// How many there are, with as many phases of the calendar: channels × segments × phases × levels.
std::size_t number_of_kinds(const Scenario& scenario, std::size_t phases = 1);
/// Kind number `kind` of a scenario; the first state's level varies fastest.
CustomerKind customer_kind(const Scenario& scenario, std::size_t kind, std::size_t phases = 1);
/// The number of a kind: the other way round.
std::size_t number_of(const Scenario& scenario, const CustomerKind& kind, std::size_t phases = 1);

/// What acts on the numbers of a kind, in this order, so that a segment's replacement wins over a channel's, and a level's over both.
std::vector<const std::vector<Adjustment>*> adjustments_of(const Scenario& scenario, const CustomerKind& kind);

}  // namespace valuescale::models
