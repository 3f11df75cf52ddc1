// Numbers that a run knows world by world, under the names that they have in `run --json`.
#pragma once

#include "results/answer/worlds.hpp"
#include "results/decision/measured.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

struct WorldMetric {
  std::string path;
  bool is_of_plan = false;
  bool is_mean = true;                                                  ///< of a run it is the weighted mean over worlds
  std::function<WorldValues(const models::Tallies& tallies)> by_world;  ///< with its luck; what a plan came to once, as it was lived
  enum class Unit { money, share, ratio, count } unit = Unit::money;
  bool less_is_better = false;
};

/// Nothing where it is not known world by world. ".mean" may be left out. Besides, "spend.profit": what the money spent on channels that respond to it earns in
/// all. `labels` name the channels of "by.channel.NAME.lead.profit.mean".
std::optional<WorldMetric> world_metric(const std::string& path, const Labels& labels = {});
std::vector<std::string> world_metric_names();

/// Values by world: expected ones, luck taken out; of plans as they were lived. Worlds that don't count have weight 0.
WorldValues expected_by_world(const models::Tallies& tallies, const WorldMetric& metric);
/// What `measure` would say of it (results/decision/measured.hpp), at a fraction of the cost; `value` is what the run reports. Nothing where a run's number
/// is no mean over several worlds.
std::optional<Measured> measured_by_worlds(const models::Tallies& tallies, const WorldMetric& metric, double value);

/// The value that so large a share of the worlds (by weight) is at or below: of expected values, luck taken out; of plans as they were lived.
double over_worlds(const models::Tallies& tallies, const WorldMetric& metric, double level);

}  // namespace valuescale::results
