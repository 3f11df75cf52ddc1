// Worlds that have something in common, so that what makes them differ can be told apart: one is lived as another was but for an assumption.
//
// A plain run's worlds each draw everything for themselves. A design says instead which worlds draw an assumption alike, which share the luck of their
// customers, and which assumptions are held at one place of their law (results/decision).
#pragma once

#include "sim/random/special.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace valuescale::models {

struct WorldDesign {
  /// Assumptions that have the same value in all worlds, by path: this place of their law. Those they go together with stay as they are.
  std::map<std::string, sim::Tail> held;
  /// By path: the number of the world as which each world draws the assumption, before it is correlated. Of others it is their own number.
  std::map<std::string, std::vector<std::uint32_t>> drawn_as;
  /// So many worlds are drawn, of which `drawn_as` are numbers: those that are stratified where worlds are. 0: as many as are lived.
  std::size_t drawn = 0;
  /// By world: the number of the world whose customers' luck its customers have; all worlds then have equally many of them. Empty: each its own.
  /// Plans keep their own luck.
  std::vector<std::uint32_t> luck;
  /// With `luck`: equally many customers of each channel that wins any, however few it wins. Not for what channels come to together, per customer.
  bool channels_alike = false;
};

}  // namespace valuescale::models
