// How choices are lived: whole, or from lives that are there already.
//
// What is spent on a channel settles how many customers it brings and what they cost, not what they do then. So where nothing but spends is chosen, and only
// what they earn is asked for, one run's customers stand for those of every choice: a further choice needs no more than the numbers of customers and their
// cost in each world, which are arithmetic, and two choices differ by no luck at all.
#pragma once

#include "results/decision/choices.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/optimize.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace valuescale::results {

/// Do lives of one choice stand for those of all others?
bool lives_are_alike(const models::Scenario& scenario, const OptimizeQuestion& question);

class Living {
 public:
  /// What is referred to has to outlive it.
  Living(const Choices& choices, bool are_alike, Experiment& experiment)
      : choices_(choices), are_alike_(are_alike), experiment_(experiment) {}

  /// Where lives are alike: lives anew where choices are the mean of these, so that each finds customers of every channel that it spends on.
  void live_between(const std::vector<std::vector<double>>& values);
  /// Throws models::InputError where the choice makes no scenario. Where lives are alike, `live_between` comes first, and only spend.profit is right.
  models::Tallies at(const std::vector<double>& values);

  bool are_alike() const { return are_alike_; }
  const Experiment& experiment() const { return experiment_; }
  /// So many a whole run has.
  std::int64_t lifetimes_of_run() const { return lifetimes_of_run_; }

 private:
  models::Tallies whole(const std::vector<double>& values);

  const Choices& choices_;
  bool are_alike_;
  Experiment& experiment_;
  std::optional<models::Tallies> lived_;
  std::int64_t lifetimes_of_run_ = 0;
};

}  // namespace valuescale::results
