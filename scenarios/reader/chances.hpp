// Probabilities at central values, as they are for the customers of one channel and segment.
#pragma once

#include "models/description/scenario.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

struct Chance {
  double value = 0;                              ///< may pass 1
  const models::Quantity* multiplier = nullptr;  ///< one that acts on it; the segment's if it has one
};

class Chances {
 public:
  explicit Chances(const models::Scenario& scenario);

  /// The chance of `target` ("step.upsell.take"), on which the bare key (`take`) acts too.
  Chance of(std::size_t channel, std::size_t segment, const std::string& target, const std::string& bare,
            const models::Quantity& base) const;

 private:
  struct Change {
    const models::Adjustment* adjustment;
    double central;
  };
  using ByTarget = std::multimap<std::string, Change, std::less<>>;
  double central(const models::Quantity& quantity) const;

  std::vector<ByTarget> channels_, segments_;
  mutable std::map<const models::Quantity*, double> central_;
};

}  // namespace valuescale::scenarios
