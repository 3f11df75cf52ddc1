// Which is better, by how much, and how sure is that?
#include "results/decision/comparison.hpp"

#include "results/answer/sentences.hpp"
#include "results/decision/run_warnings.hpp"
#include "results/decision/uncertain.hpp"
#include "results/json/comparison_to_json.hpp"
#include "results/terminal/comparison_in_words.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/decisions.hpp"
#include "tools/valuescale/sizes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

namespace valuescale::tools {
namespace {

using models::Problem;
using results::Basis;

constexpr std::size_t kMostOptions = 50;
/// Luck is told from what is not known by living so many worlds once more.
constexpr std::int64_t kPairs = 200;
/// Customers of each option in a world: with fewer, others stand in for them.
constexpr std::int64_t kFewest = 3;

/// What is run, and what of it is compared: runs as a whole, or all parts of one kind of a single run.
struct Question {
  std::vector<Variant> variants;
  results::Part::What part = results::Part::What::all;
  std::vector<std::string> names;
  Basis basis = Basis::lead;
};

std::string unique(std::string name, const std::vector<Variant>& others) {
  const auto is_taken = [&](const std::string& wanted) {
    return std::any_of(others.begin(), others.end(), [&](const Variant& other) { return other.name == wanted; });
  };
  if (!is_taken(name)) return name;
  int number = 2;
  while (is_taken(fmt::format("{} ({})", name, number))) ++number;
  return fmt::format("{} ({})", name, number);
}

/// Every channel shows the same offer.
models::Scenario with_offer(models::Scenario scenario, std::size_t offer) {
  for (models::Channel& channel : scenario.channels) channel.offer = offer;
  return scenario;
}

Question question_of(const CompareCommand& command, std::vector<Problem>& problems) {
  Question question;
  const auto settings = settings_of(command.settings);
  for (const std::string& file : command.scenarios) {
    std::string name = unique(name_of(file), question.variants);
    question.variants.push_back({std::move(name), scenarios::read_scenario(file, settings)});
  }
  const models::Scenario& first = question.variants.front().scenario;
  if (!command.by) {
    for (const Variant& variant : question.variants) question.names.push_back(variant.name);
  } else if (*command.by == "channel" || *command.by == "segment") {
    const results::Labels labels = labels_of(first);
    question.part = *command.by == "channel" ? results::Part::What::channel : results::Part::What::segment;
    question.names = *command.by == "channel" ? labels.channels : labels.segments;
  } else if (*command.by == "offer") {
    const models::Scenario scenario = first;
    question.variants.clear();
    for (std::size_t offer = 0; offer < scenario.offers.size(); ++offer) {
      question.names.push_back(scenario.offers[offer].name);
      question.variants.push_back({scenario.offers[offer].name, with_offer(scenario, offer)});
    }
  } else {
    problems.push_back({{"--by", 0, 0}, fmt::format("'{}' is nothing to compare by", *command.by), "channel, offer and segment are", {}});
  }
  if (command.by && command.scenarios.size() > 1)
    problems.push_back(
        {{"--by", 0, 0}, "there are several scenarios", "--by compares the parts of one", "leave out --by, or give one scenario"});
  return question;
}

Basis basis_of(const CompareCommand& command, const Question& question, std::vector<Problem>& problems) {
  const bool have_plans = std::all_of(question.variants.begin(), question.variants.end(),
                                      [](const Variant& variant) { return variant.scenario.plan.has_value(); });
  if (!command.basis) {
    if (have_plans && question.part == results::Part::What::all) return Basis::plan;
    return question.part == results::Part::What::channel ? Basis::money : Basis::lead;
  }
  for (const Basis basis : {Basis::lead, Basis::money, Basis::customer, Basis::plan}) {
    if (*command.basis != results::name_of(basis)) continue;
    if (basis == Basis::plan && !(have_plans && question.part == results::Part::What::all))
      problems.push_back({{"--basis", 0, 0},
                          "these are no plans",
                          have_plans ? "a plan is compared as a whole" : "a scenario has no [plan]",
                          "compare by lead, money or customer"});
    return basis;
  }
  problems.push_back({{"--basis", 0, 0}, fmt::format("'{}' is no basis", *command.basis), "lead, money, customer and plan are", {}});
  return Basis::lead;
}

/// In increasing order.
std::vector<double> budgets_of(const CompareCommand& command, const Question& question, std::vector<Problem>& problems) {
  std::vector<double> budgets;
  if (!command.budgets) return budgets;
  const std::string& text = *command.budgets;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    budgets.push_back(amount_of("--budgets", text.substr(from, to - from), problems));
    from = to + 1;
  }
  std::sort(budgets.begin(), budgets.end());
  budgets.erase(std::unique(budgets.begin(), budgets.end()), budgets.end());
  if (problems.empty() && !(budgets.front() > 0)) problems.push_back({{"--budgets", 0, 0}, "a budget is more than 0", text, {}});
  if (budgets.size() > kMostOptions)
    problems.push_back({{"--budgets", 0, 0}, "too many budgets", fmt::format("at most {}", kMostOptions), {}});
  const models::Scenario& scenario = question.variants.front().scenario;
  const bool respond =
      std::any_of(scenario.channels.begin(), scenario.channels.end(), [](const auto& channel) { return channel.response.has_value(); });
  if (question.part != results::Part::What::channel || scenario.plan || !respond)
    problems.push_back({{"--budgets", 0, 0},
                        "there is no budget to compare at",
                        "budgets are spent on channels of which some respond to spend, without a plan",
                        "compare --by channel, and give a channel spend and response"});
  return budgets;
}

void check(const Question& question, bool may_do_nothing, std::vector<Problem>& problems) {
  if (may_do_nothing && std::find(question.names.begin(), question.names.end(), results::kNothing) != question.names.end())
    problems.push_back({{"compare", 0, 0},
                        fmt::format("one of these is called '{}'", results::kNothing),
                        "that is an option of its own",
                        "give it another name, or --must-choose"});
  if (question.names.size() < 2)
    problems.push_back({{"compare", 0, 0},
                        "there is only one to compare",
                        "it takes two",
                        "give two scenarios, or --by channel, offer or segment of which there are several"});
  if (question.names.size() > kMostOptions)
    problems.push_back(
        {{"compare", 0, 0}, fmt::format("{} are too many to compare", question.names.size()), fmt::format("at most {}", kMostOptions), {}});
  for (const Variant& variant : question.variants) {
    const models::Scenario& first = question.variants.front().scenario;
    if (variant.scenario.step != first.step)
      problems.push_back({{variant.name, 0, 0},
                          fmt::format("its steps are {}s", models::name_of(variant.scenario.step)),
                          fmt::format("those of {} are {}s", question.variants.front().name, models::name_of(first.step)),
                          "lives are compared step by step: give both the same time_step"});
    if (variant.scenario.currency != first.currency)
      problems.push_back({{variant.name, 0, 0},
                          fmt::format("its currency is {}", variant.scenario.currency),
                          fmt::format("that of {} is {}", question.variants.front().name, first.currency),
                          "money is compared in one currency"});
  }
}

bool is_uncertain(const Question& question) {
  return std::any_of(question.variants.begin(), question.variants.end(),
                     [](const Variant& variant) { return variant.scenario.plan || !results::uncertain_of(variant.scenario).empty(); });
}

/// Of one scenario its own; of a few theirs, where these tell them apart; of many their names.
std::string title_of(const CompareCommand& command, const Question& question) {
  constexpr std::size_t kFew = 3;
  if (command.scenarios.size() == 1) return question.variants.front().scenario.title;
  std::vector<std::string> titles;
  for (const Variant& variant : question.variants) titles.push_back(variant.scenario.title);
  const bool tell_apart = std::set<std::string>(titles.begin(), titles.end()).size() == titles.size();
  return titles.size() <= kFew && tell_apart ? fmt::format("{}", fmt::join(titles, " / "))
                                             : fmt::format("{}", fmt::join(question.names, ", "));
}

std::vector<models::Tallies> live(const Question& question, const models::RunOptions& options, results::Experiment& experiment) {
  std::vector<models::Tallies> runs;
  const auto draws = [](const Variant& variant) { return !results::uncertain_of(variant.scenario).empty(); };
  const bool any_draws = std::any_of(question.variants.begin(), question.variants.end(), draws);
  for (const Variant& variant : question.variants) {
    models::RunOptions own = options;
    // Of one in which nothing is uncertain there is nothing to stratify: its worlds are alike.
    if (any_draws && !draws(variant)) own.sampling = models::Sampling::independent;
    runs.push_back(experiment.live(variant.scenario, own));
  }
  return runs;
}

std::vector<results::Option> options_of(const Question& question, const std::vector<models::Tallies>& runs) {
  std::vector<results::Option> options;
  for (std::size_t i = 0; i < question.names.size(); ++i) {
    const bool are_parts = question.part != results::Part::What::all;
    options.push_back({question.names[i], &runs[are_parts ? 0 : i], {question.part, are_parts ? i : 0}});
  }
  return options;
}

/// What is to be heeded of the runs: once where it is the same of all, else beside the option whose run it is.
void note_runs(const Question& question, const std::vector<models::Tallies>& runs, results::Experiment& experiment,
               results::Comparison& comparison) {
  // Its percentiles over worlds are told.
  const std::vector<std::string> told{comparison.is_uncertain ? "worlds_interval" : ""};
  std::vector<std::vector<std::string>> of_runs;
  for (std::size_t i = 0; i < runs.size(); ++i)
    of_runs.push_back(results::run_warnings(question.variants[i].scenario, runs[i], told, experiment.options().threads));
  const auto is_of_all = [&](const std::string& warning) {
    return std::all_of(of_runs.begin(), of_runs.end(),
                       [&](const auto& of_run) { return std::find(of_run.begin(), of_run.end(), warning) != of_run.end(); });
  };
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::string>& own = of_runs[i];
    const auto first = std::stable_partition(own.begin(), own.end(), is_of_all);
    experiment.heed({own.begin(), first});
    comparison.options[i].warnings.assign(first, own.end());
  }
  comparison.warnings.insert(comparison.warnings.begin(), experiment.warnings().begin(), experiment.warnings().end());
  if (runs.size() < 2) return;
  for (std::size_t i = 0; i < question.variants.size(); ++i) comparison.options[i].title = question.variants[i].scenario.title;
}

/// Equally many customers of each option in every world: those of whom few buy are not known worse than the others.
void share_out(models::RunOptions& options, const Question& question, std::size_t first_luck) {
  options.design.luck.resize(static_cast<std::size_t>(*options.worlds));
  std::iota(options.design.luck.begin(), options.design.luck.end(), static_cast<std::uint32_t>(first_luck));
  options.design.channels_alike = question.part == results::Part::What::channel;
}

/// The first worlds once more, with other customers; as many customers a world.
models::RunOptions once_more(const models::RunOptions& options, const Question& question) {
  models::RunOptions again = options;
  const bool is_stratified = options.sampling == models::Sampling::stratified;
  again.worlds = is_stratified ? *options.worlds : std::min(*options.worlds, kPairs);
  again.customers =
      std::max<std::int64_t>(*again.worlds, options.customers.value_or(models::kUsualCustomers) * *again.worlds / *options.worlds);
  share_out(again, question, static_cast<std::size_t>(*options.worlds));
  return again;
}

}  // namespace

int compare(const CompareCommand& command) {
  std::vector<Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  Question question = question_of(command, problems);
  question.basis = basis_of(command, question, problems);
  const std::vector<double> budgets = budgets_of(command, question, problems);
  if (problems.empty()) check(question, !command.must_choose, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));

  options.distributions = {false, false, false, false};
  if (!options.worlds) options.worlds = is_uncertain(question) ? models::kUsualWorlds : 1;
  const bool has_plan = std::any_of(question.variants.begin(), question.variants.end(),
                                    [](const Variant& variant) { return variant.scenario.plan.has_value(); });
  if (!has_plan) share_out(options, question, 0);
  return decide(command, options, question.variants, title_of(command, question), [&](results::Experiment& experiment) {
    const std::vector<models::Tallies> runs = live(question, experiment.options(), experiment);
    std::vector<models::Tallies> luck;
    const bool has_luck = *options.worlds > 1 && !has_plan;
    if (has_luck) luck = live(question, once_more(experiment.options(), question), experiment);
    results::Comparison comparison =
        results::compare(options_of(question, runs), has_luck ? options_of(question, luck) : std::vector<results::Option>{}, question.basis,
                         !command.must_choose);
    note_runs(question, runs, experiment, comparison);
    if (!budgets.empty()) comparison.budgets = results::compare_budgets(question.variants.front().scenario, budgets, experiment);
    const auto lifetime = [](const Variant& variant) { return variant.scenario.lifetime; };
    if (std::any_of(question.variants.begin(), question.variants.end(),
                    [&](const Variant& v) { return lifetime(v) != lifetime(question.variants.front()); }))
      comparison.warnings.push_back(results::said<"warning.other-horizons">());
    const auto options_of_run = static_cast<std::int64_t>(question.variants.size() == 1 ? question.names.size() : 1);
    if (has_luck && experiment.options().customers.value_or(models::kUsualCustomers) < kFewest * *options.worlds * options_of_run)
      comparison.warnings.push_back(results::said<"warning.hardly-lived">());
    if (question.basis == Basis::customer) comparison.warnings.push_back(results::said<"warning.per-customer">());
    comparison.runs = experiment.runs();
    comparison.lifetimes = experiment.lifetimes();
    return Reply{results::json_of(comparison),
                 [=](const auto& run, const auto& style) { return results::in_words(comparison, run, style); }};
  });
}

}  // namespace valuescale::tools
