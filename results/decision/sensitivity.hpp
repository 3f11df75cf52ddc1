// Which of the things that are not known matters most for a number of the run?
//
// Three answers, all with the luck of customers left out. The tornado holds one assumption after the other at the 5 % and the 95 % point of its law, in all
// worlds, while the others stay as they are. Sobol' indices share out the variance of the number between worlds. Rank correlations say whether it goes up or down with
// an assumption. Assumptions that go together are one input to Sobol' indices: their shares can't be told apart (Kucherenko, Tarantola & Annoni 2012).
#pragma once

#include "results/decision/design_runs.hpp"
#include "results/decision/rank_correlation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

inline constexpr double kTornadoLow = 0.05, kTornadoHigh = 0.95;

struct SensitivityQuestion {
  std::vector<Metric> metrics;
  std::vector<std::optional<WorldMetric>> by_world;  ///< the same, where worlds know them; only of such there are Sobol' indices
  std::size_t rows = 512;                            ///< of the design
};

/// An assumption, and where the tornado holds it, in the units it was written in.
struct Held {
  Uncertain assumption;
  double low = kMissing, high = kMissing;
};

/// The number with an assumption held at either place; errors are of runs with common random numbers.
struct Bar {
  Measured low, high;
};

struct SensitivityOf {
  std::string metric;
  Measured now;
  std::vector<Bar> bars;               ///< by assumption
  std::optional<Sobol> sobol;          ///< by input; nothing where worlds don't know the number
  std::vector<RankCorrelation> ranks;  ///< by assumption; likewise
};

struct Sensitivity {
  std::vector<Held> assumptions;
  std::vector<std::vector<std::size_t>> inputs;  ///< assumptions that are drawn together
  std::vector<SensitivityOf> of;                 ///< by metric
  bool is_of_plan = false;
  std::size_t rows = 0;
  std::int64_t worlds_of_design = 0, runs = 0, lifetimes = 0, lifetimes_of_tornado = 0;
  /// Lifetimes that runs with independent luck and worlds would take for the tornado's swings, as well known.
  double lifetimes_without_common_numbers = kMissing;
  std::vector<std::string> warnings;
};

/// By how much the number rises from the low place to the high one.
Measured swing(const Bar& bar);
/// Numbers of a metric's assumptions, the longest bar first.
std::vector<std::size_t> by_swing(const SensitivityOf& of);

/// Throws models::InputError where nothing is uncertain.
Sensitivity sensitivity(const models::Scenario& scenario, const SensitivityQuestion& question, Experiment& experiment);

}  // namespace valuescale::results
