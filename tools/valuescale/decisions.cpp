#include "tools/valuescale/decisions.hpp"

#include "results/hdf5/decision_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/json/metric_at.hpp"
#include "scenarios/reader/did_you_mean.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/interrupt.hpp"
#include "tools/valuescale/progress.hpp"
#include "tools/valuescale/stated.hpp"
#include "tools/valuescale/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace valuescale::tools {
namespace {

/// Columns of an answer as a file keeps it, in words: wide enough for its tables.
constexpr int kColumnsOfFile = 100;

/// What was run comes before what is answered.
results::Json with_run(const results::Json& answer, const DecisionOptions& options, const results::RunLabel& run,
                       const std::vector<Variant>& scenarios, const results::Experiment& experiment) {
  results::Json json;
  json["schema"] = answer.at("schema");
  json["title"] = run.title;
  json["program_version"] = kVersion;
  json["command"] = options.asked;
  json["scenarios"] = results::Json::object();
  for (const Variant& variant : scenarios) json["scenarios"][variant.name] = variant.scenario.hash;
  json["seed"] = experiment.options().seed;
  const results::RunSize& size = experiment.first_run();
  json["first_run"] = {
      {"worlds", size.worlds}, {"customers", size.customers}, {"sampling", size.is_stratified ? "stratified" : "independent"}};
  json["currency"] = run.currency;
  json["step"] = run.step;
  json.update(answer);
  return json;
}

}  // namespace

double amount_of(const char* option, const std::string& text, std::vector<models::Problem>& problems) {
  std::string digits;
  for (const char c : text)
    if (c != '_') digits += c;
  double unit = 1;
  constexpr std::pair<char, double> suffixes[] = {{'%', 0.01}, {'k', 1e3}, {'M', 1e6}};
  for (const auto& [suffix, times] : suffixes)
    if (!digits.empty() && digits.back() == suffix) {
      digits.pop_back();
      unit = times;
      break;
    }
  while (!digits.empty() && digits.back() == ' ') digits.pop_back();
  char* end = nullptr;
  const double number = std::strtod(digits.c_str(), &end) * unit;
  const bool is_plain = digits.find_first_not_of("0123456789+-.eE") == std::string::npos;
  if (!digits.empty() && is_plain && *end == '\0' && std::isfinite(number)) return number;
  problems.push_back({{option, 0, 0}, fmt::format("'{}' is no number", text), "as 12.5, 80%, 20k or -3", {}});
  return 0;
}

std::optional<double> amount_of(const char* option, const std::optional<std::string>& text, std::vector<models::Problem>& problems) {
  if (!text) return std::nullopt;
  return amount_of(option, *text, problems);
}

std::string name_of(const std::string& file) { return std::filesystem::path(file).stem().string(); }

results::Labels labels_of(const models::Scenario& scenario) {
  results::Labels labels;
  for (const models::Channel& channel : scenario.channels) labels.channels.push_back(channel.name);
  for (const models::Segment& segment : scenario.segments) labels.segments.push_back(segment.name);
  return labels;
}

std::optional<models::Scenario> read_or_note(const std::string& file, const std::vector<std::string>& settings,
                                             std::vector<models::Problem>& problems, const std::string& stresses) {
  try {
    return scenarios::read_scenario(file, settings_of(settings), stresses);
  } catch (const models::InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    return std::nullopt;
  }
}

models::Distributions distributions_for(const std::vector<std::string>& metrics) {
  models::Distributions needed{false, false, false, false};
  for (const std::string& path : metrics) {
    const auto names = [&](const char* part) { return path.find(part) != std::string::npos; };
    if (!names("quantiles") && !names("concentration")) continue;
    needed.profit = needed.profit || names("profit") || names("concentration");
    needed.npv = needed.npv || names("npv");
    needed.ltv = needed.ltv || names("ltv");
    needed.cac = needed.cac || names("cac");
  }
  return needed;
}

void check_path(const char* option, const std::string& path, const models::Scenario& scenario, std::vector<models::Problem>& problems) {
  std::vector<std::string> known;
  for (const models::Quantity* quantity : scenarios::quantities_of(scenario)) {
    if (quantity->path == path) return;
    if (quantity->given) known.push_back(quantity->path);
  }
  const std::string nearest = scenarios::nearest_name(path, known);
  problems.push_back({{option, 0, 0},
                      fmt::format("the scenario has no number '{}'", path),
                      "numbers are named as valuescale check shows them",
                      nearest.empty() ? std::string() : fmt::format("did you mean '{}'?", nearest)});
}

void check_metrics(const char* option, const std::vector<std::string>& paths, const models::Scenario& scenario,
                   std::vector<models::Problem>& problems) {
  // The smallest run has all the names of a large one.
  models::RunOptions smallest;
  smallest.worlds = 2;
  smallest.customers = 100;
  const results::Labels labels = labels_of(scenario);
  const models::Tallies run = models::simulate(scenario, smallest);
  for (const std::string& path : paths) try {
      results::metric_at(path, labels).of(run);
    } catch (const models::InputError& error) {
      for (models::Problem problem : error.problems()) {
        problem.problem = fmt::format("'{}': {}", path, problem.problem);
        problem.place = {option, 0, 0};
        problems.push_back(std::move(problem));
      }
    }
}

int decide(const DecisionOptions& options, models::RunOptions sizes, const std::vector<Variant>& scenarios, const std::string& title,
           const std::function<Reply(results::Experiment&)>& work) {
  // A search of minutes should not end in "permission denied".
  if (!options.output.empty()) results::check_writable(options.output);
  const models::Scenario& first = scenarios.front().scenario;
  const results::RunLabel run{title.empty() ? first.title : title, first.currency, models::name_of(first.step)};
  const Interrupt interrupt;
  Progress progress(options.quiet);
  sizes.stop = &interrupt.requested();
  sizes.progress = [&progress](std::int64_t done, std::int64_t total) { progress.show(done, total); };
  results::Experiment experiment(std::move(sizes));
  for (const Variant& variant : scenarios) experiment.heed(scenarios::warnings_about(variant.scenario));
  Reply reply;
  try {
    reply = work(experiment);
  } catch (const results::Stopped&) {
    progress.finish();
    complain(options.output.empty() ? "interrupted" : fmt::format("interrupted: {} was not written", results::printable(options.output)));
    return kFailed;
  }
  progress.finish();
  results::Json json = with_run(reply.json, options, run, scenarios, experiment);
  if (!options.output.empty()) {
    results::Style wide;
    wide.width = kColumnsOfFile;
    results::DecisionRecord record{json, reply.words(run, wide), {}};
    for (const Variant& variant : scenarios) record.scenarios.push_back({variant.name, variant.scenario.text, stated_in(variant.scenario)});
    results::write_decision(record, options.output);
  }
  if (options.json)
    print(results::as_text(json));
  else if (!options.quiet || options.output.empty())
    print(reply.words(run, style_of_stdout()));
  return reply.is_no ? kAnswerIsNo : kDone;
}

}  // namespace valuescale::tools
