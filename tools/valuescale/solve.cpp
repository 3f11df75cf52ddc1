// How much may a customer cost? How low can the first price go?
#include "results/decision/solve.hpp"

#include "results/json/metric_at.hpp"
#include "results/json/solution_to_json.hpp"
#include "results/terminal/solution_in_words.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/sizes.hpp"

#include <fmt/format.h>

namespace valuescale::tools {
namespace {

/// The share of worlds in which the target is to be met, and by which number of each world.
void read_probability(const SolveCommand& command, const models::Scenario* scenario, results::SolveQuestion& question,
                      std::vector<models::Problem>& problems) {
  question.probability = amount_of("--probability", command.probability, problems);
  if (!question.probability) return;
  if (!(*question.probability > 0 && *question.probability < 1))
    problems.push_back(
        {{"--probability", 0, 0}, fmt::format("{} is no probability to be met", *command.probability), "between 0 and 1", {}});
  if (!scenario) return;
  question.of_worlds = results::world_metric(command.metric, labels_of(*scenario));
  if (question.of_worlds && question.of_worlds->is_of_plan && !scenario->plan)
    problems.push_back(
        {{"--metric", 0, 0}, command.metric + " is of a plan", "the scenario has none", "add a [plan], or choose another number"});
  std::string names;
  for (const std::string& name : results::world_metric_names()) names += (names.empty() ? "" : ", ") + name;
  if (!question.of_worlds)
    problems.push_back({{"--metric", 0, 0},
                        fmt::format("{} is not known world by world", command.metric),
                        "with --probability it is one of " + names,
                        {}});
}

/// As far as it can be told, where the scenario could not be read.
results::SolveQuestion question_of(const SolveCommand& command, const models::Scenario* scenario, std::vector<models::Problem>& problems) {
  results::SolveQuestion question;
  question.vary = command.vary;
  if (scenario) {
    check_path("--vary", command.vary, *scenario, problems);
    question.metric = results::metric_at(command.metric, labels_of(*scenario));
    check_metrics("--metric", {command.metric}, *scenario, problems);
  }
  question.target = amount_of("--target", command.target, problems);
  question.at_most = command.at_most;
  if (command.at_most && !command.probability)
    problems.push_back({{"--at-most", 0, 0}, "there is no --probability", "a number meets a target from either side", "leave it out"});
  question.from = amount_of("--from", command.from, problems);
  question.to = amount_of("--to", command.to, problems);
  question.as_value = command.as == "value";
  if (command.as && *command.as != "value" && *command.as != "mean")
    problems.push_back(
        {{"--as", 0, 0}, fmt::format("'{}' is no way to vary", *command.as), "mean scales the whole law, value makes it certain", {}});
  if (question.from && question.to && !(*question.from < *question.to))
    problems.push_back({{"--from", 0, 0}, "the range is empty", "--from has to be less than --to", {}});
  read_probability(command, scenario, question, problems);
  return question;
}

}  // namespace

int solve(const SolveCommand& command) {
  std::vector<models::Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  const std::optional<models::Scenario> read = read_or_note(command.scenario, command.settings, problems);
  const results::SolveQuestion question = question_of(command, read ? &*read : nullptr, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));
  const models::Scenario& scenario = *read;
  if (scenario.plan && !options.worlds) options.worlds = kWorldsOfPlan;
  options.distributions = distributions_for({command.metric});
  return decide(command, std::move(options), {{name_of(command.scenario), scenario}}, {}, [&](results::Experiment& experiment) {
    const results::Solution solution = results::solve(scenario, question, experiment);
    return Reply{results::json_of(solution), [=](const auto& run, const auto& style) { return results::in_words(solution, run, style); },
                 !solution.root.found};
  });
}

}  // namespace valuescale::tools
