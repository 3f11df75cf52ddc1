// By how much more one thing brings than another, where both lived the same random numbers.
//
// Two channels or segments of a run, or two runs of the same seed, worlds and customers, share each world's assumptions and each customer's luck, as far
// as they ask the same. What they share moves both alike and cancels, world by world, or in one world slice by slice of its customers (common random
// numbers: Glasserman & Yao 1992). Taken for independent, both would leave a difference far more uncertain than it is.
#pragma once

#include "results/answer/part_view.hpp"

namespace valuescale::results {

/// Mean profit of a's people less that of b's.
Interval difference_in_profit(const PartView& a, const PartView& b);

/// Profit per unit of money spent on acquisition, a's less b's: what channels are compared by.
Interval difference_in_return(const PartView& a, const PartView& b);

}  // namespace valuescale::results
