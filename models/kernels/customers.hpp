// Columns of customers, as kernels see them.
#pragma once

#include <cstdint>

namespace valuescale::models {

/// A kernel may read and write columns up to the next multiple of this beyond their count.
inline constexpr int kPadding = 64;
constexpr int padded(int count) { return (count + kPadding - 1) / kPadding * kPadding; }

/// Which columns some customers have beyond those that all have. What is not there is 0 for everybody, and costs nothing.
struct Shape {
  bool origin = true;  ///< upper words of ids, and worlds
  bool event = true;   ///< occurrences
  bool time = true;
};

/// Some customers at some event each: their place in the batch, whose randomness it is, which row of numbers holds for them, and when it is.
struct Customers {
  const std::uint32_t *slot, *id_low, *row;
  const std::uint32_t *id_high, *world;  ///< null like the next two, if all are 0
  const std::uint32_t* occurrence;
  const float* time;
  int count;

  Shape shape() const { return {world != nullptr, occurrence != nullptr, time != nullptr}; }
  std::uint32_t occurrence_of(int i) const { return occurrence ? occurrence[i] : 0; }
  float time_of(int i) const { return time ? time[i] : 0; }
};

/// Where rows of customers are appended: behind the first `count`. Columns that are null are not kept.
struct Room {
  std::uint32_t *slot, *id_low, *row;
  std::uint32_t *id_high, *world;
  std::uint32_t* occurrence;
  float* time;
  int count;
};

}  // namespace valuescale::models
