#include "results/decision/stress.hpp"

#include "models/stress/stressed.hpp"
#include "results/answer/sentences.hpp"
#include "results/decision/rare_share.hpp"
#include "results/decision/run_warnings.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

/// Smaller errors of a change, against those of what it is between, are next to none.
constexpr double kExact = 3e-3;

models::Scenario under(models::Scenario scenario, const std::vector<models::Stress>& stresses) {
  for (const models::Stress& stress : stresses) models::apply(stress, scenario);
  return scenario;
}

std::vector<std::string> capped_in(const models::Tallies& tallies, const models::Tallies& base) {
  std::vector<std::string> warnings;
  for (std::size_t i = 0; i < tallies.capped_what.size(); ++i) {
    const auto before = std::find(base.capped_what.begin(), base.capped_what.end(), tallies.capped_what[i]);
    const std::int64_t already =
        before == base.capped_what.end() ? 0 : base.capped_worlds[static_cast<std::size_t>(before - base.capped_what.begin())];
    if (tallies.capped_worlds[i] > already) warnings.push_back(said<"warning.would-be-capped">(tallies.capped_what[i]));
  }
  return warnings;
}

/// Lifetimes that runs of their own luck would take, for one that runs with common luck take: their variances add.
void note_savings(StressTable& table, const StressRow& row) {
  for (std::size_t m = 0; m < row.changes.size(); ++m) {
    const double paired = estimate(row.changes[m]).se, one = estimate(table.base[m]).se, other = estimate(row.values[m]).se;
    // A change that is exact saves all there is.
    if (!(paired > kExact * (one + other) && one > 0 && other > 0)) continue;
    const double saved = (one * one + other * other) / (paired * paired);
    table.saved_least = std::fmin(table.saved_least, saved);
    table.saved_most = std::fmax(table.saved_most, saved);
  }
}

}  // namespace

StressTable stress(const models::Scenario& scenario, const std::vector<Trouble>& troubles, const std::vector<Metric>& metrics,
                   Experiment& experiment) {
  StressTable table;
  table.metrics = metrics;
  const int threads = experiment.options().threads;
  const models::Tallies base = experiment.live(scenario);
  table.base = measure(base, metrics, threads);
  std::vector<std::string> told;
  for (const Metric& metric : metrics) told.push_back(metric.path);
  experiment.heed(run_warnings(scenario, base, told, threads));
  table.warnings = experiment.warnings();
  const double trials = trials_of(base);
  for (std::size_t m = 0; m < metrics.size(); ++m) table.base_intervals.push_back(share_interval(table.base[m], metrics[m].path, trials));
  for (const Trouble& trouble : troubles) {
    StressRow row;
    row.trouble = trouble;
    if (trouble.nothing.empty()) {
      const models::Scenario stressed = under(scenario, trouble.stresses);
      const models::Tallies tallies = experiment.live(stressed);
      row.values = measure(tallies, metrics, threads);
      for (std::size_t m = 0; m < metrics.size(); ++m) {
        row.changes.push_back(difference(row.values[m], table.base[m]));
        row.value_intervals.push_back(share_interval(row.values[m], metrics[m].path, trials));
        row.change_intervals.push_back(share_interval(row.values[m], table.base[m], metrics[m].path, trials));
      }
      row.warnings = capped_in(tallies, base);
      const std::vector<std::string> own = other_warnings(run_warnings(stressed, tallies, told, threads), table.warnings);
      row.warnings.insert(row.warnings.end(), own.begin(), own.end());
      note_savings(table, row);
    }
    table.rows.push_back(std::move(row));
  }
  table.runs = experiment.runs();
  table.lifetimes = experiment.lifetimes();
  return table;
}

}  // namespace valuescale::results
