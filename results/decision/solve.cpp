#include "results/decision/solve.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "results/answer/sentences.hpp"
#include "results/decision/run_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

/// Where the number makes sense, or within it what was asked for.
models::Interval range_of(const models::Quantity& quantity, const SolveQuestion& question) {
  models::Interval range = quantity.range;
  const auto narrow = [&](const char* option, const std::optional<double>& end, double& bound, bool& is_open) {
    if (!end) return;
    if (*end != bound && !quantity.range.holds(*end))
      throw models::InputError({{{option, 0, 0},
                                 quantity.path + " makes no sense there",
                                 fmt::format("it lies between {:g} and {:g}", quantity.range.low, quantity.range.high),
                                 {}}});
    if (*end == bound) return;
    bound = *end;
    is_open = false;
  };
  narrow("--from", question.from, range.low, range.low_open);
  narrow("--to", question.to, range.high, range.high_open);
  return range;
}

/// The channel of which a number is varied, while all channels together are looked at; nothing if it has no others.
std::optional<std::string> paid_for_by_others(const models::Scenario& scenario, const SolveQuestion& question) {
  const bool is_of_all = question.metric.path.rfind("lead.", 0) == 0 || question.metric.path.rfind("customer.", 0) == 0;
  if (!is_of_all || scenario.channels.size() < 2) return std::nullopt;
  for (const models::Channel& channel : scenario.channels)
    if (question.vary.rfind("channel." + channel.name + ".", 0) == 0) return channel.name;
  return std::nullopt;
}

/// The share of worlds that miss the target may be so large; the number at its edge is compared with the target.
Metric in_worlds(const SolveQuestion& question) {
  const double level = question.at_most ? *question.probability : 1 - *question.probability;
  return {question.metric.path,
          [=, metric = *question.of_worlds](const models::Tallies& tallies) { return over_worlds(tallies, metric, level); }};
}

void warn_of_root(Solution& solution, const models::Tallies& there) {
  for (std::size_t i = 0; i < there.capped_what.size(); ++i)
    if (there.capped_worlds[i] > 0) solution.warnings.push_back(said<"warning.would-be-capped-there">(there.capped_what[i]));
}

}  // namespace

Solution solve(const models::Scenario& scenario, SolveQuestion question, Experiment& experiment) {
  models::Scenario varied = scenario;
  const models::Quantity* const quantity = models::find_quantity(varied, question.vary);
  if (!quantity) throw models::InputError({{{"--vary", 0, 0}, "the scenario has no number '" + question.vary + "'", {}, {}}});
  Solution solution;
  solution.meaning = quantity->meaning;
  solution.is_uncertain = !quantity->law.is_constant() && !question.as_value;
  solution.assumes_as_many_buyers = models::is_price_nobody_minds(scenario, question.vary);
  solution.now = models::mean_of(*quantity);
  Search search{solution.now, range_of(*quantity, question), 1};
  search.now = std::clamp(solution.now, search.range.low, search.range.high);
  const Metric metric = question.probability ? in_worlds(question) : question.metric;
  const models::Tallies today = experiment.live(scenario);
  solution.metric_now = metric.of(today);
  experiment.heed(run_warnings(scenario, today, {question.metric.path}, experiment.options().threads));
  solution.warnings = experiment.warnings();

  const auto at = [&](double value) {
    varied = scenario;
    models::Quantity& number = *models::find_quantity(varied, question.vary);
    question.as_value ? models::set(varied, number, value) : models::set_mean(varied, number, value);
    return experiment.live(varied);
  };
  // A value that makes no scenario is none.
  const auto value_at = [&](double value) {
    if (value == solution.now && !question.as_value) return solution.metric_now;
    try {
      return metric.of(at(value));
    } catch (const models::InputError&) {
      return kMissing;
    }
  };
  if (!question.as_value) models::set_mean(varied, *models::find_quantity(varied, question.vary), solution.now);
  const auto measured_at = [&](double value) {
    const models::Tallies there = at(value);
    warn_of_root(solution, there);
    return measure(there, {metric}, experiment.options().threads).front();
  };
  solution.root = find_root(value_at, measured_at, question.target, search);
  solution.runs = experiment.runs();
  solution.lifetimes = experiment.lifetimes();
  // Today's run and the one that tells the error are needed either way.
  solution.lifetimes_by_halving = lifetimes_of(solution.root.by_halving + 2, experiment);
  if (!solution.root.is_monotone)
    solution.warnings.push_back(solution.root.found ? said<"warning.other-values">(question.vary)
                                                    : said<"warning.values-between">(question.vary));
  if (const auto channel = paid_for_by_others(scenario, question))
    solution.warnings.push_back(said<"warning.others-may-pay">(*channel, "by.channel." + *channel + "." + question.metric.path));
  if (solution.root.is_jump) solution.warnings.push_back(said<"warning.jump">());
  solution.question = std::move(question);
  return solution;
}

}  // namespace valuescale::results
