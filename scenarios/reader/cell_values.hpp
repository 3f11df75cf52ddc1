// Numbers at central values, as they are for the customers of one channel and segment.
#pragma once

#include "models/description/scenario.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

struct CellValue {
  double value = 0;                          ///< in steps; a probability may pass 1
  const models::Quantity* change = nullptr;  ///< one that acts on it; a multiplier above 1, the segment's, if there is one
};

class CellValues {
 public:
  explicit CellValues(const models::Scenario& scenario);

  /// The value of `target` ("step.upsell.take"), on which the bare key (`take`) acts too.
  CellValue of(std::size_t channel, std::size_t segment, const std::string& target, const std::string& bare,
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
