// Small drawings made of characters.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/text.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// The share of customers that have paid back, step by step, as bars; an arrow under the axis marks where the average customer has.
std::string payback_picture(const PaybackCurve& curve, double cohort_step, const Amounts& amounts, const Style& style);

/// Profit as a box: from the lowest to the highest quantile, the middle half thick, the median and zero marked. Empty where quantiles
/// are missing or all alike.
std::string profit_picture(const Distribution& profit, const Amounts& amounts, const Style& style);

/// Cash at the end of each month as a fan over worlds: nine in ten of them in the light band, half in the dark one, the middle world in the line.
/// Empty where months or quantiles are too few.
std::string cash_picture(const std::vector<PlanMonth>& cash, const Amounts& amounts, const Style& style);

}  // namespace valuescale::results
