#include "models/description/customer_kind.hpp"

namespace valuescale::models {

std::size_t number_of_kinds(const Scenario& scenario, std::size_t phases) {
  std::size_t kinds = scenario.channels.size() * scenario.segments.size() * phases;
  for (const State& state : scenario.states) kinds *= state.levels.size();
  return kinds;
}

CustomerKind customer_kind(const Scenario& scenario, std::size_t kind, std::size_t phases) {
  CustomerKind result;
  for (const State& state : scenario.states) {
    result.levels.push_back(kind % state.levels.size());
    kind /= state.levels.size();
  }
  result.phase = kind % phases;
  kind /= phases;
  result.channel = kind / scenario.segments.size();
  result.segment = kind % scenario.segments.size();
  return result;
}

std::size_t number_of(const Scenario& scenario, const CustomerKind& kind, std::size_t phases) {
  std::size_t number = (kind.channel * scenario.segments.size() + kind.segment) * phases + kind.phase;
  for (std::size_t s = scenario.states.size(); s-- > 0;) number = number * scenario.states[s].levels.size() + kind.levels[s];
  return number;
}

std::vector<const std::vector<Adjustment>*> adjustments_of(const Scenario& scenario, const CustomerKind& kind) {
  std::vector<const std::vector<Adjustment>*> lists{&scenario.channels[kind.channel].adjustments,
                                                    &scenario.segments[kind.segment].adjustments};
  for (std::size_t s = 0; s < scenario.states.size(); ++s) lists.push_back(&scenario.states[s].levels[kind.levels[s]].adjustments);
  return lists;
}

}  // namespace valuescale::models
