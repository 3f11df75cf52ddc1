// How good a choice is: the best of many noisy values is too high, so that random numbers tell it which the search has not seen.
#pragma once

#include "results/decision/choices.hpp"
#include "results/decision/living.hpp"
#include "results/decision/optimize.hpp"

#include <map>
#include <string>
#include <vector>

namespace valuescale::results {

class Judging {
 public:
  /// With random numbers of its own. What is referred to has to outlive it.
  Judging(const models::Scenario& today, const Choices& choices, const OptimizeQuestion& question, Living& living);

  /// The question's numbers (metrics_of), where these values are chosen; lived once. Throws models::InputError where they make no scenario.
  const std::vector<Measured>& at(const std::vector<double>& values);
  /// What is to be heeded of the first run that told them.
  const std::vector<std::string>& warnings() const { return warnings_; }

  /// The objective, or another number that is a share as it is. Where all worlds agree on it, none says how far they may differ: the rule of three does.
  Interval told(const Measured& measured, bool is_share) const;
  /// Of the objective, per unit of a choice, from `values` upwards.
  Interval marginal(const std::vector<double>& values, std::size_t choice);

 private:
  const models::Scenario& today_;
  const Choices& choices_;
  Living& living_;
  std::vector<Metric> metrics_;
  std::map<std::vector<double>, std::vector<Measured>> known_;
  std::vector<std::string> warnings_;
  double worlds_ = 1;
};

}  // namespace valuescale::results
