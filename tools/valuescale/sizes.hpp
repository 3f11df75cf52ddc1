// How large a run is to be, or whose life is to be shown, as typed on the command line.
#pragma once

#include "models/description/problem.hpp"
#include "models/lifetime/replay.hpp"
#include "models/lifetime/simulate.hpp"
#include "tools/valuescale/commands.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace valuescale::tools {

/// A whole number: "1000000", "1_000_000", "20k", "1M" or "1e6".
std::optional<std::uint64_t> whole_number(std::string_view text);

/// Seed, threads, customers, and worlds with their sampling. What can't be is added to the problems.
models::RunOptions sizes_of(const SizeOptions& sizes, std::vector<models::Problem>& problems);

/// With cohort, and what else a run may be asked for. Absurd sizes are refused before anything is allocated for them, all at once: InputError.
models::RunOptions sizes_of(const RunCommand& command);

/// World, customer and seed of a replay, and the run that they are of. What is no number is refused, all at once: InputError.
models::ReplayOptions who_is_meant(const ReplayCommand& command);

}  // namespace valuescale::tools
