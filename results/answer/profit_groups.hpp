// Which segments the profit comes from, best first.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

/// `segments` in the order of the tallies, already answered.
std::vector<ProfitGroup> profit_groups(const models::Tallies& tallies, const std::vector<std::pair<std::string, Block>>& segments);

}  // namespace valuescale::results
