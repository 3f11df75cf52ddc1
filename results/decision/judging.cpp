#include "results/decision/judging.hpp"

#include "results/decision/trials.hpp"

#include <algorithm>

namespace valuescale::results {

namespace {

constexpr double kMarginalStep = 1e-3, kMarginalStepOfPlan = 2e-2;

}  // namespace

Experiment another(const Experiment& experiment) {
  models::RunOptions options = experiment.options();
  options.seed += 1;
  return Experiment(options);
}

Judging::Judging(const Choices& choices, Optimum& optimum, Experiment& experiment)
    : choices_(choices), optimum_(optimum), experiment_(experiment), metrics_(metrics_of(optimum.question)) {}

void Judging::judge(const models::Scenario& today, const Point& best) {
  const std::vector<Measured> there = measured(choices_.scenario_at(best)), now = measured(today);
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
  for (std::size_t c = 0; !optimum_.question.objective.is_share() && c < best.size(); ++c) optimum_.choices[c].marginal = marginal(best, c);
}

std::vector<Measured> Judging::measured(const models::Scenario& scenario) {
  const models::Tallies tallies = experiment_.live(scenario);
  worlds_ = static_cast<double>(tallies.dims.worlds);
  return measure(tallies, metrics_, experiment_.options().threads);
}

/// Where all worlds agree, none says how far they may differ: the rule of three does.
Interval Judging::of_share(Interval interval) const {
  if (!optimum_.question.objective.is_share() || (interval.value != 0 && interval.value != 1) || interval.hi > interval.lo) return interval;
  const double bound = std::min(1.0, 3 / worlds_);
  return {interval.value, interval.value == 0 ? 0 : 1 - bound, interval.value == 0 ? bound : 1};
}

/// From a little more and a little less of it, as far as there is.
Interval Judging::marginal(const Point& best, std::size_t choice) {
  Point more = best, less = best;
  more[choice] = std::min(1.0, best[choice] + step_);
  less[choice] = std::max(0.0, best[choice] - step_);
  const double apart = choices_.value_of(more, choice) - choices_.value_of(less, choice);
  Interval slope = interval(difference(measured(choices_.scenario_at(more))[0], measured(choices_.scenario_at(less))[0]));
  for (double* end : {&slope.value, &slope.lo, &slope.hi}) *end /= apart;
  return slope;
}

}  // namespace valuescale::results
