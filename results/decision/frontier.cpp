#include "results/decision/frontier.hpp"

#include "results/decision/best_choice.hpp"
#include "results/decision/uphill.hpp"

#include <utility>

namespace valuescale::results {

void fill_frontier(const models::Scenario& scenario, Optimum& optimum, const std::vector<double>& now, Experiment& experiment) {
  Objective mean = optimum.question.objective, cvar = mean;
  mean.of = Objective::Of::mean;
  cvar.of = Objective::Of::cvar;
  const Choices choices(scenario, optimum.question.choices, optimum.question.budget);
  OptimizeQuestion worst = optimum.question;
  worst.objective = cvar;
  worst.frontier = 0;
  Trials safest(choices, worst, experiment);
  const auto safe = best_choice(safest, now);
  OptimizeQuestion best = worst;
  best.objective = mean;
  Trials boldest(choices, best, experiment);
  const auto bold = best_choice(boldest, now);
  if (!safe || !bold) return;
  const auto lived = [&](const Objective& objective, const Point& point) {
    return metric_of(objective).of(experiment.live(choices.scenario_at(point)));
  };
  const auto add = [&](const Point& point, double mean_there, double cvar_there) {
    optimum.frontier.push_back({choices.values_of(point), mean_there, cvar_there});
  };
  const double least = lived(cvar, *bold), most = safest.at(*safe)[0];
  add(*bold, boldest.at(*bold)[0], least);
  for (int i = 1; i + 1 < optimum.question.frontier; ++i) {
    OptimizeQuestion between = best;
    between.limits.push_back({metric_of(cvar), false, least + (most - least) * i / (optimum.question.frontier - 1)});
    Trials trials(choices, between, experiment);
    go_uphill(trials, *bold, kFirstStep);
    go_uphill(trials, *safe, kFirstStep / 4);
    if (trials.best()) add(*trials.best(), trials.at(*trials.best())[0], trials.at(*trials.best()).back());
  }
  add(*safe, lived(mean, *safe), most);
}

}  // namespace valuescale::results
