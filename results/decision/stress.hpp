// What if? The numbers of a business under one stress after another, beside what they are without, with common random numbers.
#pragma once

#include "results/decision/experiment.hpp"
#include "results/decision/measured.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace valuescale::results {

/// A stress to be tried; several at once are applied one after the other.
struct Trouble {
  std::string name, what;
  std::vector<models::Stress> stresses;
  bool is_milder = false;  ///< than another of its kind: combinations leave it out
  std::string nothing;     ///< why there is nothing that it could act on: then nothing is lived
};

struct StressRow {
  Trouble trouble;
  std::vector<Measured> values;                             ///< by metric; empty where there was nothing to act on
  std::vector<Measured> changes;                            ///< from the base, in pairs: what moves both alike cancels
  std::vector<Interval> value_intervals, change_intervals;  ///< 95 %
  std::vector<std::string> warnings;
};

struct StressTable {
  std::vector<Metric> metrics;
  std::vector<Measured> base;
  std::vector<Interval> base_intervals;
  std::vector<StressRow> rows;
  std::vector<std::string> warnings;  ///< of the business as it is; a row has what its stress adds to them
  std::int64_t runs = 0, lifetimes = 0;
  /// How many times as many lifetimes the changes would have taken, as exactly, if the runs shared no luck: the least and the most of them; missing
  /// where no change has an error.
  double saved_least = kMissing, saved_most = kMissing;
};

/// Lives the base once and each trouble once. Throws models::InputError where a combination makes no sense.
StressTable stress(const models::Scenario& scenario, const std::vector<Trouble>& troubles, const std::vector<Metric>& metrics,
                   Experiment& experiment);

}  // namespace valuescale::results
