#include "results/decision/uphill.hpp"

#include <nlopt.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

namespace valuescale::results {

namespace {

constexpr double kWorthless = -1e3;

/// NLopt knows of no exceptions but its own: others are kept until it has ended.
struct Function {
  std::function<double(const Point&)> of;
  std::exception_ptr& failure;
};

double call(const Point& point, Point&, void* data) {
  auto& function = *static_cast<Function*>(data);
  try {
    return function.of(point);
  } catch (...) {
    function.failure = std::current_exception();
    throw nlopt::forced_stop();
  }
}

void climb(Trials& trials, const std::function<double(const Point&)>& height, std::vector<std::function<double(const Point&)>> limits,
           const Point& start, const Steps& steps) {
  std::exception_ptr failure;
  Function objective{[&](const Point& point) {
                       const double here = height(point);
                       return std::isnan(here) ? kWorthless : here;
                     },
                     failure};
  if (trials.choices().has_budget()) limits.emplace_back([&](const Point& point) { return trials.choices().over_budget(point); });
  std::vector<Function> constraints;
  for (const auto& limit : limits) constraints.push_back({limit, failure});

  nlopt::opt search(nlopt::LN_COBYLA, static_cast<unsigned>(start.size()));
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_initial_step(steps.first);
  search.set_xtol_abs(steps.last);
  search.set_maxeval(steps.most_trials);
  search.set_max_objective(call, &objective);
  for (Function& constraint : constraints) search.add_inequality_constraint(call, &constraint, kFeasible);
  Point point = start;
  double value = 0;
  try {
    search.optimize(point, value);
  } catch (const nlopt::roundoff_limited&) {
    // As good as it gets.
  } catch (const nlopt::forced_stop&) {
    std::rethrow_exception(failure);
  }
}

}  // namespace

void go_uphill(Trials& trials, const Goal& goal, const Point& start, const Steps& steps) {
  const double here = trials.worth(goal, start);
  if (std::isnan(here)) return;
  const double scale = std::max(std::fabs(here), 1e-9);
  std::vector<std::function<double(const Point&)>> limits;
  for (const Bound& bound : goal.bounds) limits.emplace_back([&trials, bound](const Point& point) { return trials.excess(bound, point); });
  climb(
      trials, [&](const Point& point) { return trials.worth(goal, point) / scale; }, std::move(limits), start, steps);
}

void go_towards_limits(Trials& trials, const Goal& goal, const Point& start, const Steps& steps) {
  climb(
      trials,
      [&](const Point& point) {
        double most = -std::numeric_limits<double>::infinity();
        for (const Bound& bound : goal.bounds) most = std::max(most, trials.excess(bound, point));
        return -most;
      },
      {}, start, steps);
}

}  // namespace valuescale::results
