// What a scenario does not know, one by one, and which of it goes together.
#pragma once

#include "models/description/scenario.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace valuescale::results {

/// An assumption that worlds draw. What follows it is part of it.
struct Uncertain {
  std::string path, text;                             ///< "offer.trial.take", as it was written
  models::Meaning meaning = models::Meaning::factor;  ///< of a draw's parameter: a plain number
};

/// In the order of the scenario.
std::vector<Uncertain> uncertain_of(const models::Scenario& scenario);

/// Numbers of those that `[[correlation]]` ties together, directly or through others; alone where nothing does. In order.
std::vector<std::vector<std::size_t>> tied_together(const std::vector<models::Correlation>& correlations,
                                                    const std::vector<Uncertain>& uncertain);

}  // namespace valuescale::results
