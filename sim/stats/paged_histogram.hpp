// A histogram being filled: bins of histogram.hpp in pages made on first use, since most of the range stays empty.
#pragma once

#include "sim/stats/histogram.hpp"

#include <array>
#include <memory>

namespace valuescale::sim {

class PagedHistogram {
 public:
  /// Most values that may be added before they are drained.
  static constexpr std::int64_t kMost = std::int64_t{1} << 30;

  void add(std::int64_t value, std::int64_t times = 1) { add(bin_of(value), value, times); }
  /// `bin` is the value's.
  void add(int bin, std::int64_t value, std::int64_t times) {
    auto& page = pages_[static_cast<std::size_t>(bin >> kSubBinBits)];
    if (!page) page = std::make_unique<Page>();
    const auto place = static_cast<std::size_t>(bin & ((1 << kSubBinBits) - 1));
    const std::uint32_t before = page->count[place];
    std::int64_t& known = page->value[place];
    const bool differs = before != 0 && known != value;
    known = before == 0 ? value : known;
    page->count[place] = (before + static_cast<std::uint32_t>(times)) | (differs ? kMixed : 0);
  }
  /// Appends the non-empty bins in order and empties itself.
  void drain(std::vector<Bin>& bins) {
    for (std::size_t p = 0; p < pages_.size(); ++p) {
      if (!pages_[p]) continue;
      for (std::size_t i = 0; i < pages_[p]->count.size(); ++i) {
        const std::uint32_t count = pages_[p]->count[i];
        if (count == 0) continue;
        const auto index = static_cast<std::int32_t>(p << kSubBinBits | i);
        if (count < kMixed)
          bins.push_back({index, count, pages_[p]->value[i], pages_[p]->value[i]});
        else
          bins.push_back({index, count - kMixed, lowest_of(index), highest_of(index)});
        pages_[p]->count[i] = 0;
      }
    }
  }

 private:
  static constexpr std::uint32_t kMixed = 0x80000000;  ///< added to the count of a bin that saw different values
  struct Page {
    std::array<std::uint32_t, std::size_t{1} << kSubBinBits> count{};
    std::array<std::int64_t, std::size_t{1} << kSubBinBits> value;
  };
  std::array<std::unique_ptr<Page>, (kBins >> kSubBinBits) + 1> pages_;
};

}  // namespace valuescale::sim
