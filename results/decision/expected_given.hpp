// What is expected given one of the things that are not known: a curve through worlds that differ in all else, too.
//
// Natural cubic splines of the assumption's normal scores, with as many knots as tell best what was left out (leave-one-out cross-validation; Hastie,
// Tibshirani & Friedman, The Elements of Statistical Learning, 2009, §5.2 and §7.10); of an assumption of few values, a mean for each.
#pragma once

#include <cstddef>
#include <vector>

namespace valuescale::results {

/// [number][world]
using Numbers = std::vector<std::vector<double>>;

class ExpectedGiven {
 public:
  /// Chooses the shape of curve for these numbers together; `assumption` is by world. At least two worlds.
  ExpectedGiven(const std::vector<double>& assumption, const Numbers& numbers);

  /// At the worlds outside [first, last), from those alone, in their order.
  Numbers without(const Numbers& numbers, std::size_t first, std::size_t last) const;

 private:
  std::vector<std::vector<double>> functions_;  ///< [function][world]
};

}  // namespace valuescale::results
