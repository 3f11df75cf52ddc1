// What has to go wrong until …?
#include "results/decision/reverse_stress.hpp"

#include "results/json/metric_at.hpp"
#include "results/json/reverse_stress_to_json.hpp"
#include "results/terminal/reverse_stress_in_words.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/reverse_stress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace valuescale::tools {
namespace {

/// Of a plan so many worlds are lived in each run of the search unless it is said how many: each is months of everybody's lives.
constexpr std::int64_t kSearchedPlans = 200;
/// More numbers than these take too long to try without being asked for.
constexpr std::size_t kMostVaried = 30;

std::string without_blanks(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

/// "plan.p_ruin > 20%"
void read_until(const StressCommand& command, const models::Scenario& scenario, results::ReverseQuestion& question,
                std::vector<models::Problem>& problems) {
  const std::string& text = *command.until;
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string::npos || sign == 0) {
    problems.push_back({{"--until", 0, 0},
                        fmt::format("'{}' says no limit", text),
                        "a number of run --json, > or <, and a value",
                        "as 'plan.p_ruin > 20%'"});
    return;
  }
  const std::string path = without_blanks(text.substr(0, sign));
  question.above = text[sign] == '>';
  question.strict = sign + 1 >= text.size() || text[sign + 1] != '=';
  const std::size_t behind = sign + (question.strict ? 1 : 2);
  question.limit = amount_of("--until", without_blanks(text.substr(behind)), problems);
  check_metrics("--until", {path}, scenario, problems);
  question.metric = results::metric_at(path, labels_of(scenario));
  question.of_worlds = results::judged_by(path, labels_of(scenario));
}

std::vector<std::string> what_may_vary(const StressCommand& command, const models::Scenario& scenario,
                                       std::vector<models::Problem>& problems) {
  std::vector<std::string> unknown, certain;
  for (const results::Uncertain& one : results::uncertain_of(scenario)) unknown.push_back(one.path);
  for (const std::string& path : command.vary)
    if (std::find(unknown.begin(), unknown.end(), path) == unknown.end()) check_path("--vary", path, scenario, problems);
  if (!command.vary.empty()) return command.vary;
  for (const models::Quantity* quantity : scenarios::quantities_of(scenario))
    if (quantity->given && quantity->law.is_constant() && quantity->law.value != 0) certain.push_back(quantity->path);
  std::vector<std::string>& all = unknown.empty() ? certain : unknown;
  if (all.size() > kMostVaried)
    problems.push_back({{"--vary", 0, 0},
                        fmt::format("{} numbers might go wrong", all.size()),
                        fmt::format("at most {} are tried unasked", kMostVaried),
                        "name those that matter with --vary"});
  return all;
}

}  // namespace

int reverse_stress(const StressCommand& command, const models::Scenario& scenario, models::RunOptions options,
                   std::vector<models::Problem> problems) {
  results::ReverseQuestion question;
  read_until(command, scenario, question, problems);
  for (const auto& [option, is_there] : {std::pair{"--only", !command.only.empty()}, std::pair{"--combined", command.combined},
                                         std::pair{"--ready", command.ready}, std::pair{"--metric", !command.metrics.empty()}})
    if (is_there)
      problems.push_back({{option, 0, 0}, "it has no meaning with --until", "backwards, numbers are looked for instead of stresses", {}});
  question.as_value = command.as_value;
  question.vary = what_may_vary(command, scenario, problems);
  if (question.vary.empty() && problems.empty())
    problems.push_back({{"--until", 0, 0}, "the scenario has no number that might go wrong", {}, {}});
  if (!problems.empty()) throw models::InputError(std::move(problems));
  options.distributions = distributions_for({question.metric.path});
  return decide(command, std::move(options), {{name_of(command.scenario), scenario}}, {}, [&](results::Experiment& base) {
    models::RunOptions smaller = base.options();
    if (scenario.plan && !smaller.worlds) smaller.worlds = kSearchedPlans;
    results::Experiment search(std::move(smaller));
    const results::ReverseStress answer = results::reverse_stress(scenario, question, base, search);
    const bool found = std::any_of(answer.alone.begin(), answer.alone.end(), [](const results::Threshold& t) { return t.found; });
    return Reply{results::json_of(answer), [=](const auto& run, const auto& style) { return results::in_words(answer, run, style); },
                 !(found || (answer.together && answer.together->point.found))};
  });
}

}  // namespace valuescale::tools
