// The coverage study: runs of known businesses, many times over, and which of their intervals are promised to hold.
#pragma once

#include "tests/coverage/coverage.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace valuescale::coverage {

struct Plan {
  std::int64_t repetitions = 10'000;
  int threads = 1;
  double stretch = 1;  ///< of all intervals: less than 1 must be noticed
};

/// Repetition i of every size runs with seed i, whatever thread it is on.
Coverage one_world(const Plan& plan);
Coverage many_worlds(const Plan& plan);
Coverage to_a_precision(const Plan& plan);
Coverage differences(const Plan& plan);
Coverage decisions(const Plan& plan);
Coverage information(const Plan& plan);
Coverage odds_of_being_best(const Plan& plan);
Coverage known_plan(const Plan& plan);
Coverage known_parts(const Plan& plan);
Coverage known_tails(const Plan& plan);

inline const std::string kInterval = "the interval", kNarrow = "as narrow as wished";  ///< columns of `to_a_precision`

/// What is promised of a number in the columns named. Ranks are whole numbers, so that quantiles cover "at least".
struct Promise {
  std::string row;
  std::vector<std::string> columns;
  double least = 0.94, most = 0.96;
};
std::vector<Promise> promises();

/// Promises that were broken by more than three standard errors of the study, in words.
std::vector<std::string> broken(const Coverage& coverage);

}  // namespace valuescale::coverage
