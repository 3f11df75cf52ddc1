#include "results/decision/exchange.hpp"

#include <algorithm>
#include <cstddef>

namespace valuescale::results {

namespace {

constexpr int kMostRoundsOfStep = 40;

/// One choice moved, the others as they are.
Point moved(const Point& point, std::size_t choice, double by) {
  Point next = point;
  next[choice] = std::clamp(point[choice] + by, 0.0, 1.0);
  return next;
}

/// As much of the budget from one choice to another; as far as both ranges allow.
Point shifted(const Choices& choices, const Point& point, std::size_t from, std::size_t to, double step) {
  std::vector<double> values = choices.values_of(point);
  const double amount =
      std::min({step * (choices[from].high - choices[from].low), values[from] - choices[from].low, choices[to].high - values[to]});
  values[from] -= amount;
  values[to] += amount;
  return choices.point_of(values);
}

std::vector<Point> neighbours(const Choices& choices, const Point& point, double step) {
  std::vector<Point> points;
  for (std::size_t choice = 0; choice < point.size(); ++choice) {
    for (const double by : {-step, step}) points.push_back(choices.affordable(moved(point, choice, by)));
    for (std::size_t to = 0; choices.has_budget() && to < point.size(); ++to)
      if (to != choice) points.push_back(shifted(choices, point, choice, to, step));
  }
  return points;
}

}  // namespace

void exchange(Trials& trials, const Goal& goal, const std::vector<double>& steps) {
  for (const double step : steps)
    for (int round = 0; round < kMostRoundsOfStep; ++round) {
      const std::vector<Point> known = trials.by_worth(goal);
      if (known.empty()) return;
      for (const Point& point : neighbours(trials.choices(), known.front(), step)) trials.at(point);
      if (trials.by_worth(goal).front() == known.front()) break;
    }
}

}  // namespace valuescale::results
