#include "models/lifetime/adjusted.hpp"

#include <algorithm>

namespace valuescale::models {

double Adjusted::multiplier(const Assumptions& assumptions, std::size_t world) const {
  double product = 1;
  for (const Quantity* m : multipliers) product *= assumptions.value(*m, world);
  for (const std::size_t effect : effects) product *= calendar->factor(world, phase, effect);
  return product;
}

double Adjusted::value(const Assumptions& assumptions, std::size_t world) const {
  return assumptions.value(*base, world) * multiplier(assumptions, world);
}

double Adjusted::product(const Assumptions& assumptions, std::size_t world) const {
  double p = assumptions.value(*base, world);
  if (!odds.empty()) {
    double factor = 1;
    for (const Quantity* o : odds) factor *= assumptions.value(*o, world);
    p = p >= 1 ? 1 : p * factor / (1 - p + p * factor);
  }
  return p * multiplier(assumptions, world);
}

double Adjusted::probability(const Assumptions& assumptions, std::size_t world, bool& capped) const {
  const double p = product(assumptions, world);
  if (p > 1) capped = true;
  return std::min(1.0, p);
}

Adjusted adjusted(const Scenario& scenario, const CustomerKind& kind, const std::string& target, const std::string& handle,
                  const Quantity* base) {
  Adjusted result;
  result.base = base;
  for (const std::vector<Adjustment>* list : adjustments_of(scenario, kind))
    for (const Adjustment& a : *list) {
      const bool acts = a.target == target || (a.how != Adjustment::How::replace && !handle.empty() && a.target == handle);
      if (!acts) continue;
      switch (a.how) {
        case Adjustment::How::replace: result.base = &a.value; break;
        case Adjustment::How::multiply: result.multipliers.push_back(&a.value); break;
        case Adjustment::How::odds: result.odds.push_back(&a.value); break;
      }
    }
  return result;
}

}  // namespace valuescale::models
