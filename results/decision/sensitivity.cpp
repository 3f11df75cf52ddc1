#include "results/decision/sensitivity.hpp"

#include "models/description/problem.hpp"
#include "results/answer/sentences.hpp"
#include "results/decision/run_warnings.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace valuescale::results {

namespace {

/// The design has as many customers as so many runs.
constexpr std::int64_t kRunsForDesign = 8;
constexpr std::int64_t kFewestInWorld = 20;
constexpr std::size_t kMostOutputs = 1u << 24;  // of a design: kept until all are there
/// More missing rows than such a share are mentioned.
constexpr double kFewMissing = 0.001;
constexpr double kExact = 1e-6;

/// Taken apart are only those that worlds don't tell.
std::vector<Measured> measured(const models::Tallies& tallies, const SensitivityQuestion& question, int threads) {
  std::vector<Measured> measured(question.metrics.size());
  std::vector<Metric> others;
  std::vector<std::size_t> places;
  for (std::size_t m = 0; m < measured.size(); ++m) {
    std::optional<Measured> found;
    if (question.by_world[m]) found = measured_by_worlds(tallies, *question.by_world[m], question.metrics[m].of(tallies));
    if (found) {
      measured[m] = std::move(*found);
    } else {
      others.push_back(question.metrics[m]);
      places.push_back(m);
    }
  }
  if (others.empty()) return measured;
  std::vector<Measured> of_others = measure(tallies, others, threads);
  for (std::size_t i = 0; i < places.size(); ++i) measured[places[i]] = std::move(of_others[i]);
  return measured;
}

void tornado(const models::Scenario& scenario, const SensitivityQuestion& question, Experiment& experiment, Sensitivity& result) {
  const int threads = experiment.options().threads;
  const auto measured_with = [&](const models::RunOptions& options, const Uncertain* held, double* value) {
    const models::Tallies tallies = experiment.live(scenario, options);
    if (!held) {
      std::vector<std::string> told;
      for (const Metric& metric : question.metrics) told.push_back(metric.path);
      experiment.heed(run_warnings(scenario, tallies, told, threads));
    }
    for (const models::DrawnAssumption& drawn : tallies.assumptions)
      if (held && drawn.path == held->path) *value = drawn.values.front();
    return measured(tallies, question, threads);
  };
  const std::vector<Measured> now = measured_with(experiment.options(), nullptr, nullptr);
  for (std::size_t m = 0; m < now.size(); ++m) result.of[m].now = now[m];
  for (Held& held : result.assumptions) {
    models::RunOptions options = experiment.options();
    const auto at = [&](sim::Tail place, double& value) {
      options.design.held = {{held.assumption.path, place}};
      return measured_with(options, &held.assumption, &value);
    };
    const std::vector<Measured> low = at(sim::Tail::from_lower(kTornadoLow), held.low);
    const std::vector<Measured> high = at(sim::Tail::from_upper(1 - kTornadoHigh), held.high);
    for (std::size_t m = 0; m < now.size(); ++m) result.of[m].bars.push_back({low[m], high[m]});
  }
  result.lifetimes_of_tornado = experiment.lifetimes();
}

/// How much more independent runs would take, in the middle of all bars.
double saving(const std::vector<SensitivityOf>& of) {
  std::vector<double> factors;
  for (const SensitivityOf& one : of)
    for (const Bar& bar : one.bars) {
      const double paired = estimate(swing(bar)).se, low = estimate(bar.low).se, high = estimate(bar.high).se;
      // Less is rounding.
      if (paired > kExact * std::max(low, high)) factors.push_back((low * low + high * high) / (paired * paired));
    }
  if (factors.empty()) return kMissing;
  const auto middle = factors.begin() + static_cast<std::ptrdiff_t>(factors.size() / 2);
  std::nth_element(factors.begin(), middle, factors.end());
  return *middle;
}

/// Rows in which both A and B are numbers.
std::vector<RankCorrelation> rank_correlations_of(const DesignRuns& design, const std::vector<SobolRow>& rows) {
  std::vector<Output> outputs;
  std::vector<std::vector<double>> inputs(design.assumptions.size());
  // A group is to hold rows of both.
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (const bool is_b : {false, true}) {
      const Output& output = is_b ? rows[row].b : rows[row].a;
      if (!std::isfinite(output[0]) || !std::isfinite(output[1])) continue;
      outputs.push_back(output);
      for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i].push_back(design.assumptions[i][row + (is_b ? rows.size() : 0)]);
    }
  return rank_correlations(inputs, outputs);
}

void shares_of_variance(const models::Scenario& scenario, const SensitivityQuestion& question, Experiment& experiment,
                        Sensitivity& result) {
  std::vector<WorldMetric> metrics;
  for (const std::optional<WorldMetric>& metric : question.by_world)
    if (metric) metrics.push_back(*metric);
  if (metrics.empty() || question.rows == 0) return;
  std::vector<Uncertain> uncertain;
  for (const Held& held : result.assumptions) uncertain.push_back(held.assumption);
  const auto worlds = static_cast<std::int64_t>(2 * kCopies * (result.inputs.size() + 1) * question.rows);
  const std::int64_t customers = kRunsForDesign * experiment.options().customers.value_or(models::kUsualCustomers);
  const DesignRuns design =
      run_design(scenario, uncertain, result.inputs, metrics, question.rows, std::max(kFewestInWorld, customers / worlds), experiment);
  result.worlds_of_design = design.worlds;
  for (std::size_t m = 0, known = 0; m < result.of.size(); ++m) {
    if (!question.by_world[m]) continue;
    const std::vector<SobolRow>& rows = design.rows[known++];
    SensitivityOf& of = result.of[m];
    of.sobol = sobol(rows, result.inputs.size());
    of.ranks = rank_correlations_of(design, rows);
    if (static_cast<double>(of.sobol->missing) > kFewMissing * static_cast<double>(question.rows))
      result.warnings.push_back(said<"warning.missing-in-worlds">(of.metric, of.sobol->missing, question.rows));
    if (of.sobol->luck_only) result.warnings.push_back(said<"warning.design-within-luck">(of.metric));
  }
}

void check_size(const SensitivityQuestion& question, std::size_t inputs) {
  const std::size_t outputs = 2 * (inputs + 1) * std::max<std::size_t>(1, question.metrics.size());
  if (question.rows <= kMostOutputs / outputs) return;
  throw models::InputError({{{"--rows", 0, 0},
                             std::to_string(question.rows) + " rows are too many",
                             "each has " + std::to_string(outputs) + " outputs, of all assumptions and numbers asked for",
                             "use at most " + std::to_string(kMostOutputs / outputs)}});
}

}  // namespace

Measured swing(const Bar& bar) { return difference(bar.high, bar.low); }

std::vector<std::size_t> by_swing(const SensitivityOf& of) {
  std::vector<std::size_t> order(of.bars.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto length = [&](std::size_t i) {
    const double by = std::fabs(swing(of.bars[i]).value);
    return std::isnan(by) ? -1 : by;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return length(a) > length(b); });
  return order;
}

Sensitivity sensitivity(const models::Scenario& scenario, const SensitivityQuestion& question, Experiment& experiment) {
  Sensitivity result;
  const std::vector<Uncertain> uncertain = uncertain_of(scenario);
  if (uncertain.empty())
    throw models::InputError({{{},
                               "nothing in the scenario is uncertain",
                               "there is no assumption whose weight could be told",
                               "write what you don't know as a range (\"4% to 8%\") or a law (\"beta(2, 38)\")"}});
  for (const Uncertain& one : uncertain) result.assumptions.push_back({one, kMissing, kMissing});
  result.inputs = tied_together(scenario.correlations, uncertain);
  check_size(question, result.inputs.size());
  for (const Metric& metric : question.metrics) result.of.push_back({metric.path, {}, {}, {}, {}});
  result.is_of_plan = scenario.plan.has_value();
  result.rows = question.rows;
  tornado(scenario, question, experiment, result);
  result.warnings = experiment.warnings();
  shares_of_variance(scenario, question, experiment, result);
  result.lifetimes_without_common_numbers = static_cast<double>(result.lifetimes_of_tornado) * std::max(1.0, saving(result.of));
  result.runs = experiment.runs();
  result.lifetimes = experiment.lifetimes();
  return result;
}

}  // namespace valuescale::results
