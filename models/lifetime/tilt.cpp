#include "models/lifetime/tilt.hpp"

#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/calendar_code.hpp"
#include "models/lifetime/world_uniforms.hpp"

#include <utility>

namespace valuescale::models {

namespace {

/// Of tilted worlds, so many to one that is drawn as ever.
constexpr std::size_t kWorldsToOneAsEver = 10;

}  // namespace

std::vector<Scores> scores_of(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling) {
  std::vector<Scores> all;
  const auto add = [&](const std::string& name, const auto& uniform_of) {
    all.push_back({name, {}});
    for (std::size_t world = 0; world < worlds; ++world) all.back().by_world.push_back(sim::normal_quantile(uniform_of(world)));
  };
  for_each_assumption(scenario, [&](const std::string& path, const Law& law, const Quantity&) {
    if (law.kind == LawKind::followed) return;
    const WorldUniforms uniforms(seed, path, worlds, sampling);
    add(path, [&](std::size_t world) { return uniforms.of(world); });
  });
  for (const Shock& shock : scenario.calendar.shocks) {
    if (!shock.probability) continue;
    const sim::Key key = sim::key_of(seed, name_of(shock));
    add(name_of(shock), [&](std::size_t world) { return whether_it_strikes(key, world); });
  }
  return all;
}

Tilt::Tilt(std::map<std::string, double> moves, std::size_t worlds)
    : moves_(std::move(moves)), worlds_(worlds), as_ever_((worlds + kWorldsToOneAsEver - 1) / kWorldsToOneAsEver) {}

double Tilt::move_of(const std::string& name, std::size_t world) const {
  const auto move = moves_.find(name);
  return world < as_ever_ || move == moves_.end() ? 0 : move->second;
}

sim::Tail Tilt::moved(const std::string& name, std::size_t world, sim::Tail at) const {
  const double move = move_of(name, world);
  return move == 0 ? at : sim::normal_tails(sim::normal_quantile(at) + move);
}

std::vector<Scores> Tilt::moved(std::vector<Scores> scores) const {
  for (Scores& one : scores)
    for (std::size_t world = 0; world < worlds_; ++world) one.by_world[world] += move_of(one.name, world);
  return scores;
}

std::vector<double> Tilt::weights(const std::vector<Scores>& scores) const {
  std::vector<double> log_ratio(worlds_, 0.0);  // of the moved law's density to that of the one as ever
  for (const Scores& one : scores) {
    const auto move = moves_.find(one.name);
    if (move == moves_.end()) continue;
    for (std::size_t world = 0; world < worlds_; ++world) log_ratio[world] += move->second * (one.by_world[world] - move->second / 2);
  }
  const double as_ever = static_cast<double>(as_ever_) / static_cast<double>(worlds_);
  std::vector<double> weights;
  for (const double one : log_ratio) weights.push_back(1 / (as_ever + (1 - as_ever) * sim::exp_of(one)));
  return weights;
}

}  // namespace valuescale::models
