#include "results/decision/optimize.hpp"

#include "models/description/quantities.hpp"
#include "models/law/change.hpp"
#include "results/decision/best_choice.hpp"
#include "results/decision/frontier.hpp"
#include "results/decision/judging.hpp"

#include <cmath>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kAtEnd = 2e-3;

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
  const Choices choices(scenario, optimum.question.choices, optimum.question.budget);
  Trials trials(choices, optimum.question, experiment);
  const auto best = best_choice(trials, now);
  optimum.found = best.has_value();
  if (best) {
    if (trials.is_flat()) optimum.warnings.push_back("the objective was the same at every choice that was tried: none is better");
    warn_of_tail(optimum, experiment.options());
    for (std::size_t c = 0; c < best->size(); ++c) {
      optimum.choices[c].value = choices.value_of(*best, c);
      const bool is_at_end = (*best)[c] < kAtEnd || (*best)[c] > 1 - kAtEnd;
      if (is_at_end && !optimum.question.budget)
        optimum.warnings.push_back(optimum.choices[c].path + " lies at the end of its range: beyond it may be better");
    }
    Experiment own = another(experiment);
    Judging(choices, optimum, own).judge(scenario, *best);
    optimum.runs += own.runs();
    optimum.lifetimes += own.lifetimes();
    if (optimum.question.frontier > 1) fill_frontier(scenario, optimum, now, experiment);
  }
  optimum.runs += experiment.runs();
  optimum.lifetimes += experiment.lifetimes();
  return optimum;
}

}  // namespace valuescale::results
