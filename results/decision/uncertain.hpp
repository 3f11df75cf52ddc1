// What a scenario does not know, one by one, and which of it goes together.
#pragma once

#include "models/description/scenario.hpp"
#include "models/law/resolved_law.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace valuescale::results {

/// An assumption that worlds draw, one value each. What follows it is part of it.
struct Uncertain {
  std::string path, text;                             ///< "offer.trial.take", as it was written
  models::Meaning meaning = models::Meaning::factor;  ///< of a draw's parameter: a plain number
  models::ResolvedLaw law;
  double scale = 1, shift = 0;

  /// In the units it was written in.
  double at(sim::Tail tail) const { return law.quantile(tail) * scale + shift; }
  /// P(at most x), P(more than x).
  sim::Tail tails(double x) const { return law.tails((x - shift) / scale); }
  double mean() const { return law.mean() * scale + shift; }
};

/// Each once, in the order of the scenario.
std::vector<Uncertain> uncertain_of(const models::Scenario& scenario);

/// Numbers of those that `[[correlation]]` ties together, directly or through others; alone where nothing does. In order.
std::vector<std::vector<std::size_t>> tied_together(const std::vector<models::Correlation>& correlations,
                                                    const std::vector<Uncertain>& uncertain);

}  // namespace valuescale::results
