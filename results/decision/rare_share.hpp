// Shares that came out as exactly 0 or 1: no group of worlds differs from another then, and the jackknife would say "certain".
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/decision/measured.hpp"

#include <string_view>

namespace valuescale::results {

/// Is that number of a run a probability or share of customers or worlds?
bool is_share(std::string_view path);

/// The trials that such a share is made of: worlds, or the customers of one world.
double trials_of(const models::Tallies& tallies);

/// `interval`, but where a share came out as 0 or 1 and no group moved it, the rule of three (sim/stats/estimates.hpp): no further than 3/trials, one-sided.
Interval share_interval(const Measured& measured, std::string_view path, double trials);

/// Of a − b, in pairs. Where both came out alike as 0 or 1, either may be as far from that as the rule of three says.
Interval share_interval(const Measured& a, const Measured& b, std::string_view path, double trials);

}  // namespace valuescale::results
