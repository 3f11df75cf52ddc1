// A histogram being filled: bins of histogram.hpp in pages made on first use, since most of the range stays empty.
#pragma once

#include "sim/stats/histogram.hpp"

#include <array>
#include <limits>
#include <memory>

namespace valuescale::sim {

class PagedHistogram {
 public:
  void add(std::int64_t value, std::int64_t times = 1) {
    const int bin = bin_of(value);
    auto& page = pages_[static_cast<std::size_t>(bin >> kSubBinBits)];
    if (!page) page = std::make_unique<Page>();
    Cell& cell = (*page)[static_cast<std::size_t>(bin & ((1 << kSubBinBits) - 1))];
    cell.count += times;
    if (value < cell.low) cell.low = value;
    if (value > cell.high) cell.high = value;
  }
  /// Appends the non-empty bins in order and empties itself.
  void drain(std::vector<Bin>& bins) {
    for (std::size_t p = 0; p < pages_.size(); ++p) {
      if (!pages_[p]) continue;
      for (std::size_t i = 0; i < pages_[p]->size(); ++i) {
        Cell& cell = (*pages_[p])[i];
        if (cell.count == 0) continue;
        bins.push_back({static_cast<std::int32_t>(p << kSubBinBits | i), cell.count, cell.low, cell.high});
        cell = {};
      }
    }
  }

 private:
  struct Cell {
    std::int64_t count = 0, low = std::numeric_limits<std::int64_t>::max(), high = std::numeric_limits<std::int64_t>::min();
  };
  using Page = std::array<Cell, std::size_t{1} << kSubBinBits>;
  std::array<std::unique_ptr<Page>, (kBins >> kSubBinBits) + 1> pages_;
};

}  // namespace valuescale::sim
