// Which assumption matters most?
#include "results/decision/sensitivity.hpp"

#include "results/json/metric_at.hpp"
#include "results/json/sensitivity_to_json.hpp"
#include "results/terminal/sensitivity_in_words.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/sizes.hpp"

#include <fmt/format.h>

namespace valuescale::tools {
namespace {

constexpr std::uint64_t kFewestRows = 64, kMostRows = 1u << 20;
constexpr std::size_t kUsualRows = 512, kUsualRowsOfPlan = 64;

std::size_t rows_of(const SensitivityCommand& command, bool is_plan, std::vector<models::Problem>& problems) {
  if (!command.rows) return is_plan ? kUsualRowsOfPlan : kUsualRows;
  const auto rows = whole_number(*command.rows);
  if (rows && (*rows == 0 || (*rows >= kFewestRows && *rows <= kMostRows))) return static_cast<std::size_t>(*rows);
  problems.push_back({{"--rows", 0, 0},
                      fmt::format("'{}' is no number of rows", *command.rows),
                      fmt::format("{} to {}, or 0 for the tornado alone", kFewestRows, kMostRows),
                      {}});
  return kUsualRows;
}

}  // namespace

int sensitivity(const SensitivityCommand& command) {
  std::vector<models::Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  const std::optional<models::Scenario> read = read_or_note(command.scenario, command.settings, problems);
  results::SensitivityQuestion question;
  question.rows = rows_of(command, read && read->plan, problems);
  if (!read) throw models::InputError(std::move(problems));
  const models::Scenario& scenario = *read;
  std::vector<std::string> metrics = command.metrics;
  if (metrics.empty()) metrics = {scenario.plan ? "plan.profit.mean" : "customer.profit.mean"};
  for (const std::string& metric : metrics) {
    question.metrics.push_back(results::metric_at(metric, labels_of(scenario)));
    question.by_world.push_back(results::world_metric(metric, labels_of(scenario)));
  }
  check_metrics("--metric", metrics, scenario, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));
  if (scenario.plan && !options.worlds) options.worlds = kWorldsOfPlan;
  options.distributions = distributions_for(metrics);
  return decide(command, std::move(options), {{name_of(command.scenario), scenario}}, {}, [&](results::Experiment& experiment) {
    const results::Sensitivity sensitivity = results::sensitivity(scenario, question, experiment);
    return Reply{results::json_of(sensitivity),
                 [=](const auto& run, const auto& style) { return results::in_words(sensitivity, run, style); }};
  });
}

}  // namespace valuescale::tools
