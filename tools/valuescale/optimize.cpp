// How do I split the budget?
#include "results/decision/optimize.hpp"

#include "models/law/change.hpp"
#include "results/json/metric_at.hpp"
#include "results/json/optimum_to_json.hpp"
#include "results/terminal/optimum_in_words.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace valuescale::tools {
namespace {

using models::Problem;
using results::Choice;
using results::Objective;

constexpr std::size_t kMostChoices = 30;
constexpr int kMostFrontier = 20;
/// Money is spent on a channel, or the channel is none.
constexpr double kLeastShare = 1e-4, kMostTimes = 100;

/// What is spent on channels that respond to it; of a plan, in its first month.
std::vector<const models::Quantity*> spends_of(const models::Scenario& scenario) {
  std::vector<const models::Quantity*> spends;
  if (scenario.plan) {
    for (const models::Acquisition& acquisition : scenario.plan->acquisitions)
      if (acquisition.by == models::Acquisition::By::spend && acquisition.a_month.list.empty())
        spends.push_back(&acquisition.a_month.start);
    return spends;
  }
  for (const models::Channel& channel : scenario.channels)
    if (channel.response) spends.push_back(&channel.response->spend);
  return spends;
}

void check_range(const Choice& choice, const models::Scenario& scenario, std::vector<Problem>& problems) {
  if (!(choice.low < choice.high))
    problems.push_back({{"--vary", 0, 0},
                        fmt::format("the range of {} is empty", choice.path),
                        fmt::format("its low end, {:g}, has to be less than its high end, {:g}", choice.low, choice.high),
                        {}});
  for (const models::Quantity* quantity : scenarios::quantities_of(scenario)) {
    if (quantity->path != choice.path) continue;
    if (!(quantity->range.holds(choice.low) && quantity->range.holds(choice.high)))
      problems.push_back({{"--vary", 0, 0},
                          fmt::format("{} makes no sense from {:g} to {:g}", choice.path, choice.low, choice.high),
                          fmt::format("it lies between {:g} and {:g}{}", quantity->range.low, quantity->range.high,
                                      quantity->range.low_open || quantity->range.high_open ? ", ends excluded" : ""),
                          {}});
    if (!quantity->law.is_constant() && models::mean_of(*quantity) == 0)
      problems.push_back({{"--vary", 0, 0},
                          choice.path + " cannot be scaled",
                          "it is uncertain, and what it is on average is 0",
                          "make it certain in the scenario"});
  }
}

/// "PATH=LOW:HIGH".
void read_choice(const std::string& text, const models::Scenario& scenario, std::vector<Choice>& choices, std::vector<Problem>& problems) {
  const std::size_t equals = text.rfind('='), colon = text.find(':', equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || colon == std::string::npos) {
    problems.push_back(
        {{"--vary", 0, 0}, fmt::format("'{}' names no range", text), "write it as PATH=LOW:HIGH", "as channel.ads.spend=0:20k"});
    return;
  }
  Choice choice{text.substr(0, equals), 0, 0};
  check_path("--vary", choice.path, scenario, problems);
  const std::size_t before = problems.size();
  choice.low = amount_of("--vary", text.substr(equals + 1, colon - equals - 1), problems);
  choice.high = amount_of("--vary", text.substr(colon + 1), problems);
  if (problems.size() == before) check_range(choice, scenario, problems);
  if (std::any_of(choices.begin(), choices.end(), [&](const Choice& other) { return other.path == choice.path; }))
    problems.push_back({{"--vary", 0, 0}, choice.path + " is named twice", "it can be chosen once", {}});
  choices.push_back(std::move(choice));
}

/// "METRIC<=VALUE" or "METRIC>=VALUE".
void read_limit(const std::string& text, const models::Scenario& scenario, std::vector<results::Limit>& limits,
                std::vector<Problem>& problems) {
  const std::size_t at = std::min(text.find("<="), text.find(">="));
  if (at == std::string::npos || at == 0) {
    problems.push_back(
        {{"--limit", 0, 0}, fmt::format("'{}' is no limit", text), "write it as NUMBER<=BOUND or NUMBER>=BOUND", "as \"plan.p_ruin<=5%\""});
    return;
  }
  std::string path = text.substr(0, at);
  while (!path.empty() && path.back() == ' ') path.pop_back();
  limits.push_back({results::metric_at(path, labels_of(scenario)), text[at] == '<', amount_of("--limit", text.substr(at + 2), problems)});
}

Objective objective_of(const OptimizeCommand& command, const models::Scenario& scenario, std::vector<Problem>& problems) {
  Objective objective;
  const std::string usual = scenario.plan ? "plan.profit.mean" : spends_of(scenario).empty() ? "lead.profit.mean" : "spend.profit";
  const std::string path = command.metric.value_or(usual);
  if (const auto metric = results::world_metric(path, labels_of(scenario))) {
    objective.metric = *metric;
  } else {
    std::string names;
    for (const std::string& name : results::world_metric_names()) names += (names.empty() ? "" : ", ") + name;
    problems.push_back({{"--metric", 0, 0}, fmt::format("{} is not known world by world", path), "it is one of " + names, {}});
  }
  if (objective.metric.is_of_plan && !scenario.plan)
    problems.push_back({{"--metric", 0, 0}, path + " is of a plan", "the scenario has none", "add a [plan], or choose another number"});
  if (path == "spend.profit" && (scenario.plan || spends_of(scenario).empty()))
    problems.push_back({{"--metric", 0, 0},
                        "no channel has a spend of its own",
                        "spend.profit is what the money spent on channels earns",
                        "say which number, such as lead.profit.mean"});
  const std::string of = command.objective.value_or("mean");
  if (of == "cvar") objective.of = Objective::Of::cvar;
  if (of == "probability") objective.of = Objective::Of::probability;
  if (of != "mean" && of != "cvar" && of != "probability")
    problems.push_back(
        {{"--objective", 0, 0}, fmt::format("'{}' is nothing to be as large as possible", of), "mean, cvar and probability are", {}});
  if (command.level && of == "mean" && !command.frontier)
    problems.push_back({{"--level", 0, 0}, "there is no tail to be as good as possible", "--objective cvar and --frontier have one", {}});
  if (command.level) objective.level = amount_of("--level", *command.level, problems);
  if (!(objective.level > 0 && objective.level < 1))
    problems.push_back({{"--level", 0, 0}, fmt::format("{} is no level", *command.level), "between 0 and 1, as 95%", {}});
  if (command.target) objective.target = amount_of("--target", *command.target, problems);
  if (command.target.has_value() != (of == "probability"))
    problems.push_back({{"--target", 0, 0},
                        command.target ? "there is nothing to reach" : "what is to be reached with that probability is not said",
                        "--objective probability is that of at least --target",
                        {}});
  return objective;
}

/// Who gets how much of a budget, if not given today's, is what is chosen; of a single channel without a budget, how much.
void choose_spends(const models::Scenario& scenario, results::OptimizeQuestion& question, std::vector<Problem>& problems) {
  const auto spends = spends_of(scenario);
  if (spends.empty()) {
    problems.push_back({{"optimize", 0, 0},
                        "there is nothing to choose",
                        "no channel has a spend of its own",
                        "say what may be chosen: --vary PATH=LOW:HIGH"});
    return;
  }
  if (spends.size() == 1 && !question.budget) {
    const double today = models::mean_of(*spends.front());
    question.choices.push_back({spends.front()->path, today / kMostTimes, today * kMostTimes, true});
    return;
  }
  double today = 0;
  for (const models::Quantity* spend : spends) today += models::mean_of(*spend);
  if (!question.budget) question.budget = today;
  for (const models::Quantity* spend : spends) question.choices.push_back({spend->path, kLeastShare * *question.budget, *question.budget});
}

/// "PATH=AMOUNT": no less than that.
void read_floor(const std::string& text, std::vector<Choice>& choices, std::vector<Problem>& problems) {
  const std::size_t equals = text.rfind('=');
  const std::string path = text.substr(0, equals);
  const auto found = std::find_if(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.path == path; });
  if (equals == std::string::npos || found == choices.end()) {
    std::string names;
    for (const Choice& choice : choices) names += (names.empty() ? "" : ", ") + choice.path;
    problems.push_back(
        {{"--floor", 0, 0}, fmt::format("'{}' is of nothing that is chosen", text), "chosen are " + names, "write it as PATH=AMOUNT"});
    return;
  }
  found->low = std::max(found->low, amount_of("--floor", text.substr(equals + 1), problems));
  if (!(found->low < found->high))
    problems.push_back(
        {{"--floor", 0, 0}, "the floor of " + path + " leaves no choice", fmt::format("there is {:g} at most", found->high), {}});
}

results::OptimizeQuestion question_of(const OptimizeCommand& command, const models::Scenario& scenario, std::vector<Problem>& problems) {
  results::OptimizeQuestion question;
  question.budget = amount_of("--budget", command.budget, problems);
  if (question.budget && !(*question.budget > 0)) {
    problems.push_back({{"--budget", 0, 0}, "there is no budget", "it is more than 0", {}});
    question.budget.reset();
  }
  for (const std::string& text : command.vary) read_choice(text, scenario, question.choices, problems);
  if (command.vary.empty()) choose_spends(scenario, question, problems);
  for (const std::string& text : command.floors) read_floor(text, question.choices, problems);
  double least = 0;
  for (const Choice& choice : question.choices) least += choice.low;
  if (question.budget && least > *question.budget)
    problems.push_back({{"--budget", 0, 0},
                        fmt::format("{:g} is less than what must be spent", *question.budget),
                        fmt::format("floors and lower ends come to {:g} together", least),
                        "lower them, or raise the budget"});
  for (const std::string& text : command.limits) read_limit(text, scenario, question.limits, problems);
  question.objective = objective_of(command, scenario, problems);
  if (command.frontier)
    question.frontier = static_cast<int>(std::min<std::uint64_t>(whole_number(*command.frontier).value_or(0), kMostFrontier + 1));
  if (command.frontier && (question.frontier < 2 || question.frontier > kMostFrontier))
    problems.push_back({{"--frontier", 0, 0},
                        fmt::format("{} is no number of choices between two ends", *command.frontier),
                        fmt::format("2 to {}", kMostFrontier),
                        {}});
  if (question.choices.size() > kMostChoices)
    problems.push_back({{"--vary", 0, 0}, "too many numbers are to be chosen", fmt::format("at most {}", kMostChoices), {}});
  std::vector<std::string> limited;
  for (const results::Limit& limit : question.limits) limited.push_back(limit.metric.path);
  if (!limited.empty()) check_metrics("--limit", limited, scenario, problems);
  return question;
}

}  // namespace

int optimize(const OptimizeCommand& command) {
  std::vector<Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  const std::optional<models::Scenario> read = read_or_note(command.scenario, command.settings, problems);
  if (!read) throw models::InputError(std::move(problems));
  const models::Scenario& scenario = *read;
  const results::OptimizeQuestion question = question_of(command, scenario, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));
  options.distributions = distributions_for(command.limits);
  // Tails need them all.
  const bool has_tail = question.objective.of == Objective::Of::cvar || question.frontier > 1;
  if (scenario.plan && !options.worlds && !has_tail) options.worlds = kWorldsOfPlan;
  return decide(command, std::move(options), {{name_of(command.scenario), scenario}}, {}, [&](results::Experiment& experiment) {
    const results::Optimum optimum = results::optimize(scenario, question, experiment);
    return Reply{results::json_of(optimum), [=](const auto& run, const auto& style) { return results::in_words(optimum, run, style); },
                 !results::keeps_limits(optimum)};
  });
}

}  // namespace valuescale::tools
