// Numbers of a scenario that may be chosen, each within a range: points of a cube, from 0 (all at their low ends) to 1 (all at their high ends).
#pragma once

#include "models/description/scenario.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// A number of the scenario that may be chosen.
struct Choice {
  std::string path;
  double low, high;
  bool by_ratio = false;  ///< searched in steps of ratios, where low is above 0 and high far above it
};

using Point = std::vector<double>;  ///< of choices, each from 0 (low) to 1 (high)

class Choices {
 public:
  /// Of this scenario; `budget`: of all choices together, in the units they are written in. The scenario has to outlive it.
  Choices(const models::Scenario& scenario, std::vector<Choice> choices, std::optional<double> budget);

  std::size_t size() const { return choices_.size(); }
  const Choice& operator[](std::size_t choice) const { return choices_[choice]; }
  bool has_budget() const { return budget_.has_value(); }
  double budget() const { return *budget_; }

  double value_of(const Point& point, std::size_t choice) const;
  std::vector<double> values_of(const Point& point) const;
  /// What lies outside the ranges is moved to their ends.
  Point point_of(const std::vector<double>& values) const;
  /// Values may lie outside the ranges. Throws models::InputError where a law of mean 0 would have to be scaled.
  models::Scenario scenario_of(const std::vector<double>& values) const;
  models::Scenario scenario_at(const Point& point) const { return scenario_of(values_of(point)); }

  /// As a share of the budget; above 0 is too much.
  double over_budget(const Point& point) const;
  /// Within the budget: all choices moved towards their lows alike.
  Point affordable(Point point) const;

 private:
  const models::Scenario& scenario_;
  std::vector<Choice> choices_;
  std::optional<double> budget_;
};

}  // namespace valuescale::results
