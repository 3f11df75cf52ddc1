// Numbers at central values, as they are for the customers of one kind: of a channel and segment, at a level of each state.
#pragma once

#include "models/description/customer_kind.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

struct KindValue {
  double value = 0;                          ///< in steps; a probability may pass 1
  const models::Quantity* change = nullptr;  ///< one that acts on it; the last multiplier above 1, if there is one
};

class KindValues {
 public:
  explicit KindValues(const models::Scenario& scenario);

  const std::vector<models::CustomerKind>& kinds() const { return kinds_; }
  /// Those with whom a life may begin: at the first level of each state.
  const std::vector<models::CustomerKind>& first_kinds() const { return first_kinds_; }
  /// The value of `target` ("step.upsell.take"), on which the bare key (`take`) acts too.
  KindValue of(const models::CustomerKind& kind, const std::string& target, const std::string& bare, const models::Quantity& base) const;

 private:
  struct Change {
    const models::Adjustment* adjustment;
    double central;
  };
  using ByTarget = std::multimap<std::string, Change, std::less<>>;
  double central(const models::Quantity& quantity) const;

  const models::Scenario& scenario_;
  std::vector<models::CustomerKind> kinds_, first_kinds_;
  std::map<const std::vector<models::Adjustment>*, ByTarget> changes_;
  mutable std::map<const models::Quantity*, double> central_;
};

/// Could a customer of that kind fulfil the condition? What else it asks may be true of anybody.
bool may_meet(const models::CustomerKind& kind, const models::Condition& condition);

}  // namespace valuescale::scenarios
