#include "results/decision/experiment.hpp"

#include "results/answer/worlds.hpp"

namespace valuescale::results {

models::Tallies Experiment::live(const models::Scenario& scenario, const models::RunOptions& options) {
  models::Tallies tallies = models::simulate(scenario, options);
  if (tallies.interrupted) throw Stopped{};
  ++runs_;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) lifetimes_ += customers_of(tallies, world);
  return tallies;
}

std::int64_t lifetimes_of(std::int64_t runs, const Experiment& experiment) {
  return experiment.runs() > 0 ? experiment.lifetimes() / experiment.runs() * runs : 0;
}

}  // namespace valuescale::results
