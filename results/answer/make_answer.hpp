// From tallies to the numbers that are reported, each with its sampling error.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// Parts of an answer; fewer are faster.
struct Wanted {
  bool all = true, channels = true, segments = true;  ///< blocks
  bool worlds = true;                                 ///< intervals over worlds, and rows
  bool plan = true;

  bool is_everything() const { return all && channels && segments && worlds && plan; }
};

/// Fills everything in Answer that follows from the tallies (the blocks, intervals, cohort, world rows, assumption columns, warnings that
/// the numbers call for), on that many threads (0: one a core). `channels` and `segments` are names in order; what was run (title, seed…) is the
/// caller's to fill. What is not wanted is missing, and then so are warnings. Source of the formulas: results/METHODS.md.
Answer make_answer(const models::Tallies& tallies, const std::vector<std::string>& channels, const std::vector<std::string>& segments,
                   int threads = 1, const Wanted& wanted = {});

}  // namespace valuescale::results
