// A histogram of integers that knows its own error: bins are log-linear (range-free, hence independent of how work was split), and each
// remembers the value it saw if it saw only one: distributions with few atoms lose nothing.
#pragma once

#include "sim/stats/histogram_layout.hpp"
#include "sim/stats/integers.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace valuescale::sim {

/// The bin of a value, monotone in it; 0 ≤ bin < kBins, zero and positive values from kHalfBins on. |value| < 2^62. The exponent and the first
/// bits of a double are a log-linear scale already, so that many values can be binned at once.
constexpr int bin_of(std::int64_t value) {
  constexpr int kDropped = 52 - kSubBinBits;
  constexpr double kLinear = 1 << kSubBinBits;
  const std::int64_t magnitude = value < 0 ? ~value : value;
  const auto scale = [](double x) { return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> kDropped); };
  const int index = scale(static_cast<double>(magnitude) + kLinear) - scale(kLinear);
  return value < 0 ? kHalfBins - 1 - index : kHalfBins + index;
}

namespace detail {
/// Where the bin begins that is the index-th from 0.
constexpr std::int64_t start_of(int index) {
  constexpr int kDropped = 52 - kSubBinBits;
  constexpr double kLinear = 1 << kSubBinBits;
  const std::uint64_t scale = (std::bit_cast<std::uint64_t>(kLinear) >> kDropped) + static_cast<std::uint64_t>(index);
  return static_cast<std::int64_t>(std::bit_cast<double>(scale << kDropped)) - (1 << kSubBinBits);
}
}  // namespace detail

/// The smallest and the largest value of a bin (of those beyond 2^53, to rounding).
constexpr std::int64_t lowest_of(int bin) {
  return bin < kHalfBins ? ~(detail::start_of(kHalfBins - bin) - 1) : detail::start_of(bin - kHalfBins);
}
constexpr std::int64_t highest_of(int bin) {
  return bin < kHalfBins ? ~detail::start_of(kHalfBins - 1 - bin) : detail::start_of(bin - kHalfBins + 1) - 1;
}

/// How many values lie in a bin, and between which: low == high if all of them are that one, else the ends of the bin.
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
  /// Merges what is left from these places on.
  void merge_rest(std::ptrdiff_t from, const std::vector<Bin>& bins, std::ptrdiff_t bins_from);
  static void add(Bin& bin, const Bin& other);

  std::vector<Bin> bins_;
};

/// Counts by bin without extremes, eight bytes a bin: for the many parts of a whole whose extremes are known.
class BinCounts {
 public:
  /// `bins` in increasing order of index.
  void merge(const std::vector<Bin>& bins);
  bool empty() const { return packed_.empty(); }
  /// Calls visit(index, count) for each bin in increasing order of value.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const std::uint64_t bin : packed_) visit(static_cast<std::int32_t>(bin >> kCountBits), static_cast<std::int64_t>(bin & kCounts));
  }
  friend bool operator==(const BinCounts&, const BinCounts&) = default;

 private:
  static constexpr int kCountBits = 48;
  static constexpr std::uint64_t kCounts = (std::uint64_t{1} << kCountBits) - 1;
  static_assert(kBins <= 1 << (64 - kCountBits));

  std::vector<std::uint64_t> packed_;
};

}  // namespace valuescale::sim
