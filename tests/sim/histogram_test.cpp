#include "sim/stats/paged_histogram.hpp"
#include "tests/support/catch.hpp"

using namespace valuescale::sim;

TEST_CASE("bins are monotone and narrow") {
  CHECK(bin_of(-1) == bin_of(0) - 1);
  for (std::int64_t v = 1; v < std::int64_t{1} << 60; v += 1 + v / 50) {
    REQUIRE(bin_of(v) >= bin_of(v - 1));
    REQUIRE(bin_of(-v) <= bin_of(-v + 1));
    REQUIRE(bin_of(v + v / 60 + 1) > bin_of(v));
    REQUIRE(bin_of(v) < kBins);
    REQUIRE(bin_of(-v - 1) >= 0);
  }
}

TEST_CASE("a histogram that was filled in two parts is the one filled at once") {
  PagedHistogram whole, left, right;
  for (std::int64_t i = 0; i < 5000; ++i) {
    const std::int64_t value = (i * 7919 % 10'007 - 3000) * (i % 13 + 1);
    whole.add(value);
    (i % 3 ? left : right).add(value);
  }
  SparseHistogram expected, merged;
  std::vector<Bin> bins;
  whole.drain(bins);
  expected.merge(bins);
  for (auto* part : {&right, &left}) {
    bins.clear();
    part->drain(bins);
    merged.merge(bins);
  }
  REQUIRE(expected.count() == 5000);
  REQUIRE(merged.bins().size() == expected.bins().size());
  for (std::size_t i = 0; i < merged.bins().size(); ++i) {
    const Bin &a = merged.bins()[i], &b = expected.bins()[i];
    CHECK((a.index == b.index && a.count == b.count && a.low == b.low && a.high == b.high));
  }
  bins.clear();
  whole.drain(bins);
  CHECK(bins.empty());
}

TEST_CASE("a bin tells one value from several, however wide it is") {
  const auto only_bin = [](std::int64_t first, std::int64_t second) {
    PagedHistogram histogram;
    histogram.add(first, 3);
    histogram.add(second);
    histogram.add(first);
    std::vector<Bin> bins;
    histogram.drain(bins);
    REQUIRE(bins.size() == 1);
    REQUIRE(bins[0].count == 5);
    return bins[0];
  };
  for (int octave = 0; octave < 62; ++octave)
    for (const std::int64_t sign : {1, -1}) {
      const std::int64_t value = sign * ((std::int64_t{1} << octave) + (std::int64_t{1} << octave) / 5);
      const int bin = bin_of(value);
      const Bin alone = only_bin(value, value);
      CHECK((alone.index == bin && alone.low == value && alone.high == value));
      for (int apart = 0; apart < 55; ++apart) {
        const std::int64_t other = value + (std::int64_t{1} << apart);
        if (bin_of(other) != bin) break;
        const Bin both = only_bin(value, other);
        CHECK((both.index == bin && both.low == lowest_of(bin) && both.high == highest_of(bin)));
      }
    }
}
