// What has been tried: each choice is lived once, and what came of it is kept.
#pragma once

#include "results/decision/choices.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/optimize.hpp"

#include <map>
#include <optional>
#include <vector>

namespace valuescale::results {

class Trials {
 public:
  /// What is referred to has to outlive it.
  Trials(const Choices& choices, const OptimizeQuestion& question, Experiment& experiment);

  const Choices& choices() const { return choices_; }
  const OptimizeQuestion& question() const { return question_; }

  /// The objective, then what is limited; NaN where the choice makes no scenario. Throws models::InputError where the first one that is tried doesn't.
  const std::vector<double>& at(const Point& point);
  /// The objective, turned so that more is better.
  double worth(const Point& point) { return (question_.objective.is_smallest() ? -1 : 1) * at(point)[0]; }
  /// How far beyond its bound, as a share of it; above 0 is too far.
  double excess(const Point& point, std::size_t limit);
  bool keeps_limits(const Point& point);

  /// The best of those that were noted and keep the limits.
  const std::optional<Point>& best() const { return best_; }
  void note(const Point& point);
  /// Has the objective been the same at every choice that was tried?
  bool is_flat() const;

 private:
  const Choices& choices_;
  const OptimizeQuestion& question_;
  Experiment& experiment_;
  std::vector<Metric> metrics_;
  std::map<Point, std::vector<double>> known_;
  std::optional<Point> best_;
};

/// The objective, then what is limited.
std::vector<Metric> metrics_of(const OptimizeQuestion& question);

/// Limits are kept to this share of their bounds.
inline constexpr double kFeasible = 1e-6;

}  // namespace valuescale::results
