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
        bin.low = std::min(bin.low, theirs->low);
        bin.high = std::max(bin.high, theirs->high);
      }
      ++theirs;
      merged.push_back(bin);
    }
  }
  bins_ = std::move(merged);
}

}  // namespace valuescale::sim
