// Who comes, from where, at what cost: everything about leads and first sales that arithmetic knows before a customer is lived.
#pragma once

#include "models/lifetime/compiler.hpp"

namespace valuescale::models {

/// A channel's leads, and who of them buys.
struct Market {
  std::vector<CellFacts> segments;
  double conversion = 0;                  ///< of all leads
  std::vector<std::uint32_t> thresholds;  ///< by which a random word tells buyers' segments apart: of all but the last
};
/// `conversion`: by segment.
Market market_of(const Channel& channel, const std::vector<double>& conversion);

/// Fills the program's facts about channels and cells, world weights, costs and segment thresholds; compiles drawn lead costs.
void compile_acquisition(Workshop& workshop, Program& program);

}  // namespace valuescale::models
