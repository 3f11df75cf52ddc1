#include "results/decision/optimize.hpp"

#include "models/description/quantities.hpp"
#include "models/law/change.hpp"
#include "results/answer/sentences.hpp"
#include "results/decision/best_choice.hpp"
#include "results/decision/frontier.hpp"
#include "results/decision/judging.hpp"
#include "results/decision/world_metric.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kAtEnd = 2e-3;

models::RunOptions with_another_seed(models::RunOptions options) {
  options.seed += 1;
  return options;
}

/// A search with few lifetimes and with all, and the judge of what it finds.
class Optimizing {
 public:
  Optimizing(const models::Scenario& scenario, Optimum& optimum, Experiment& experiment)
      : scenario_(scenario),
        optimum_(optimum),
        experiment_(experiment),
        coarse_(coarse_of(experiment.options())),
        own_(with_another_seed(experiment.options())),
        choices_(scenario, optimum.question.choices, optimum.question.budget),
        are_alike_(lives_are_alike(scenario, optimum.question)),
        coarse_living_(choices_, are_alike_, coarse_),
        fine_living_(choices_, are_alike_, experiment),
        own_living_(choices_, are_alike_, own_),
        few_(choices_, metrics_of(optimum.question), coarse_living_),
        all_(choices_, metrics_of(optimum.question), fine_living_),
        stages_{is_coarser() ? few_ : all_, all_},
        judging_(scenario, choices_, optimum.question, own_living_) {
    goal_.is_smallest = optimum.question.objective.is_smallest();
    for (std::size_t i = 0; i < optimum.question.limits.size(); ++i)
      goal_.bounds.push_back({1 + i, optimum.question.limits[i].at_most, optimum.question.limits[i].bound});
  }

  void look() {
    std::vector<double> now;
    for (const Chosen& choice : optimum_.choices) now.push_back(choice.now);
    const Point today = choices_.point_of(now), middle(now.size(), 0.5);
    for (Trials* stage : {&few_, &all_}) stage->start_between({today, choices_.affordable(middle)});
    look_for_best(stages_, goal_, now);
    std::vector<Point> known = all_.by_worth(goal_);
    if (are_alike_ && !known.empty()) {
      // Where most is spent, most has to be known.
      const Point first = known.front();
      all_.start_between({today, first});
      all_.at(first);
      look_near_best(all_, goal_);
      known = all_.by_worth(goal_);
    }
    optimum_.found = all_.best(goal_).has_value();
    std::vector<Point> efficient;
    if (optimum_.found && optimum_.question.frontier > 1) {
      const std::size_t mean = 1 + optimum_.question.limits.size();
      efficient = efficient_choices(stages_, optimum_.question, mean, mean + 1, goal_.bounds, now);
    }
    if (!known.empty()) {
      own_living_.live_between({now, choices_.values_of(known.front())});
      judge(known.front(), now);
    }
    judge_frontier(efficient);
    warn();
    count();
  }

 private:
  models::RunOptions coarse_of(const models::RunOptions& options) const {
    const Objective& objective = optimum_.question.objective;
    constexpr double kOfShares = 0.1;
    double tail = 1;
    if (objective.is_share() || !optimum_.question.limits.empty()) tail = kOfShares;
    if (objective.of == Objective::Of::cvar || optimum_.question.frontier > 1) tail = std::min(tail, 1 - objective.level);
    models::RunOptions sized = options;
    if (!options.worlds)
      sized.worlds = scenario_.plan || models::setup(scenario_, options).uncertain_assumptions > 0 ? models::kUsualWorlds : 1;
    return coarse_options(sized, tail, scenario_.plan.has_value());
  }

  bool is_coarser() const {
    return coarse_.options().worlds != experiment_.options().worlds || coarse_.options().customers != experiment_.options().customers;
  }

  void judge(const Point& point, const std::vector<double>& today) {
    const OptimizeQuestion& question = optimum_.question;
    const std::vector<double> values = choices_.values_of(point);
    const std::vector<Measured> there = judging_.at(values), now = judging_.at(today);
    const bool is_share = question.objective.is_share();
    optimum_.metric = judging_.told(there[0], is_share);
    optimum_.metric_now = judging_.told(now[0], is_share);
    const Measured gain = difference(there[0], now[0]);
    optimum_.gain = interval(gain);
    optimum_.saved = saved(there[0], now[0], gain);
    for (std::size_t i = 0; i < question.limits.size(); ++i) {
      const Limit& limit = question.limits[i];
      const auto by_world = world_metric(limit.metric.path);
      const Interval told = judging_.told(there[1 + i], by_world && by_world->unit == WorldMetric::Unit::share);
      optimum_.limits.push_back({told, verdict_on(told, limit)});
    }
    for (std::size_t c = 0; c < values.size(); ++c) {
      Chosen& chosen = optimum_.choices[c];
      chosen.value = values[c];
      chosen.end = point[c] < kAtEnd ? Chosen::End::floor : point[c] > 1 - kAtEnd ? Chosen::End::ceiling : Chosen::End::none;
      // A little more of anything moves no world over a target, or one.
      if (!is_share && optimum_.found) chosen.marginal = judging_.marginal(values, c);
    }
  }

  static Limited::Verdict verdict_on(const Interval& told, const Limit& limit) {
    // The best choice often lies on the bound, to rounding.
    constexpr double kOnBound = 1e-4;
    const double room = kOnBound * std::fabs(limit.bound);
    if (limit.at_most ? told.hi <= limit.bound + room : told.lo >= limit.bound - room) return Limited::Verdict::kept;
    return (limit.at_most ? told.lo > limit.bound : told.hi < limit.bound) ? Limited::Verdict::broken : Limited::Verdict::open;
  }

  /// Less is rounding.
  static double saved(const Measured& a, const Measured& b, const Measured& gain) {
    constexpr double kExact = 1e-9;
    const double own = estimate(a).se, other = estimate(b).se, together = estimate(gain).se;
    return together > kExact * std::max(std::fabs(a.value), std::fabs(b.value)) ? (own * own + other * other) / (together * together)
                                                                                : kMissing;
  }

  void judge_frontier(const std::vector<Point>& points) {
    const std::size_t mean = 1 + optimum_.question.limits.size(), cvar = mean + 1;
    std::vector<std::vector<Measured>> judged;
    for (const Point& point : points) {
      const std::vector<double> values = choices_.values_of(point);
      judged.push_back(judging_.at(values));
      optimum_.frontier.push_back({values, interval(judged.back()[mean]), interval(judged.back()[cvar]), false});
    }
    const auto is_better = [&](std::size_t a, std::size_t b, std::size_t metric) {
      const Interval ahead = interval(difference(judged[a][metric], judged[b][metric]));
      return optimum_.question.objective.metric.less_is_better ? ahead.hi < 0 : ahead.lo > 0;
    };
    for (std::size_t i = 0; i < judged.size(); ++i)
      for (std::size_t other = 0; other < judged.size(); ++other)
        if (is_better(other, i, mean) && is_better(other, i, cvar)) optimum_.frontier[i].is_dominated = true;
  }

  void warn() {
    experiment_.heed(judging_.warnings());
    std::vector<std::string>& warnings = optimum_.warnings = experiment_.warnings();
    const std::size_t refused = few_.refused() + all_.refused();
    if (refused > 0) warnings.push_back(said<"warning.choices-refused">(refused, (few_.refused() > 0 ? few_ : all_).why_refused()));
    if (stages_.coarse.is_flat(0) && all_.is_flat(0)) warnings.push_back(said<"warning.objective-is-flat">());
    warn_of_tail();
    for (const Chosen& choice : optimum_.choices)
      if (models::is_price_nobody_minds(scenario_, choice.path)) warnings.push_back(said<"warning.as-many-buy">(choice.path));
    for (const Chosen& choice : optimum_.choices)
      if (optimum_.found && choice.end != Chosen::End::none && !optimum_.question.budget)
        warnings.push_back(choice.end == Chosen::End::floor ? said<"warning.at-low-end">(choice.path)
                                                            : said<"warning.at-high-end">(choice.path));
  }

  /// The mean of a tail in which few worlds lie is mostly luck.
  void warn_of_tail() {
    constexpr double kFewest = 30;
    const Objective& objective = optimum_.question.objective;
    if (objective.of != Objective::Of::cvar && optimum_.question.frontier < 2) return;
    const double worlds = static_cast<double>(experiment_.options().worlds.value_or(models::kUsualWorlds)) * (1 - objective.level);
    if (worlds < kFewest)
      optimum_.warnings.push_back(said<"warning.few-worlds-in-objective">(std::llround(std::ceil(kFewest / (1 - objective.level)))));
  }

  void count() {
    optimum_.tried = coarse_.runs() + experiment_.runs();
    for (const Experiment* part : {&coarse_, &experiment_, &own_}) optimum_.runs += part->runs(), optimum_.lifetimes += part->lifetimes();
    // Today's and the best are lived once more, to judge them.
    const auto whole = [](std::int64_t runs, const Living& living) { return static_cast<double>(runs * living.lifetimes_of_run()); };
    optimum_.lifetimes_without_common_numbers =
        optimum_.saved * (whole(coarse_.runs(), coarse_living_) + whole(experiment_.runs(), fine_living_) + whole(2, own_living_));
  }

  const models::Scenario& scenario_;
  Optimum& optimum_;
  Experiment& experiment_;
  Experiment coarse_, own_;
  Choices choices_;
  bool are_alike_;
  Living coarse_living_, fine_living_, own_living_;
  Trials few_, all_;
  Stages stages_;
  Judging judging_;
  Goal goal_;
};

}  // namespace

std::vector<Metric> metrics_of(const OptimizeQuestion& question) {
  std::vector<Metric> metrics{metric_of(question.objective)};
  for (const Limit& limit : question.limits) metrics.push_back(limit.metric);
  if (question.frontier > 1)
    for (const Objective::Of of : {Objective::Of::mean, Objective::Of::cvar}) {
      Objective objective = question.objective;
      objective.of = of;
      metrics.push_back(metric_of(objective));
    }
  return metrics;
}

bool keeps_limits(const Optimum& optimum) {
  return optimum.found && std::none_of(optimum.limits.begin(), optimum.limits.end(),
                                       [](const Limited& limit) { return limit.verdict == Limited::Verdict::broken; });
}

Optimum optimize(const models::Scenario& scenario, OptimizeQuestion question, Experiment& experiment) {
  Optimum optimum;
  optimum.question = std::move(question);
  models::Scenario today = scenario;
  for (const Choice& choice : optimum.question.choices) {
    const models::Quantity& number = *models::find_quantity(today, choice.path);
    optimum.choices.push_back({choice.path, number.meaning, models::mean_of(number), kMissing, Chosen::End::none, {}});
  }
  Optimizing(scenario, optimum, experiment).look();
  return optimum;
}

}  // namespace valuescale::results
