// The best of all choices: looked for everywhere with few lifetimes, then uphill from where most is promised, then with all of them.
//
// A search that goes uphill ends on the hill it began on. So choices spread over all there are come first (a Latin hypercube: McKay, Beckman & Conover,
// Technometrics 21, 239, 1979), and a search begins at each that is better than all others near it (as in multi-level single linkage: Rinnooy Kan & Timmer,
// Math. Programming 39, 57, 1987). Which hill is highest needs few lifetimes; where its top lies needs them all, but few trials.
#pragma once

#include "results/decision/trials.hpp"

#include <vector>

namespace valuescale::results {

/// The same question with few lifetimes and with all.
struct Stages {
  Trials &coarse, &fine;  ///< the same where few are all
};

/// How many worlds and customers tell hills apart: of a mean, or of a tail of so large a share of the worlds.
models::RunOptions coarse_options(const models::RunOptions& options, double tail, bool has_plan);

/// From today's values on; what was tried is among the trials of both stages.
void look_for_best(Stages& stages, const Goal& goal, const std::vector<double>& now);

/// Likewise where much is known of the fine stage already: only from the best known.
void look_near_best(Trials& fine, const Goal& goal);

/// So many points, each in a slice of its own of every range.
std::vector<Point> latin_hypercube(std::size_t points, std::size_t choices);

}  // namespace valuescale::results
