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
  // Once much has been merged, most bins are known: those are added where they stand.
  auto ours = bins_.begin();
  for (auto theirs = bins.begin(); theirs != bins.end(); ++theirs) {
    if (theirs->count == 0) continue;  // an empty bin has no extremes
    while (ours != bins_.end() && ours->index < theirs->index) ++ours;
    if (ours == bins_.end() || ours->index != theirs->index) {
      merge_rest(ours - bins_.begin(), bins, theirs - bins.begin());
      return;
    }
    add(*ours, *theirs);
  }
}

void SparseHistogram::merge_rest(std::ptrdiff_t from, const std::vector<Bin>& bins, std::ptrdiff_t bins_from) {
  std::vector<Bin> merged;
  merged.reserve(bins_.size() + bins.size());
  merged.assign(bins_.begin(), bins_.begin() + from);
  auto ours = bins_.begin() + from;
  for (auto theirs = bins.begin() + bins_from; theirs != bins.end(); ++theirs) {
    if (theirs->count == 0) continue;
    while (ours != bins_.end() && ours->index < theirs->index) merged.push_back(*ours++);
    const bool known = ours != bins_.end() && ours->index == theirs->index;
    merged.push_back(known ? *ours++ : *theirs);
    if (known) add(merged.back(), *theirs);
  }
  merged.insert(merged.end(), ours, bins_.end());
  bins_ = std::move(merged);
}

void SparseHistogram::add(Bin& bin, const Bin& other) {
  bin.count += other.count;
  if (bin.low == other.low && bin.high == other.high) return;
  bin.low = lowest_of(bin.index);
  bin.high = highest_of(bin.index);
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
