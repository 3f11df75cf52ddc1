// Where things go wrong: the few ranges of assumptions that describe the worlds that failed.
//
// Scenario discovery (Bryant & Lempert, Technol. Forecast. Soc. Change 77, 34, 2010) by the patient rule induction method, PRIM (Friedman & Fisher, Stat. Comput.
// 9, 123, 1999): from the box of all worlds a twentieth is peeled off again and again, at the end of some assumption where that raises the share of
// failures most; then the box grows again where that does not lower it. Of the boxes on the way the one with the best harmonic mean of coverage and
// density is taken, and ranges are dropped that add nothing. Every other world is kept aside: coverage, density and the p-value of each range are
// judged in those, which had no say in the choice.
#pragma once

#include "results/answer/answer.hpp"

#include <cstddef>
#include <vector>

namespace valuescale::results {

/// A range of one assumption; infinite where it has no end.
struct BoxRange {
  std::size_t assumption = 0;
  double low = 0, high = 0;
  /// Quasi-p-value: the probability of as many failures in the box if this range had nothing to do with failure (binomial, one-sided).
  double p = 1;
};

struct Box {
  std::vector<BoxRange> ranges;
  Interval coverage;                   ///< share of failures that lie in it; 95 %, Clopper & Pearson
  Interval density;                    ///< share of failures among the worlds in it; likewise
  std::size_t worlds = 0, failed = 0;  ///< in it, of those that judged
};

struct Discovery {
  std::vector<Box> boxes;              ///< the second of what the first leaves, and so on; none where no range tells failures from others
  std::size_t worlds = 0, failed = 0;  ///< in all
  std::size_t judged = 0, judged_failed = 0;
};

/// Fewer failures, or fewer others, say nothing.
inline constexpr std::size_t kFewestFailures = 20;

/// values[assumption][world], and whether each world failed. At most `kMostRanges` ranges a box.
Discovery discover(const std::vector<std::vector<double>>& values, const std::vector<bool>& failed);
inline constexpr std::size_t kMostRanges = 4;

/// 95 % interval of a share, exact (Clopper & Pearson, Biometrika 26, 404, 1934).
Interval share_interval(std::size_t successes, std::size_t trials);

}  // namespace valuescale::results
