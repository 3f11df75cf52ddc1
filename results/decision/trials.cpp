#include "results/decision/trials.hpp"

#include "models/description/problem.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

std::vector<Metric> metrics_of(const OptimizeQuestion& question) {
  std::vector<Metric> metrics{metric_of(question.objective)};
  for (const Limit& limit : question.limits) metrics.push_back(limit.metric);
  return metrics;
}

Trials::Trials(const Choices& choices, const OptimizeQuestion& question, Experiment& experiment)
    : choices_(choices), question_(question), experiment_(experiment), metrics_(metrics_of(question)) {}

const std::vector<double>& Trials::at(const Point& point) {
  const auto [known, is_new] = known_.try_emplace(point);
  if (!is_new) return known->second;
  try {
    const models::Tallies tallies = experiment_.live(choices_.scenario_at(point));
    for (const Metric& metric : metrics_) known->second.push_back(metric.of(tallies));
  } catch (const models::InputError&) {
    // A choice that makes no scenario is none; but today's must.
    if (known_.size() == 1) throw;
    known->second.assign(metrics_.size(), kMissing);
  }
  return known->second;
}

double Trials::excess(const Point& point, std::size_t limit) {
  const Limit& of = question_.limits[limit];
  const double value = at(point)[1 + limit], scale = std::max(std::fabs(of.bound), 1e-12);
  return std::isnan(value) ? 1 : (of.at_most ? value - of.bound : of.bound - value) / scale;
}

bool Trials::keeps_limits(const Point& point) {
  if (choices_.has_budget() && choices_.over_budget(point) > kFeasible) return false;
  for (std::size_t limit = 0; limit < question_.limits.size(); ++limit)
    if (excess(point, limit) > kFeasible) return false;
  return !std::isnan(at(point)[0]);
}

void Trials::note(const Point& point) {
  if (keeps_limits(point) && (!best_ || worth(point) > worth(*best_))) best_ = point;
}

bool Trials::is_flat() const {
  return std::all_of(known_.begin(), known_.end(), [&](const auto& known) { return !(known.second[0] != known_.begin()->second[0]); });
}

}  // namespace valuescale::results
