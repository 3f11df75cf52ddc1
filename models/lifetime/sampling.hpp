// How the worlds of a run are drawn.
//
// Independently, or in Latin hypercubes (McKay, Beckman & Conover, Technometrics 21, 239, 1979): of n worlds each assumption falls once into each n-th of its law,
// in an order of its own. What adds up from assumptions one by one is then known far better than n independent worlds would tell. How well,
// one hypercube can't say: there are several, drawn independently of each other (Owen, *Monte Carlo theory, methods and examples*, 2013, chapter 10).
#pragma once

#include <cstddef>

namespace valuescale::models {

enum class Sampling { independent, stratified };

inline constexpr std::size_t kHypercubes = 16;
/// A hypercube of fewer worlds than two would be one of independent worlds.
inline constexpr std::size_t kFewestStratifiedWorlds = 2 * kHypercubes;

/// Hypercubes are of neighbouring worlds: that of world w is w × 16 / worlds, rounded down. They may differ by one world.
constexpr std::size_t first_world_of(std::size_t hypercube, std::size_t worlds) {
  return (hypercube * worlds + kHypercubes - 1) / kHypercubes;
}

}  // namespace valuescale::models
