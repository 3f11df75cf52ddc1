// Scenarios lived side by side with common random numbers: the same seed, as many worlds and customers.
//
// Chance is addressed by name (sim/random/philox.hpp): what two scenarios share meets the same assumptions in the same worlds, and the same luck.
#pragma once

#include "models/lifetime/simulate.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace valuescale::results {

/// Thrown when a run was stopped before its end.
struct Stopped {};

/// How large a run was.
struct RunSize {
  std::int64_t worlds = 0, customers = 0;  ///< customers: in all worlds
  bool is_stratified = false;
};

class Experiment {
 public:
  explicit Experiment(models::RunOptions options) : options_(std::move(options)) {}

  const models::RunOptions& options() const { return options_; }
  /// Throws Stopped, and whatever simulate throws.
  models::Tallies live(const models::Scenario& scenario) { return live(scenario, options_); }
  /// Of another size, or by a design.
  models::Tallies live(const models::Scenario& scenario, const models::RunOptions& options);
  std::int64_t runs() const { return runs_; }
  /// Of the one that was lived first; nobody and nothing before it.
  const RunSize& first_run() const { return first_run_; }
  /// Customers lived in all of them.
  std::int64_t lifetimes() const { return lifetimes_; }
  /// What to heed of the scenarios and of runs that the answer tells, each once.
  const std::vector<std::string>& warnings() const { return warnings_; }
  void heed(const std::vector<std::string>& warnings);

 private:
  models::RunOptions options_;
  std::int64_t runs_ = 0, lifetimes_ = 0;
  RunSize first_run_;
  std::vector<std::string> warnings_;
};

/// Lifetimes of so many runs as large as those that were lived.
std::int64_t lifetimes_of(std::int64_t runs, const Experiment& experiment);

}  // namespace valuescale::results
