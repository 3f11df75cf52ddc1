#include "scenarios/reader/kind_values.hpp"

#include "scenarios/reader/law_facts.hpp"

#include <algorithm>

namespace valuescale::scenarios {

using models::Adjustment;
using models::CustomerKind;

KindValues::KindValues(const models::Scenario& scenario) : scenario_(scenario) {
  for (std::size_t k = 0; k < models::number_of_kinds(scenario); ++k) {
    kinds_.push_back(models::customer_kind(scenario, k));
    const auto& levels = kinds_.back().levels;
    if (std::all_of(levels.begin(), levels.end(), [](std::size_t level) { return level == 0; })) first_kinds_.push_back(kinds_.back());
  }
  const auto collect = [&](const std::vector<Adjustment>& adjustments) {
    for (const Adjustment& adjustment : adjustments)
      changes_[&adjustments].emplace(adjustment.target, Change{&adjustment, mean_of(adjustment.value.law) * adjustment.value.factor});
  };
  for (const models::Channel& channel : scenario.channels) collect(channel.adjustments);
  for (const models::Segment& segment : scenario.segments) collect(segment.adjustments);
  for (const models::State& state : scenario.states)
    for (const models::State::Level& level : state.levels) collect(level.adjustments);
}

double KindValues::central(const models::Quantity& quantity) const {
  const auto [found, is_new] = central_.try_emplace(&quantity, 0);
  if (is_new) found->second = mean_of(quantity.law) * quantity.factor;
  return found->second;
}

KindValue KindValues::of(const CustomerKind& kind, const std::string& target, const std::string& bare, const models::Quantity& base) const {
  KindValue result{central(base), nullptr};
  double odds = 1, product = 1;
  for (const std::vector<Adjustment>* adjustments : models::adjustments_of(scenario_, kind)) {
    if (adjustments->empty()) continue;
    const ByTarget& changes = changes_.at(adjustments);
    for (const std::string* key : {&target, &bare}) {
      const auto [begin, end] = changes.equal_range(*key);
      for (auto change = begin; change != end; ++change) {
        const Adjustment& adjustment = *change->second.adjustment;
        switch (adjustment.how) {
          case Adjustment::How::replace:
            result.value = change->second.central;
            result.change = &adjustment.value;
            break;
          case Adjustment::How::odds: odds *= change->second.central; break;
          case Adjustment::How::multiply:
            product *= change->second.central;
            if (change->second.central > 1 || !result.change) result.change = &adjustment.value;
            break;
        }
      }
    }
  }
  if (odds != 1 && result.value < 1) result.value = result.value * odds / (1 - result.value + result.value * odds);
  result.value *= product;
  return result;
}

bool may_meet(const CustomerKind& kind, const models::Condition& condition) {
  const auto one_of = [](const std::vector<std::size_t>& allowed, std::size_t here) {
    return allowed.empty() || std::find(allowed.begin(), allowed.end(), here) != allowed.end();
  };
  return one_of(condition.channels, kind.channel) && one_of(condition.segments, kind.segment) &&
         std::all_of(condition.states.begin(), condition.states.end(),
                     [&](const auto& among) { return one_of(among.levels, kind.levels[among.state]); });
}

}  // namespace valuescale::scenarios
