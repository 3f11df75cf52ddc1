// A histogram of integers that knows its own error: bins are log-linear (range-free, hence independent of how work was split), and each
// remembers the smallest and largest value it saw. A bin that saw one value only is exact, so distributions with few atoms lose nothing.
#pragma once

#include "sim/stats/integers.hpp"

#include <cstdint>
#include <vector>

namespace valuescale::sim {

/// Sub-bins of each octave: relative bin width 1/64 to 1/128.
inline constexpr int kSubBinBits = 6;
/// Bins of one sign: values below 2^kSubBinBits have a bin each, then 2^kSubBinBits a octave up to 2^62.
inline constexpr int kHalfBins = (63 - kSubBinBits) << kSubBinBits;
inline constexpr int kBins = 2 * kHalfBins;

/// The bin of a value, monotone in it; 0 ≤ bin < kBins, zero and positive values from kHalfBins on.
constexpr int bin_of(std::int64_t value) {
  const std::uint64_t magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const int top = 63 - __builtin_clzll(magnitude | 1);
  const int shift = top > kSubBinBits ? top - kSubBinBits : 0;
  const int index = (shift << kSubBinBits) + static_cast<int>(magnitude >> shift);
  return value < 0 ? kHalfBins - 1 - index : kHalfBins + index;
}

/// Counts and extremes of the values in one bin.
struct Bin {
  std::int32_t index = 0;
  std::int64_t count = 0;
  std::int64_t low = 0, high = 0;
};

/// Non-empty bins in increasing order of value.
class SparseHistogram {
 public:
  const std::vector<Bin>& bins() const { return bins_; }
  std::int64_t count() const;
  /// Adds another histogram; associative and commutative.
  void merge(const SparseHistogram& other);
  /// `bins` in increasing order of index.
  void merge(const std::vector<Bin>& bins);

 private:
  std::vector<Bin> bins_;
};

}  // namespace valuescale::sim
