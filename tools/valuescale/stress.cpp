// What if ads get dearer, or a recession comes?
#include "results/decision/stress.hpp"

#include "models/stress/ready_set.hpp"
#include "results/answer/sentences.hpp"
#include "results/json/metric_at.hpp"
#include "results/json/stress_to_json.hpp"
#include "results/terminal/stress_in_words.hpp"
#include "scenarios/reader/did_you_mean.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/reverse_stress.hpp"
#include "tools/valuescale/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::tools {
namespace {

using results::Trouble;

/// The scenario's own stresses; besides them, or where there are none, those of the ready set whose names are free.
std::vector<Trouble> all_troubles(const models::Scenario& scenario, bool with_ready) {
  std::vector<Trouble> troubles;
  for (const models::Stress& stress : scenario.stresses) troubles.push_back({stress.name, stress.what, {stress}, false, {}});
  if (!with_ready) return troubles;
  for (const models::ReadyStress& ready : models::ready_stresses(scenario)) {
    const bool is_taken = std::any_of(troubles.begin(), troubles.end(), [&](const Trouble& t) { return t.name == ready.stress.name; });
    if (!is_taken) troubles.push_back({ready.stress.name, ready.stress.what, {ready.stress}, ready.is_milder, ready.nothing});
  }
  return troubles;
}

void keep_only(std::vector<Trouble>& troubles, const std::vector<std::string>& only, std::vector<models::Problem>& problems) {
  std::vector<std::string> names;
  for (const Trouble& trouble : troubles) names.push_back(trouble.name);
  for (const std::string& name : only) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string nearest = scenarios::nearest_name(name, names);
    problems.push_back({{"--only", 0, 0},
                        fmt::format("there is no stress '{}'", name),
                        fmt::format("there are {}", fmt::join(names, ", ")),
                        nearest.empty() ? std::string() : fmt::format("did you mean '{}'?", nearest)});
  }
  std::erase_if(troubles, [&](const Trouble& trouble) { return std::find(only.begin(), only.end(), trouble.name) == only.end(); });
}

void add_combined(std::vector<Trouble>& troubles) {
  Trouble all{results::said<"option.together">(), "", {}, false, {}};
  for (const Trouble& trouble : troubles) {
    if (!trouble.nothing.empty() || trouble.is_milder) continue;
    all.what += (all.what.empty() ? "" : ", ") + trouble.name;
    all.stresses.insert(all.stresses.end(), trouble.stresses.begin(), trouble.stresses.end());
  }
  if (all.stresses.size() > 1) troubles.push_back(std::move(all));
}

/// What a founder is asked for first. Payback within a year where lives are that long.
std::vector<std::string> usual_metrics(const models::Scenario& scenario) {
  if (scenario.plan && scenario.plan->cash)
    return {"plan.profit.mean", "plan.p_loss", "plan.p_ruin", "plan.peak_funding.mean", "plan.break_even.ever"};
  if (scenario.plan) return {"plan.profit.mean", "plan.p_loss", "plan.peak_funding.mean", "plan.break_even.ever"};
  const int year = static_cast<int>(models::days_in(models::StepUnit::year) / models::days_in(scenario.step) + 1e-9);
  return {"customer.profit.mean", "customer.ltv_cac",
          scenario.lifetime >= year ? fmt::format("customer.payback.cdf.{}", year) : "customer.payback.ever"};
}

}  // namespace

int stress(const StressCommand& command) {
  std::vector<models::Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  const std::optional<models::Scenario> read = read_or_note(command.scenario, command.settings, problems, command.stresses);
  if (!read) throw models::InputError(std::move(problems));
  const models::Scenario& scenario = *read;
  if (command.until) return reverse_stress(command, scenario, std::move(options), std::move(problems));
  for (const auto& [option, is_there] : {std::pair{"--vary", !command.vary.empty()}, std::pair{"--as-value", command.as_value}})
    if (is_there)
      problems.push_back(
          {{option, 0, 0}, "it says what may go wrong until something happens", "without --until there is nothing that might", {}});
  std::vector<Trouble> troubles = all_troubles(scenario, command.ready || scenario.stresses.empty());
  if (!command.only.empty()) keep_only(troubles, command.only, problems);
  if (command.combined) add_combined(troubles);
  const std::vector<std::string> paths = command.metrics.empty() ? usual_metrics(scenario) : command.metrics;
  check_metrics("--metric", paths, scenario, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));
  std::vector<results::Metric> metrics;
  for (const std::string& path : paths) metrics.push_back(results::metric_at(path, labels_of(scenario)));
  options.distributions = distributions_for(paths);
  return decide(command, std::move(options), {{name_of(command.scenario), scenario}}, {}, [&](results::Experiment& experiment) {
    const results::StressTable table = results::stress(scenario, troubles, metrics, experiment);
    return Reply{results::json_of(table), [=](const auto& run, const auto& style) { return results::in_words(table, run, style); }};
  });
}

}  // namespace valuescale::tools
