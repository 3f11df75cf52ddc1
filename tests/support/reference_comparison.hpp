// The engine's answer beside the reference simulator's, number by number.
#pragma once

#include "tests/support/reference_scenario.hpp"

#include <string>
#include <vector>

namespace valuescale::tests::reference {

struct Comparison {
  std::vector<std::string> disagreements;  ///< a line each: what, both values, how many standard errors apart
  std::size_t compared = 0;
  double furthest = 0;  ///< standard errors
  std::string furthest_what;
};

/// Runs both on a scenario. `effort` scales the number of people; 1 takes some seconds. `settings_of_engine` are for the engine alone, to show
/// that a difference is found.
Comparison compare(const std::string& path, double effort, const Settings& settings_of_engine = {});

}  // namespace valuescale::tests::reference
