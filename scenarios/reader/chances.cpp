#include "scenarios/reader/chances.hpp"

#include "scenarios/reader/law_facts.hpp"

namespace valuescale::scenarios {

using models::Adjustment;

Chances::Chances(const models::Scenario& scenario) {
  const auto collect = [](const auto& owners, std::vector<ByTarget>& into) {
    for (const auto& owner : owners) {
      into.emplace_back();
      for (const Adjustment& adjustment : owner.adjustments)
        into.back().emplace(adjustment.target, Change{&adjustment, mean_of(adjustment.value.law)});
    }
  };
  collect(scenario.channels, channels_);
  collect(scenario.segments, segments_);
}

double Chances::central(const models::Quantity& quantity) const {
  const auto [found, is_new] = central_.try_emplace(&quantity, 0);
  if (is_new) found->second = mean_of(quantity.law);
  return found->second;
}

Chance Chances::of(std::size_t channel, std::size_t segment, const std::string& target, const std::string& bare,
                   const models::Quantity& base) const {
  Chance chance{central(base), nullptr};
  double odds = 1, product = 1;
  // The channel first, so that a segment's override wins.
  for (const ByTarget* changes : {&channels_[channel], &segments_[segment]}) {
    if (changes->empty()) continue;
    for (const std::string* key : {&target, &bare}) {
      const auto [begin, end] = changes->equal_range(*key);
      for (auto change = begin; change != end; ++change) {
        const Adjustment& adjustment = *change->second.adjustment;
        switch (adjustment.how) {
          case Adjustment::How::replace: chance.value = change->second.central; break;
          case Adjustment::How::odds: odds *= change->second.central; break;
          case Adjustment::How::multiply:
            product *= change->second.central;
            if (change->second.central > 1 || !chance.multiplier) chance.multiplier = &adjustment.value;
            break;
        }
      }
    }
  }
  if (odds != 1 && chance.value < 1) chance.value = chance.value * odds / (1 - chance.value + chance.value * odds);
  chance.value *= product;
  return chance;
}

}  // namespace valuescale::scenarios
