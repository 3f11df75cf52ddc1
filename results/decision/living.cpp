#include "results/decision/living.hpp"

#include "models/description/quantities.hpp"

#include <algorithm>

namespace valuescale::results {

bool lives_are_alike(const models::Scenario& scenario, const OptimizeQuestion& question) {
  if (scenario.plan || !question.limits.empty() || question.objective.metric.path != "spend.profit") return false;
  const auto is_spend = [&](const Choice& choice) {
    return std::any_of(scenario.channels.begin(), scenario.channels.end(),
                       [&](const models::Channel& channel) { return channel.response && channel.response->spend.path == choice.path; });
  };
  if (!std::all_of(question.choices.begin(), question.choices.end(), is_spend)) return false;
  // What follows a spend along a curve changes what customers do.
  bool any_follows = false;
  models::for_each_quantity(scenario, [&](const models::Quantity& quantity) {
    for (const Choice& choice : question.choices) any_follows = any_follows || quantity.follows.starts_with(choice.path);
  });
  return !any_follows;
}

void Living::live_between(const std::vector<std::vector<double>>& values) {
  if (!are_alike_) return;
  std::vector<double> mean(choices_.size());
  for (const std::vector<double>& one : values)
    for (std::size_t c = 0; c < mean.size(); ++c) mean[c] += one[c] / static_cast<double>(values.size());
  lived_ = whole(mean);
}

models::Tallies Living::at(const std::vector<double>& values) {
  if (!are_alike_) return whole(values);
  models::RunOptions fewest = experiment_.options();
  fewest.worlds = static_cast<std::int64_t>(lived_->dims.worlds);
  fewest.customers = *fewest.worlds;
  models::Tallies tallies = *lived_;
  tallies.spend_curves = experiment_.live(choices_.scenario_of(values), fewest).spend_curves;
  return tallies;
}

models::Tallies Living::whole(const std::vector<double>& values) {
  const std::int64_t before = experiment_.lifetimes();
  models::Tallies tallies = experiment_.live(choices_.scenario_of(values));
  lifetimes_of_run_ = experiment_.lifetimes() - before;
  return tallies;
}

}  // namespace valuescale::results
