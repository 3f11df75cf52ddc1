// What has been tried: each choice is lived once, and the numbers that came of it are kept for whatever is asked of them.
#pragma once

#include "results/answer/answer.hpp"
#include "results/decision/choices.hpp"
#include "results/decision/living.hpp"
#include "results/decision/metric.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// One of the numbers has to stay on one side of a bound.
struct Bound {
  std::size_t metric;  ///< by place among those of the trials
  bool at_most = true;
  double bound = 0;
};

/// What is looked for: one of the numbers as large as can be, or as small, within bounds of others.
struct Goal {
  std::size_t metric = 0;
  bool is_smallest = false;
  std::vector<Bound> bounds;
};

class Trials {
 public:
  /// What is referred to has to outlive it.
  Trials(const Choices& choices, std::vector<Metric> metrics, Living& living);

  const Choices& choices() const { return choices_; }
  /// Is a further trial lived by customers that are there?
  bool lives_stay() const { return living_.are_alike(); }
  /// Where lives are alike: tries all anew, with lives between these choices.
  void start_between(const std::vector<Point>& points);

  /// The numbers, in the order of the metrics; NaN where the choice makes no scenario. Throws models::InputError where a run has no such number.
  const std::vector<double>& at(const Point& point);
  /// What the goal wants to be large.
  double worth(const Goal& goal, const Point& point) { return (goal.is_smallest ? -1 : 1) * at(point)[goal.metric]; }
  /// How far beyond the bound, as a share of it (where that is 0, of what the number was in the first trial); above 0 is too far.
  double excess(const Bound& bound, const Point& point);
  /// The largest of all excesses; at most 0 where all is kept, beyond all others where there is no budget for it.
  double excess(const Goal& goal, const Point& point);
  bool keeps_bounds(const Goal& goal, const Point& point);

  /// Every choice that was tried and makes a scenario, the best first: those that keep all bounds by their worth, the others by what they lack.
  std::vector<Point> by_worth(const Goal& goal);
  /// The first of these, if it keeps all bounds.
  std::optional<Point> best(const Goal& goal);
  /// Has that number been the same at every choice that was tried?
  bool is_flat(std::size_t metric) const;

  /// Choices that make no scenario, and the first reason.
  std::size_t refused() const { return refused_; }
  const std::string& why_refused() const { return why_refused_; }

 private:
  double number(const Metric& metric, const models::Tallies& tallies) const;

  const Choices& choices_;
  std::vector<Metric> metrics_;
  Living& living_;
  std::map<Point, std::vector<double>> known_;
  std::vector<double> first_;
  std::size_t refused_ = 0;
  std::string why_refused_;
};

/// Bounds are kept to this share of them.
inline constexpr double kFeasible = 1e-6;

}  // namespace valuescale::results
