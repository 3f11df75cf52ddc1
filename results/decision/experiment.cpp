#include "results/decision/experiment.hpp"

#include "results/answer/worlds.hpp"

#include <algorithm>

namespace valuescale::results {

models::Tallies Experiment::live(const models::Scenario& scenario, const models::RunOptions& options) {
  models::Tallies tallies = models::simulate(scenario, options);
  if (tallies.interrupted) throw Stopped{};
  std::int64_t customers = 0;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) customers += customers_of(tallies, world);
  if (runs_ == 0)
    first_run_ = {static_cast<std::int64_t>(tallies.dims.worlds), customers, tallies.dims.sampling == models::Sampling::stratified};
  ++runs_;
  lifetimes_ += customers;
  return tallies;
}

void Experiment::heed(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings)
    if (std::find(warnings_.begin(), warnings_.end(), warning) == warnings_.end()) warnings_.insert(warnings_.end(), warning);
}

std::int64_t lifetimes_of(std::int64_t runs, const Experiment& experiment) {
  return experiment.runs() > 0 ? experiment.lifetimes() / experiment.runs() * runs : 0;
}

}  // namespace valuescale::results
