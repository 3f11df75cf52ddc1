#include "results/decision/optimize.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"

#include <nlopt.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

namespace valuescale::results {

namespace {

using Point = std::vector<double>;  ///< of choices, each from 0 (low) to 1 (high)

constexpr int kMostRunsOfSearch = 200;
constexpr double kAccuracy = 1e-4, kFirstStep = 0.2, kFeasible = 1e-6, kWorthless = -1e3, kMarginalStep = 1e-3, kMarginalStepOfPlan = 2e-2,
                 kAtEnd = 2e-3;

class Search {
 public:
  Search(const models::Scenario& scenario, const OptimizeQuestion& question, Experiment& experiment)
      : scenario_(scenario), question_(question), experiment_(experiment) {
    metrics_.push_back(metric_of(question.objective));
    for (const Limit& limit : question.limits) metrics_.push_back(limit.metric);
  }

  double value_of(const Point& point, std::size_t choice) const {
    const Choice& of = question_.choices[choice];
    const double at = std::clamp(point[choice], 0.0, 1.0);
    return of.by_ratio ? of.low * std::pow(of.high / of.low, at) : of.low + at * (of.high - of.low);
  }
  Point point_of(const std::vector<double>& values) const {
    Point point;
    for (std::size_t c = 0; c < values.size(); ++c) {
      const Choice& choice = question_.choices[c];
      const double at = choice.by_ratio ? std::log(values[c] / choice.low) / std::log(choice.high / choice.low)
                                        : (values[c] - choice.low) / (choice.high - choice.low);
      point.push_back(std::clamp(at, 0.0, 1.0));
    }
    return point;
  }
  models::Scenario scenario_at(const Point& point) const {
    models::Scenario chosen = scenario_;
    for (std::size_t c = 0; c < point.size(); ++c) {
      models::Quantity& number = *models::find_quantity(chosen, question_.choices[c].path);
      models::set_mean(chosen, number, value_of(point, c));
    }
    return chosen;
  }

  /// The objective, then what is limited; lived once for each point.
  const std::vector<double>& at(const Point& point) {
    const auto [known, is_new] = known_.try_emplace(point);
    if (!is_new) return known->second;
    try {
      const models::Tallies tallies = experiment_.live(scenario_at(point));
      for (const Metric& metric : metrics_) known->second.push_back(metric.of(tallies));
    } catch (const models::InputError&) {
      // A choice that makes no scenario is none; but today's must.
      if (known_.size() == 1) throw;
      known->second.assign(metrics_.size(), kMissing);
    }
    return known->second;
  }

  /// How far beyond its bound, as a share of it; above 0 is too far.
  double excess(const Point& point, std::size_t limit) {
    const Limit& of = question_.limits[limit];
    const double value = at(point)[1 + limit], scale = std::max(std::fabs(of.bound), 1e-12);
    return std::isnan(value) ? 1 : (of.at_most ? value - of.bound : of.bound - value) / scale;
  }
  double over_budget(const Point& point) const {
    double sum = 0;
    for (std::size_t c = 0; c < point.size(); ++c) sum += value_of(point, c);
    return sum / *question_.budget - 1;
  }
  bool keeps_limits(const Point& point) {
    if (question_.budget && over_budget(point) > kFeasible) return false;
    for (std::size_t limit = 0; limit < question_.limits.size(); ++limit)
      if (excess(point, limit) > kFeasible) return false;
    return !std::isnan(at(point)[0]);
  }

  /// From `start`; the best that keeps the limits is remembered.
  void improve(const Point& start, double first_step) {
    const double here = at(start)[0];
    if (std::isnan(here)) return;
    const double scale = (question_.objective.is_smallest() ? -1 : 1) * std::max(std::fabs(here), 1e-9);
    nlopt::opt search(nlopt::LN_COBYLA, static_cast<unsigned>(start.size()));
    search.set_lower_bounds(0.0);
    search.set_upper_bounds(1.0);
    search.set_initial_step(first_step);
    search.set_xtol_abs(kAccuracy);
    search.set_maxeval(kMostRunsOfSearch);
    const auto worth = [&](const Point& point) {
      const double value = at(point)[0];
      if (keeps_limits(point)) note(point);
      return std::isnan(value) ? kWorthless : value / scale;
    };
    // NLopt knows of no exceptions but its own.
    std::exception_ptr failure;
    struct Function {
      std::function<double(const Point&)> of;
      std::exception_ptr& failure;
    };
    const auto call = [](const Point& point, Point&, void* data) -> double {
      auto& function = *static_cast<Function*>(data);
      try {
        return function.of(point);
      } catch (...) {
        function.failure = std::current_exception();
        throw nlopt::forced_stop();
      }
    };
    Function objective{worth, failure};
    std::vector<Function> constraints;
    if (question_.budget) constraints.push_back({[&](const Point& point) { return over_budget(point); }, failure});
    for (std::size_t limit = 0; limit < question_.limits.size(); ++limit)
      constraints.push_back({[&, limit](const Point& point) { return excess(point, limit); }, failure});
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
    if (keeps_limits(point)) note(point);
  }

  void note(const Point& point) {
    const double value = (question_.objective.is_smallest() ? -1 : 1) * at(point)[0];
    if (!best_ || value > best_value_) best_ = point, best_value_ = value;
  }
  const std::optional<Point>& best() const { return best_; }
  /// Has the objective been the same at every choice that was tried?
  bool is_flat() const {
    return std::all_of(known_.begin(), known_.end(), [&](const auto& known) { return !(known.second[0] != known_.begin()->second[0]); });
  }

 private:
  const models::Scenario& scenario_;
  const OptimizeQuestion& question_;
  Experiment& experiment_;
  std::vector<Metric> metrics_;
  std::map<Point, std::vector<double>> known_;
  std::optional<Point> best_;
  double best_value_ = 0;
};

/// Within the budget: all choices moved towards their lows alike.
Point affordable(const Search& search, const OptimizeQuestion& question, Point point) {
  if (!question.budget) return point;
  double sum = 0, least = 0;
  for (std::size_t c = 0; c < point.size(); ++c) sum += search.value_of(point, c), least += question.choices[c].low;
  if (sum <= *question.budget) return point;
  const double share = (*question.budget - least) / (sum - least);
  for (double& at : point) at *= share;
  return point;
}

/// From today's choice, from the middle, and with most for one and another: a search goes uphill only.
std::vector<Point> starts(const Search& search, const std::vector<double>& now) {
  constexpr std::size_t kFewChoices = 4;
  constexpr double kMost = 0.85, kLeast = 0.15;
  std::vector<Point> points{search.point_of(now), Point(now.size(), 0.5)};
  if (now.size() == 1) points.push_back({kLeast});
  for (std::size_t c = 0; now.size() <= kFewChoices && c < now.size(); ++c) {
    points.emplace_back(now.size(), kLeast);
    points.back()[c] = kMost;
  }
  return points;
}

std::optional<Point> searched(Search& search, const OptimizeQuestion& question, const std::vector<double>& now) {
  for (const Point& start : starts(search, now)) search.improve(affordable(search, question, start), kFirstStep);
  if (search.best()) search.improve(*search.best(), kFirstStep / 20);
  return search.best();
}

/// With random numbers of its own.
Experiment another(const Experiment& experiment) {
  models::RunOptions options = experiment.options();
  options.seed += 1;
  return Experiment(options);
}

class Judging {
 public:
  Judging(Search& search, Optimum& optimum, const Experiment& experiment)
      : search_(search), optimum_(optimum), experiment_(another(experiment)), threads_(experiment.options().threads) {
    metrics_.push_back(metric_of(optimum.question.objective));
    for (const Limit& limit : optimum.question.limits) metrics_.push_back(limit.metric);
  }

  void judge(const models::Scenario& today, const Point& best) {
    const std::vector<Measured> there = measured(search_.scenario_at(best)), now = measured(today);
    optimum_.metric = of_share(interval(there[0]));
    optimum_.metric_now = of_share(interval(now[0]));
    optimum_.gain = interval(difference(there[0], now[0]));
    for (std::size_t limit = 0; limit + 1 < there.size(); ++limit) {
      optimum_.limits.push_back(interval(there[1 + limit]));
      const Limit& of = optimum_.question.limits[limit];
      const double value = optimum_.limits.back().value;
      if (of.at_most ? value > of.bound : value < of.bound)
        optimum_.warnings.push_back(of.metric.path +
                                    " passes its bound in the run of its own: it lies on it, and chance decides on which side");
    }
    // Of a share of worlds a little more moves none, or one.
    step_ = today.plan ? kMarginalStepOfPlan : kMarginalStep;
    for (std::size_t c = 0; !optimum_.question.objective.is_share() && c < best.size(); ++c)
      optimum_.choices[c].marginal = marginal(best, c);
    optimum_.runs += experiment_.runs();
    optimum_.lifetimes += experiment_.lifetimes();
  }

 private:
  std::vector<Measured> measured(const models::Scenario& scenario) {
    const models::Tallies tallies = experiment_.live(scenario);
    worlds_ = static_cast<double>(tallies.dims.worlds);
    return measure(tallies, metrics_, threads_);
  }
  /// Where all worlds agree, none says how far they may differ: the rule of three does.
  Interval of_share(Interval interval) const {
    if (!optimum_.question.objective.is_share() || (interval.value != 0 && interval.value != 1) || interval.hi > interval.lo)
      return interval;
    const double bound = std::min(1.0, 3 / worlds_);
    return {interval.value, interval.value == 0 ? 0 : 1 - bound, interval.value == 0 ? bound : 1};
  }

  /// From a little more and a little less of it, as far as there is.
  Interval marginal(const Point& best, std::size_t choice) {
    Point more = best, less = best;
    more[choice] = std::min(1.0, best[choice] + step_);
    less[choice] = std::max(0.0, best[choice] - step_);
    const double apart = search_.value_of(more, choice) - search_.value_of(less, choice);
    Interval slope = interval(difference(measured(search_.scenario_at(more))[0], measured(search_.scenario_at(less))[0]));
    for (double* end : {&slope.value, &slope.lo, &slope.hi}) *end /= apart;
    return slope;
  }

  Search& search_;
  Optimum& optimum_;
  Experiment experiment_;
  int threads_;
  double worlds_ = 1, step_ = 0;
  std::vector<Metric> metrics_;
};

/// Efficient choices between the best mean and the best CVaR: the best mean with a CVaR held at one level and another.
void fill_frontier(const models::Scenario& scenario, Optimum& optimum, const std::vector<double>& now, Experiment& experiment) {
  Objective mean = optimum.question.objective, cvar = mean;
  mean.of = Objective::Of::mean;
  cvar.of = Objective::Of::cvar;
  OptimizeQuestion worst = optimum.question;
  worst.objective = cvar;
  worst.frontier = 0;
  Search safest(scenario, worst, experiment);
  const auto safe = searched(safest, worst, now);
  OptimizeQuestion best = worst;
  best.objective = mean;
  Search boldest(scenario, best, experiment);
  const auto bold = searched(boldest, best, now);
  if (!safe || !bold) return;
  const auto cvar_at = [&](const Point& point) { return metric_of(cvar).of(experiment.live(boldest.scenario_at(point))); };
  const auto add = [&](const Search& search, const Point& point, double mean_there, double cvar_there) {
    FrontierPoint there{{}, mean_there, cvar_there};
    for (std::size_t c = 0; c < point.size(); ++c) there.choice.push_back(search.value_of(point, c));
    optimum.frontier.push_back(std::move(there));
  };
  const double least = cvar_at(*bold), most = safest.at(*safe)[0];
  add(boldest, *bold, boldest.at(*bold)[0], least);
  for (int i = 1; i + 1 < optimum.question.frontier; ++i) {
    OptimizeQuestion between = best;
    between.limits.push_back({metric_of(cvar), false, least + (most - least) * i / (optimum.question.frontier - 1)});
    Search search(scenario, between, experiment);
    search.improve(*bold, kFirstStep);
    search.improve(*safe, kFirstStep / 4);
    if (search.best()) add(search, *search.best(), search.at(*search.best())[0], search.at(*search.best()).back());
  }
  add(safest, *safe, metric_of(mean).of(experiment.live(safest.scenario_at(*safe))), most);
}

/// The mean of a tail in which few worlds lie is mostly luck.
void warn_of_tail(Optimum& optimum, const models::RunOptions& options) {
  const Objective& objective = optimum.question.objective;
  if (objective.of != Objective::Of::cvar) return;
  constexpr double kUsualWorlds = 1000, kFewest = 30;
  const double worlds = (options.worlds ? static_cast<double>(*options.worlds) : kUsualWorlds) * (1 - objective.level);
  if (worlds < kFewest)
    optimum.warnings.push_back("fewer than 30 worlds lie in the tail that was made as good as possible: give --worlds " +
                               std::to_string(std::llround(std::ceil(kFewest / (1 - objective.level)))) + " or more");
}

}  // namespace

Optimum optimize(const models::Scenario& scenario, OptimizeQuestion question, Experiment& experiment) {
  Optimum optimum;
  optimum.question = std::move(question);
  models::Scenario today = scenario;
  std::vector<double> now;
  for (const Choice& choice : optimum.question.choices) {
    const models::Quantity& number = *models::find_quantity(today, choice.path);
    now.push_back(models::mean_of(number));
    optimum.choices.push_back({choice.path, number.meaning, now.back(), kMissing, {}});
  }
  Search search(scenario, optimum.question, experiment);
  const auto best = searched(search, optimum.question, now);
  optimum.found = best.has_value();
  if (best) {
    if (search.is_flat()) optimum.warnings.push_back("the objective was the same at every choice that was tried: none is better");
    warn_of_tail(optimum, experiment.options());
    for (std::size_t c = 0; c < best->size(); ++c) {
      optimum.choices[c].value = search.value_of(*best, c);
      const bool is_at_end = (*best)[c] < kAtEnd || (*best)[c] > 1 - kAtEnd;
      if (is_at_end && !optimum.question.budget)
        optimum.warnings.push_back(optimum.choices[c].path + " lies at the end of its range: beyond it may be better");
    }
    Judging(search, optimum, experiment).judge(scenario, *best);
    if (optimum.question.frontier > 1) fill_frontier(scenario, optimum, now, experiment);
  }
  optimum.runs += experiment.runs();
  optimum.lifetimes += experiment.lifetimes();
  return optimum;
}

}  // namespace valuescale::results
