// Questions to optimize, and their answers on few customers.
#pragma once

#include "models/lifetime/simulate.hpp"
#include "results/decision/optimize.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::tests {

inline results::OptimizeQuestion question_of(std::vector<results::Choice> choices, std::optional<double> budget,
                                             const std::string& metric = "spend.profit") {
  results::OptimizeQuestion question;
  question.choices = std::move(choices);
  question.budget = budget;
  question.objective.metric = *results::world_metric(metric);
  return question;
}

inline results::Optimum optimum_of(const models::Scenario& scenario, const results::OptimizeQuestion& question, std::int64_t worlds = 1,
                                   std::int64_t customers = 2000) {
  models::RunOptions options;
  options.customers = customers;
  options.worlds = worlds;
  options.distributions = {false, false, false, false};
  results::Experiment experiment(options);
  return results::optimize(scenario, question, experiment);
}

}  // namespace valuescale::tests
