// What a run would have come to without some of its worlds: how far it moves then says how far chance may have moved it (results/decision).
#pragma once

#include "models/lifetime/tallies.hpp"

#include <cstddef>

namespace valuescale::models {

/// The tallies without the worlds of replicates `first` up to and including `last`; of a single world, without the customers of these slices. At least one
/// replicate has to be left. Of a single world, cash by step is not kept by slice: `cash` is 0 then. Cohorts asked for, and worlds drawn for
/// P(ruin) alone, are left out altogether.
Tallies leave_out(const Tallies& tallies, std::size_t first, std::size_t last);

}  // namespace valuescale::models
