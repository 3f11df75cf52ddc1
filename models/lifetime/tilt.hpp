// Worlds drawn more often where something rare happens, and how much each of them counts.
//
// A world draws what is not known, and whether shocks strike, at uniforms: at as many independent standard normals, its scores. Of tilted worlds the first tenth is
// drawn as ever, and the scores of the others are moved, all alike. With scores z a world then counts for φ(z) / (a φ(z) + (1 − a) φ(z − d)) independent
// ones, a the share drawn as ever and d the moves: for 1/a at most, wherever the moves lead (a defensive mixture: Hesterberg, Technometrics 37, 185, 1995; the
// shares are exact as in Owen & Zhou, J. Am. Stat. Assoc. 95, 135, 2000).
#pragma once

#include "models/description/scenario.hpp"
#include "models/lifetime/sampling.hpp"
#include "sim/random/special.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace valuescale::models {

/// Of something that worlds draw.
struct Scores {
  std::string name;  ///< an assumption's path, or shock/NAME
  std::vector<double> by_world;
};

/// Of all that independent or stratified worlds draw, before assumptions are correlated; shocks that may strike more than once have none.
std::vector<Scores> scores_of(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling);

class Tilt {
 public:
  /// Moves nothing.
  Tilt() = default;
  Tilt(std::map<std::string, double> moves, std::size_t worlds);

  /// Worlds that are drawn as ever: those with the lowest numbers.
  std::size_t drawn_as_ever() const { return as_ever_; }
  /// Where a world draws what it would have drawn there.
  sim::Tail moved(const std::string& name, std::size_t world, sim::Tail at) const;
  std::vector<Scores> moved(std::vector<Scores> scores) const;
  /// How many independent worlds each world counts for, by its moved scores.
  std::vector<double> weights(const std::vector<Scores>& scores) const;

 private:
  /// 0 where there is none.
  double move_of(const std::string& name, std::size_t world) const;

  std::map<std::string, double> moves_;
  std::size_t worlds_ = 0, as_ever_ = 0;
};

}  // namespace valuescale::models
