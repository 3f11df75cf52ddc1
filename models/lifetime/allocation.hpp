// How many buyers to live in each world and channel, and in which portions.
#pragma once

#include "models/lifetime/lives.hpp"

#include <cstdint>
#include <vector>

namespace valuescale::models {

/// At most so many replicates.
inline constexpr std::size_t kReplicates = 64;

/// The number of replicates of several worlds.
std::size_t replicates_of_worlds(const Dimensions& dims);

/// A portion of one world's buyers, all of one replicate.
struct Slice {
  std::size_t world, replicate;
  std::vector<Range> ranges;  ///< by channel
  std::int64_t count = 0;
};

struct Allocation {
  std::vector<std::int64_t> buyers;  ///< [world][channel]
  std::vector<Slice> slices;
  std::vector<std::vector<std::size_t>> tasks;  ///< slices that one task lives, all of one replicate
  std::int64_t total = 0;
  std::int64_t of_world(std::size_t world, std::size_t channels) const;
};

/// Shares `customers` out in proportion to each world's customers per lead and each channel's share of customers (largest remainders), so that pooled sums
/// are weighted as the customer view asks; in equal shares to worlds that share luck. Sets `dims.replicates`. Depends on nothing but its arguments.
/// Each world lives by its own random numbers, or whose the design says.
Allocation allocate(Program& program, std::int64_t customers, const WorldDesign& design = {});

}  // namespace valuescale::models
