// Who brings the profit: the best customers, those who lose money, and the segments.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/text.hpp"

#include <string>

namespace valuescale::results {

/// A table of customers, best first; empty where their profits are not known or all the same.
std::string best_customers(const ViewAnswer& customer, const Amounts& amounts, const Style& style);

/// "80 % of the profit comes from …"; empty where there is none.
std::string profit_in_few_hands(const ViewAnswer& customer, const Amounts& amounts);

/// A table of segments, best first; empty where there are fewer than two, or no profit.
std::string best_segments(const std::vector<ProfitGroup>& groups, const Amounts& amounts, const Style& style);

}  // namespace valuescale::results
