#include "scenarios/reader/cell_values.hpp"

#include "scenarios/reader/law_facts.hpp"

namespace valuescale::scenarios {

using models::Adjustment;

CellValues::CellValues(const models::Scenario& scenario) {
  const auto collect = [](const auto& owners, std::vector<ByTarget>& into) {
    for (const auto& owner : owners) {
      into.emplace_back();
      for (const Adjustment& adjustment : owner.adjustments)
        into.back().emplace(adjustment.target, Change{&adjustment, mean_of(adjustment.value.law) * adjustment.value.factor});
    }
  };
  collect(scenario.channels, channels_);
  collect(scenario.segments, segments_);
}

double CellValues::central(const models::Quantity& quantity) const {
  const auto [found, is_new] = central_.try_emplace(&quantity, 0);
  if (is_new) found->second = mean_of(quantity.law) * quantity.factor;
  return found->second;
}

CellValue CellValues::of(std::size_t channel, std::size_t segment, const std::string& target, const std::string& bare,
                         const models::Quantity& base) const {
  CellValue result{central(base), nullptr};
  double odds = 1, product = 1;
  // The channel first, so that a segment's override wins.
  for (const ByTarget* changes : {&channels_[channel], &segments_[segment]}) {
    if (changes->empty()) continue;
    for (const std::string* key : {&target, &bare}) {
      const auto [begin, end] = changes->equal_range(*key);
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

}  // namespace valuescale::scenarios
