// A number of a run, whatever it is, and how far chance may have moved it: from what it is without one group of worlds or another.
//
// The jackknife by groups (Quenouille 1956; Shao & Tu, The Jackknife and Bootstrap, 1995, §2.3): of g groups that are alike, g θ − (g − 1) θ without
// group i are nearly independent values whose mean is θ, be it a mean, a ratio, a quantile or a tail. Runs of the same seed meet the same assumptions in
// the same worlds and the same luck in each group, so that these values can be taken from each other in pairs: what moves both runs alike cancels.
#pragma once

#include "results/answer/answer.hpp"
#include "results/decision/metric.hpp"

#include <cstddef>
#include <vector>

namespace valuescale::results {

/// So many groups where there are worlds, or customers, for them: Student's t is then 2.13.
inline constexpr std::size_t kGroups = 16;

struct Measured {
  double value = kMissing;
  std::vector<double> without;  ///< by group: the value had it not been lived; empty where there is only one
};

/// Metrics of one run, on that many threads (0: one a core).
std::vector<Measured> measure(const models::Tallies& tallies, const std::vector<Metric>& metrics, int threads);

/// What each group says of the number; their mean is the number, nearly, and their spread its error.
std::vector<double> by_group(const Measured& measured);

Estimate estimate(const Measured& measured);
/// 95 %, by Student's t.
Interval interval(const Measured& measured);
/// How many standard errors make up half of that.
double critical(const Measured& measured);

/// a − b, of runs with common random numbers.
Measured difference(const Measured& a, const Measured& b);
/// Of two such numbers, from −1 to 1: how far they err together. Missing where one doesn't err.
double correlation(const Measured& a, const Measured& b);

}  // namespace valuescale::results
