#include "results/decision/uphill.hpp"

#include <nlopt.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <utility>

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

}  // namespace

void go_uphill(Trials& trials, const Goal& goal, const Point& start, const Steps& steps) {
  const double here = trials.worth(goal, start);
  if (std::isnan(here)) return;
  const double scale = std::max(std::fabs(here), 1e-9);
  std::exception_ptr failure;
  Function objective{[&](const Point& point) {
                       const double worth = trials.worth(goal, point);
                       return std::isnan(worth) ? kWorthless : worth / scale;
                     },
                     failure};
  std::vector<Function> constraints;
  if (trials.choices().has_budget())
    constraints.push_back({[&](const Point& point) { return trials.choices().over_budget(point); }, failure});
  for (const Bound& bound : goal.bounds) constraints.push_back({[&](const Point& point) { return trials.excess(bound, point); }, failure});

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

}  // namespace valuescale::results
