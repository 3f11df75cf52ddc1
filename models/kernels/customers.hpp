// Columns of customers, as kernels see them.
#pragma once

#include <cstdint>

namespace valuescale::models {

/// A kernel may read and write columns up to the next multiple of this beyond their count.
inline constexpr int kPadding = 64;
constexpr int padded(int count) { return (count + kPadding - 1) / kPadding * kPadding; }

/// Some customers at some event each: their place in the batch, whose randomness it is, which row of numbers holds for them, and when it is.
struct Customers {
  const std::uint32_t *slot, *id_low, *id_high, *world, *row, *occurrence;
  const float* time;
  int count;
};

/// Where rows of customers are appended: behind the first `count`.
struct Room {
  std::uint32_t *slot, *id_low, *id_high, *world, *row, *occurrence;
  float* time;
  int count;
};

}  // namespace valuescale::models
