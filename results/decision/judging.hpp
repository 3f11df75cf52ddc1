// How good a choice is: the best of many noisy values is too high, so that random numbers tell it which the search has not seen.
#pragma once

#include "results/decision/choices.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/optimize.hpp"

namespace valuescale::results {

/// Of the search's size, with random numbers of its own.
Experiment another(const Experiment& experiment);

class Judging {
 public:
  /// What is referred to has to outlive it.
  Judging(const Choices& choices, Optimum& optimum, Experiment& experiment);

  /// Fills in the objective at the best choice and today, what is limited, and what a little more of each choice brings.
  void judge(const models::Scenario& today, const Point& best);

 private:
  std::vector<Measured> measured(const models::Scenario& scenario);
  Interval of_share(Interval interval) const;
  Interval marginal(const Point& best, std::size_t choice);

  const Choices& choices_;
  Optimum& optimum_;
  Experiment& experiment_;
  std::vector<Metric> metrics_;
  double worlds_ = 1, step_ = 0;
};

}  // namespace valuescale::results
