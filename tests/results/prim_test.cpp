// Scenario discovery, against boxes that were planted.
#include "results/decision/prim.hpp"
#include "tests/support/catch.hpp"

#include <boost/math/distributions/binomial.hpp>

#include <cmath>
#include <random>

using namespace valuescale;
using results::Box;
using results::Discovery;

namespace {

struct Planted {
  std::vector<std::vector<double>> values;
  std::vector<bool> failed;
};

/// Uniform assumptions; a world fails with probability `inside` where the first is at least 0.7 and the second at most 0.4, else with `outside`.
Planted planted(std::size_t worlds, std::size_t assumptions, double inside, double outside, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform;
  Planted all{std::vector<std::vector<double>>(assumptions, std::vector<double>(worlds)), std::vector<bool>(worlds)};
  for (std::size_t w = 0; w < worlds; ++w) {
    for (auto& column : all.values) column[w] = uniform(generator);
    const bool is_in = all.values[0][w] >= 0.7 && all.values[1][w] <= 0.4;
    all.failed[w] = uniform(generator) < (is_in ? inside : outside);
  }
  return all;
}

}  // namespace

TEST_CASE("a planted box is found: its two ranges, and no others of ten assumptions") {
  const Planted all = planted(4000, 10, 1, 0, 7);
  const Discovery found = results::discover(all.values, all.failed);
  REQUIRE(found.boxes.size() == 1);
  const Box& box = found.boxes.front();
  REQUIRE(box.ranges.size() == 2);
  CHECK(box.ranges[0].assumption == 0);
  CHECK(box.ranges[1].assumption == 1);
  // The last world peeled off lies within some of the gaps between worlds that choose: 1/240 of the box each.
  CHECK(box.ranges[0].low == Approx(0.7).margin(0.01));
  CHECK(std::isinf(box.ranges[0].high));
  CHECK(std::isinf(box.ranges[1].low));
  CHECK(box.ranges[1].high == Approx(0.4).margin(0.01));
  CHECK(box.coverage.value > 0.95);
  CHECK(box.density.value > 0.95);
  CHECK(box.ranges[0].p < 1e-6);
}

TEST_CASE("coverage and density are those of a box that is no more than likelier to fail") {
  // 12 % of worlds lie in the box and fail with 0.8, others with 0.05: density 0.8, coverage 0.096 / 0.14.
  int density = 0, coverage = 0;
  constexpr int kTimes = 60;
  for (unsigned seed = 1; seed <= kTimes; ++seed) {
    const Planted all = planted(2000, 5, 0.8, 0.05, seed);
    const Discovery found = results::discover(all.values, all.failed);
    REQUIRE(!found.boxes.empty());
    const Box& box = found.boxes.front();
    // What is true of the box that was found, not of the one that was planted.
    double first = 0.7, second = 0.4, low = 0, high = 1;
    for (const results::BoxRange& range : box.ranges) {
      if (range.assumption == 0) first = std::fmax(0, range.low), low = first;
      if (range.assumption == 1) second = std::fmin(1, range.high), high = second;
    }
    double area = (1 - low) * high;
    for (const results::BoxRange& range : box.ranges)
      if (range.assumption > 1) area *= std::fmin(1, range.high) - std::fmax(0, range.low);
    const double shared = (1 - std::fmax(low, 0.7)) * std::fmin(high, 0.4) * area / ((1 - low) * high);
    const double failing = 0.8 * shared + 0.05 * (area - shared);
    density += box.density.lo <= failing / area && failing / area <= box.density.hi;
    coverage += box.coverage.lo <= failing / 0.14 && failing / 0.14 <= box.coverage.hi;
  }
  // Clopper and Pearson promise 95 % at least: 57 of 60, less 4.5 standard errors.
  const double least = 0.95 * kTimes - 4.5 * std::sqrt(0.95 * 0.05 * kTimes);
  CHECK(density >= least);
  CHECK(coverage >= least);
}

TEST_CASE("where failure has nothing to do with assumptions, no range is told") {
  int told = 0;
  constexpr int kTimes = 40;
  for (unsigned seed = 1; seed <= kTimes; ++seed) {
    const Planted all = planted(1000, 5, 0.2, 0.2, seed);
    told += results::discover(all.values, all.failed).boxes.empty() ? 0 : 1;
  }
  // Up to four ranges, each let pass by the worlds kept aside with 5 %: 18.5 % at most.
  CHECK(told <= 0.185 * kTimes + 4.5 * std::sqrt(0.185 * 0.815 * kTimes));
  CHECK(told < kTimes);
}

TEST_CASE("too few failures say nothing, and equal values are not cut in two") {
  Planted all = planted(1000, 3, 0, 0, 3);
  for (std::size_t w = 0; w < 10; ++w) all.failed[w] = true;
  CHECK(results::discover(all.values, all.failed).boxes.empty());
  CHECK(results::discover(all.values, all.failed).failed == 10);
  // An assumption of two values decides.
  for (std::size_t w = 0; w < 1000; ++w) {
    all.values[2][w] = w % 5 < 2 ? 1 : 0;
    all.failed[w] = w % 5 < 2;
  }
  const Discovery found = results::discover(all.values, all.failed);
  REQUIRE(found.boxes.size() == 1);
  REQUIRE(found.boxes.front().ranges.size() == 1);
  CHECK(found.boxes.front().ranges.front().low == 1);
  CHECK(found.boxes.front().density.value == 1);
  CHECK(found.boxes.front().coverage.value == 1);
}

TEST_CASE("an exact interval of a share leaves a fortieth on either side") {
  const results::Interval interval = results::share_interval(7, 40);
  const auto at_least = [](double k, double n, double p) {
    return boost::math::cdf(boost::math::complement(boost::math::binomial_distribution<>(n, p), k - 1));
  };
  CHECK(at_least(7, 40, interval.lo) == Approx(0.025));
  CHECK(1 - at_least(8, 40, interval.hi) == Approx(0.025));
  CHECK(results::share_interval(0, 40).lo == 0);
  CHECK(results::share_interval(40, 40).hi == 1);
}
