#include "sim/stats/histogram.hpp"

#include <algorithm>

namespace valuescale::sim {

std::int64_t SparseHistogram::count() const {
  std::int64_t total = 0;
  for (const Bin& bin : bins_) total += bin.count;
  return total;
}

void SparseHistogram::merge(const SparseHistogram& other) {
  if (&other == this) {
    for (Bin& bin : bins_) bin.count *= 2;
    return;
  }
  merge(other.bins_);
}

void SparseHistogram::merge(const std::vector<Bin>& bins) {
  std::vector<Bin> merged;
  merged.reserve(bins_.size() + bins.size());
  auto ours = bins_.begin();
  auto theirs = bins.begin();
  while (ours != bins_.end() || theirs != bins.end()) {
    if (theirs == bins.end() || (ours != bins_.end() && ours->index < theirs->index)) {
      merged.push_back(*ours++);
    } else if (ours == bins_.end() || theirs->index < ours->index) {
      if (theirs->count > 0) merged.push_back(*theirs);  // an empty bin has no extremes
      ++theirs;
    } else {
      Bin bin = *ours++;
      if (theirs->count > 0) {
        bin.count += theirs->count;
        if (bin.low != theirs->low || bin.high != theirs->high) {
          bin.low = lowest_of(bin.index);
          bin.high = highest_of(bin.index);
        }
      }
      ++theirs;
      merged.push_back(bin);
    }
  }
  bins_ = std::move(merged);
}

void BinCounts::merge(const std::vector<Bin>& bins) {
  std::vector<std::uint64_t> merged;
  merged.reserve(packed_.size() + bins.size());
  auto ours = packed_.begin();
  for (const Bin& bin : bins) {
    const auto index = static_cast<std::uint64_t>(bin.index), count = static_cast<std::uint64_t>(bin.count);
    while (ours != packed_.end() && *ours >> kCountBits < index) merged.push_back(*ours++);
    const bool known = ours != packed_.end() && *ours >> kCountBits == index;
    merged.push_back(known ? *ours++ + count : index << kCountBits | count);
  }
  merged.insert(merged.end(), ours, packed_.end());
  merged.shrink_to_fit();
  packed_ = std::move(merged);
}

}  // namespace valuescale::sim
