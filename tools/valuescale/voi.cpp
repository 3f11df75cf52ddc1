// How much is it worth to know more before deciding, and how large should a pilot be?
#include "results/decision/voi.hpp"

#include "results/json/voi_to_json.hpp"
#include "results/terminal/voi_in_words.hpp"
#include "scenarios/reader/did_you_mean.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::tools {
namespace {

constexpr std::size_t kUsualWorlds = 2000, kUsualWorldsOfPlan = 500;
constexpr std::int64_t kFewestWorlds = 64;
constexpr double kFewestLeads = 10, kMostLeads = 10'000, kUsualSteps = 10;  // to ten times as many
constexpr std::size_t kMostSizes = 100, kMostFiles = 64;
constexpr std::uint64_t kMostInPilot = 1'000'000;

/// 10, 13, 16, 20, … 10,000: two digits each.
std::vector<std::int64_t> usual_sizes() {
  std::vector<std::int64_t> sizes;
  for (int i = 0;; ++i) {
    const double size = kFewestLeads * std::pow(10, i / kUsualSteps);
    if (size > kMostLeads * 1.0001) return sizes;
    const double unit = std::pow(10, std::floor(std::log10(size) + 1e-9) - 1);
    sizes.push_back(std::llround(std::round(size / unit) * unit));
  }
}

std::vector<std::int64_t> sizes_of_pilot(const std::string& text, std::vector<models::Problem>& problems) {
  std::vector<std::int64_t> sizes;
  for (std::size_t from = 0; from <= text.size() && sizes.size() <= kMostSizes;) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    const auto size = whole_number(std::string_view(text).substr(from, to - from));
    if (!size || *size < 1 || *size > kMostInPilot) {
      problems.push_back({{"--test-leads", 0, 0},
                          fmt::format("'{}' is no list of numbers of leads", text),
                          fmt::format("1 to {} each", kMostInPilot),
                          "as 50,100,200"});
      return {};
    }
    sizes.push_back(static_cast<std::int64_t>(*size));
    from = to + 1;
  }
  if (sizes.size() > kMostSizes) problems.push_back({{"--test-leads", 0, 0}, "too many sizes", fmt::format("at most {}", kMostSizes), {}});
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

/// What is tried out must be a probability that is not known.
void check_test(const std::string& path, const std::vector<models::Scenario>& scenarios, std::vector<models::Problem>& problems) {
  std::vector<std::string> known;
  for (const models::Scenario& scenario : scenarios)
    for (const results::Uncertain& one : results::uncertain_of(scenario))
      if (one.meaning == models::Meaning::probability) known.push_back(one.path);
  if (std::find(known.begin(), known.end(), path) != known.end()) return;
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
  const std::string nearest = scenarios::nearest_name(path, known);
  problems.push_back({{"--test", 0, 0},
                      fmt::format("'{}' is no probability that is not known", path),
                      known.empty() ? "the scenario has none" : "those are " + list,
                      nearest.empty() ? std::string() : fmt::format("did you mean '{}'?", nearest)});
}

std::optional<results::Pilot> pilot_of(const VoiCommand& command, const std::vector<models::Scenario>& scenarios,
                                       std::vector<models::Problem>& problems) {
  const auto cost = amount_of("--test-cost", command.test_cost, problems);
  if (cost && *cost < 0) problems.push_back({{"--test-cost", 0, 0}, "a test can't cost less than nothing", {}, {}});
  std::vector<std::int64_t> sizes = command.test_leads ? sizes_of_pilot(*command.test_leads, problems) : usual_sizes();
  if (!command.test) {
    if (command.test_cost || command.test_leads)
      problems.push_back({{"--test", 0, 0},
                          "nothing is to be tested",
                          "--test-cost and --test-leads belong to a test",
                          "say what: --test offer.NAME.take"});
    return std::nullopt;
  }
  check_test(*command.test, scenarios, problems);
  return results::Pilot{*command.test, cost, std::move(sizes)};
}

/// One scenario without a plan: its channels; several: each of them.
results::Basis basis_of(const std::vector<models::Scenario>& scenarios, const VoiCommand& command, std::vector<models::Problem>& problems) {
  const auto has_plan = [](const models::Scenario& scenario) { return scenario.plan.has_value(); };
  const bool all = std::all_of(scenarios.begin(), scenarios.end(), has_plan),
             any = std::any_of(scenarios.begin(), scenarios.end(), has_plan);
  if (any != all)
    problems.push_back(
        {{command.scenarios.front(), 0, 0}, "some scenarios have plans and others none", "they are compared by the same number", {}});
  for (const models::Scenario& scenario : scenarios)
    if (scenario.currency != scenarios.front().currency)
      problems.push_back({{command.scenarios.front(), 0, 0},
                          "the scenarios are in different currencies",
                          fmt::format("{} and {}", scenarios.front().currency, scenario.currency),
                          {}});
  if (all) return results::Basis::plan;
  return scenarios.size() == 1 && !command.leads ? results::Basis::money : results::Basis::lead;
}

double scale_of(const VoiCommand& command, results::Basis basis, std::vector<models::Problem>& problems) {
  const auto refuse = [&](const char* option, const char* reason) {
    problems.push_back({{option, 0, 0}, "that does not go with what is compared here", reason, "leave it out"});
  };
  if (command.budget && !command.leads && basis != results::Basis::money)
    refuse("--budget", "it is shared out to the channels of a single scenario without a plan");
  if (command.leads && basis == results::Basis::plan) refuse("--leads", "a plan says how many there are");
  // What a pilot costs is money; what it tells is worth what is decided on.
  if (command.test && !command.budget && !command.leads && basis != results::Basis::plan)
    problems.push_back({{"--test", 0, 0},
                        "there is no saying what a test is worth",
                        "that grows with the money, or the leads, that are decided on",
                        basis == results::Basis::money ? "give --budget, all that goes to the best channel" : "give --leads, how many"});
  if (command.budget && command.leads)
    problems.push_back({{"--leads", 0, 0}, "there is a --budget too", "either money is shared out, or leads are", "leave out one of them"});
  const std::size_t before = problems.size();
  double scale = 1;
  if (const auto budget = amount_of("--budget", command.budget, problems)) scale = *budget;
  if (const auto leads = amount_of("--leads", command.leads, problems)) scale = *leads;
  if (problems.size() == before && !(scale > 0))
    problems.push_back({{command.budget ? "--budget" : "--leads", 0, 0}, "there is nothing to decide on", "it has to be above 0", {}});
  return scale;
}

std::vector<models::Scenario> read(const VoiCommand& command) {
  if (command.scenarios.size() > kMostFiles)
    throw models::InputError(
        {{{}, fmt::format("{} scenarios are too many", command.scenarios.size()), fmt::format("at most {}", kMostFiles), {}}});
  std::vector<models::Scenario> scenarios;
  for (const std::string& file : command.scenarios) scenarios.push_back(scenarios::read_scenario(file, settings_of(command.settings)));
  return scenarios;
}

}  // namespace

int voi(const VoiCommand& command) {
  std::vector<models::Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  const std::vector<models::Scenario> scenarios = read(command);
  results::VoiQuestion question;
  question.basis = basis_of(scenarios, command, problems);
  question.scale = scale_of(command, question.basis, problems);
  question.may_do_nothing = !command.must_choose;
  question.pilot = pilot_of(command, scenarios, problems);
  if (command.sampling)
    problems.push_back(
        {{"--sampling", 0, 0}, "worlds are stratified here, whatever is asked for", "what they tell is then known better", "leave it out"});
  if (options.worlds && *options.worlds < kFewestWorlds)
    problems.push_back(
        {{"--worlds", 0, 0}, "too few worlds to tell what knowing more is worth", fmt::format("at least {}", kFewestWorlds), {}});
  if (question.may_do_nothing + (question.basis == results::Basis::money ? scenarios.front().channels.size() : scenarios.size()) < 2)
    problems.push_back({{"--must-choose", 0, 0}, "there is nothing to choose", "a single option is left", "leave it out"});
  if (!problems.empty()) throw models::InputError(std::move(problems));

  std::size_t most = kUsualWorlds;
  std::vector<results::NamedScenario> named;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    named.push_back({command.scenarios[i], &scenarios[i]});
    most = std::min(most, models::most_worlds(scenarios[i]) / results::kCopies);
    if (scenarios[i].plan) most = std::min(most, kUsualWorldsOfPlan);
  }
  question.worlds = options.worlds ? static_cast<std::size_t>(*options.worlds) : std::max<std::size_t>(most, kFewestWorlds);
  options.distributions = {false, false, false, false};
  std::vector<Variant> variants;
  for (std::size_t i = 0; i < scenarios.size(); ++i) variants.push_back({command.scenarios[i], scenarios[i]});
  const std::string title = scenarios.size() == 1 ? std::string() : "One of " + std::to_string(scenarios.size()) + " scenarios";
  return decide(command, std::move(options), variants, title, [&](results::Experiment& experiment) {
    results::Voi voi = results::value_of_information(named, question, experiment);
    for (std::size_t i = 0; scenarios.size() > 1 && i < scenarios.size(); ++i) voi.options[i].title = scenarios[i].title;
    return Reply{results::json_of(voi), [=](const auto& run, const auto& style) { return results::in_words(voi, run, style); }};
  });
}

}  // namespace valuescale::tools
