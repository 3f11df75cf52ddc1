#include "models/lifetime/conditions.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::models {

namespace {

constexpr double kLargest = 0x1p62;

/// Whole numbers in an interval: the least and the most.
std::int64_t least_in(const Interval& interval, double scale) {
  const double low = interval.low * scale, whole = std::ceil(low);
  return static_cast<std::int64_t>(std::clamp(interval.low_open && whole == low ? whole + 1 : whole, -kLargest, kLargest));
}
std::int64_t most_in(const Interval& interval, double scale) {
  const double high = interval.high * scale, whole = std::floor(high);
  return static_cast<std::int64_t>(std::clamp(interval.high_open && whole == high ? whole - 1 : whole, -kLargest, kLargest));
}

bool is_among(std::size_t one, const std::vector<std::size_t>& some) { return std::find(some.begin(), some.end(), one) != some.end(); }

}  // namespace

ConditionCode condition_code(const Condition& condition, const Workshop& workshop) {
  ConditionCode code;
  if (condition.is_empty()) return code;
  code.is_given = true;
  const Scenario& scenario = workshop.scenario();
  for (std::size_t i = 0; i < workshop.kinds(); ++i) {
    const CustomerKind kind = customer_kind(scenario, i, workshop.phases());
    const bool meets = (condition.channels.empty() || is_among(kind.channel, condition.channels)) &&
                       (condition.segments.empty() || is_among(kind.segment, condition.segments)) &&
                       std::all_of(condition.states.begin(), condition.states.end(),
                                   [&](const Condition::AmongLevels& c) { return is_among(kind.levels[c.state], c.levels); });
    code.kinds.push_back(meets);
  }
  if (condition.earned) {
    code.least_earned = least_in(*condition.earned, workshop.units());
    code.most_earned = most_in(*condition.earned, workshop.units());
  }
  if (condition.purchases) {
    code.least_purchases = least_in(*condition.purchases, 1);
    code.most_purchases = most_in(*condition.purchases, 1);
  }
  if (condition.tenure) {
    // The next float after an end that does not belong to it.
    const auto low = static_cast<float>(condition.tenure->low), high = static_cast<float>(condition.tenure->high);
    code.least_tenure = condition.tenure->low_open ? std::nextafter(low, INFINITY) : low;
    code.most_tenure = condition.tenure->high_open ? std::nextafter(high, -INFINITY) : high;
  }
  return code;
}

ConsequencesCode consequences_code(const Consequences& consequences, const Workshop& workshop) {
  ConsequencesCode code;
  if (consequences.is_empty()) return code;
  code.is_given = true;
  code.ends = consequences.ends;
  code.ends_everything = consequences.ends_everything;
  if (consequences.sets.empty() && !consequences.segment) return code;
  const Scenario& scenario = workshop.scenario();
  for (std::size_t i = 0; i < workshop.kinds(); ++i) {
    CustomerKind kind = customer_kind(scenario, i, workshop.phases());
    for (const Consequences::Level& level : consequences.sets) kind.levels[level.state] = level.level;
    if (consequences.segment) kind.segment = *consequences.segment;
    code.kinds.push_back(static_cast<std::uint32_t>(number_of(scenario, kind, workshop.phases())));
  }
  return code;
}

}  // namespace valuescale::models
