// What several scenarios assume, side by side: told once where all of them assume the same.
#pragma once

#include "results/answer/answer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

/// A scenario by its name, and what it states, which has to outlive this.
struct Assumed {
  std::string scenario;
  const std::vector<StatedAssumption>* stated;
};

/// A number that scenarios state.
struct AssumedNumber {
  std::string path;
  std::vector<std::pair<std::size_t, const StatedAssumption*>> by;  ///< by number of the scenario; only those that state it
  bool is_shared = false;                                           ///< all state it, with the same text, note and source
};

/// In the order of the first scenario, then of the others.
std::vector<AssumedNumber> side_by_side(const std::vector<Assumed>& scenarios);

}  // namespace valuescale::results
