// Customers who bring customers: how many, who they are, what a head costs, and what is left without them.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/sample.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// Nothing where customers bring nobody. `segments` in the order of the tallies, or none: children are then not told apart.
std::optional<Referrals> referrals(const models::Tallies& tallies, Part part, const std::vector<std::string>& segments);

}  // namespace valuescale::results
