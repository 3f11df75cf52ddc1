#include "sim/stats/empirical.hpp"
#include "sim/stats/estimates.hpp"
#include "sim/stats/masses.hpp"
#include "sim/stats/paged_histogram.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace valuescale::sim;

namespace {

SparseHistogram histogram_of(const std::vector<std::int64_t>& values) {
  PagedHistogram filled;
  for (const std::int64_t value : values) filled.add(value);
  std::vector<Bin> bins;
  filled.drain(bins);
  SparseHistogram histogram;
  histogram.merge(bins);
  return histogram;
}

}  // namespace

TEST_CASE("bins are in the order of their values and no wider than a 64th") {
  std::mt19937_64 words(1);
  std::vector<std::int64_t> values{0, 1, -1, 63, 64, 127, 128, 129, -128, -129, std::int64_t{1} << 61, -(std::int64_t{1} << 61)};
  for (int i = 0; i < 20'000; ++i) values.push_back(static_cast<std::int64_t>(words()) >> (1 + words() % 62));
  std::sort(values.begin(), values.end());
  for (std::size_t i = 1; i < values.size(); ++i) {
    REQUIRE(bin_of(values[i - 1]) <= bin_of(values[i]));
    if (bin_of(values[i - 1]) == bin_of(values[i])) {
      REQUIRE(static_cast<double>(values[i] - values[i - 1]) <= std::fabs(static_cast<double>(values[i])) / 64 + 1);
    }
    REQUIRE(bin_of(values[i]) >= 0);
    REQUIRE(bin_of(values[i]) < kBins);
  }
}

TEST_CASE("a bin that saw one value knows it, and one that saw several knows its ends") {
  for (std::int64_t v = 1; v < std::int64_t{1} << 52; v += 1 + v / 37)
    for (const std::int64_t value : {v, -v}) {
      const int bin = bin_of(value);
      REQUIRE(lowest_of(bin) <= value);
      REQUIRE(highest_of(bin) >= value);
      REQUIRE(bin_of(lowest_of(bin)) == bin);
      REQUIRE(bin_of(highest_of(bin)) == bin);
      REQUIRE(bin_of(lowest_of(bin) - 1) == bin - 1);
      REQUIRE(bin_of(highest_of(bin) + 1) == bin + 1);
    }
  const auto atoms = histogram_of({700, 700, 700, 701, -3});
  REQUIRE(atoms.bins().size() == 2);
  CHECK((atoms.bins()[0].low == -3 && atoms.bins()[0].high == -3));
  CHECK((atoms.bins()[1].low == lowest_of(bin_of(700)) && atoms.bins()[1].high == highest_of(bin_of(700))));
  const auto atom = histogram_of({700, 700, 700});
  CHECK((atom.bins()[0].low == 700 && atom.bins()[0].high == 700 && atom.bins()[0].count == 3));
}

TEST_CASE("counts without ends add up in any order") {
  const auto bins = [](std::vector<std::int64_t> values) { return histogram_of(values).bins(); };
  BinCounts one, other;
  one.merge(bins({5, 100, 100'000}));
  one.merge(bins({-7, 100, 1'000'000}));
  other.merge(bins({-7, 100, 1'000'000}));
  other.merge(bins({5, 100, 100'000}));
  CHECK(one == other);
  std::vector<std::pair<int, std::int64_t>> seen;
  one.for_each([&](std::int32_t index, std::int64_t count) { seen.emplace_back(index, count); });
  CHECK(seen == std::vector<std::pair<int, std::int64_t>>{
                    {bin_of(-7), 1}, {bin_of(5), 1}, {bin_of(100), 2}, {bin_of(100'000), 1}, {bin_of(1'000'000), 1}});
}

TEST_CASE("merging histograms in any order gives the histogram of all values") {
  std::mt19937_64 words(2);
  std::vector<std::int64_t> a, b, c, all;
  for (auto* part : {&a, &b, &c}) {
    for (int i = 0; i < 500; ++i) part->push_back(static_cast<std::int64_t>(words() % 20'000) - 9'000);
    all.insert(all.end(), part->begin(), part->end());
  }
  const auto whole = histogram_of(all);
  SparseHistogram left = histogram_of(a), right = histogram_of(c);
  left.merge(histogram_of(b));
  left.merge(histogram_of(c));
  right.merge(histogram_of(b));
  right.merge(histogram_of(a));
  for (const auto* merged : {&left, &right}) {
    REQUIRE(merged->count() == 1500);
    REQUIRE(merged->bins().size() == whole.bins().size());
    for (std::size_t i = 0; i < whole.bins().size(); ++i) {
      REQUIRE(merged->bins()[i].index == whole.bins()[i].index);
      REQUIRE(merged->bins()[i].count == whole.bins()[i].count);
      REQUIRE(merged->bins()[i].low == whole.bins()[i].low);
      REQUIRE(merged->bins()[i].high == whole.bins()[i].high);
    }
  }
  left.merge(left);
  REQUIRE(left.count() == 3000);
}

TEST_CASE("squared deviations lose nothing where the mean dwarfs the spread") {
  // 1e12 + {0, 1, 2}: the textbook formula in doubles gives 0 or worse.
  Int128 sum = 0, square = 0;
  for (std::int64_t x : {1'000'000'000'000, 1'000'000'000'001, 1'000'000'000'002}) sum += x, square += static_cast<Int128>(x) * x;
  REQUIRE(squared_deviations(3, sum, square) == Approx(2.0).epsilon(1e-15));
  REQUIRE(variance(3, sum, square) == Approx(1.0).epsilon(1e-15));
  // Negative means too; equal values are exactly without spread.
  REQUIRE(squared_deviations(4, -40, 400) == 0);
  REQUIRE(squared_deviations(2, -7, 25) == Approx(0.5));  // −3, −4
  REQUIRE(std::isnan(variance(1, 5, 25)));
}

TEST_CASE("critical values are the tables'") {
  REQUIRE(normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-14));
  REQUIRE(t_quantile(1, 0.975) == Approx(12.706204736).epsilon(1e-9));
  REQUIRE(t_quantile(63, 0.975) == Approx(1.998340543).epsilon(1e-9));
}

TEST_CASE("a proportion of nothing is not certain") {
  REQUIRE(proportion_error(25, 100) == Approx(std::sqrt(0.25 * 0.75 / 100)));
  REQUIRE(1.96 * proportion_error(0, 1000) == Approx(0.003));
  REQUIRE(proportion_error(1000, 1000) == proportion_error(0, 1000));
  REQUIRE(1.96 * proportion_error(0, 1) == Approx(1));
}

TEST_CASE("ranks of order statistics are those of published tables") {
  // Conover, Practical Nonparametric Statistics: median, n = 10: ranks 2 and 9 (97.9 %); n = 100: 40 and 61.
  REQUIRE(order_statistic_ranks(0.5, 10).lower == 2);
  REQUIRE(order_statistic_ranks(0.5, 10).upper == 9);
  REQUIRE(order_statistic_ranks(0.5, 100).lower == 40);
  REQUIRE(order_statistic_ranks(0.5, 100).upper == 61);
  // Too few draws for a bound: 5 % needs .95^n ≤ 2.5 %, n ≥ 72.
  REQUIRE(order_statistic_ranks(0.05, 71).lower == 0);
  REQUIRE(order_statistic_ranks(0.05, 72).lower == 1);
  REQUIRE(order_statistic_ranks(0.95, 71).upper == 72);
  REQUIRE(order_statistic_ranks(0.95, 72).upper == 72);
}

TEST_CASE("the ranks' interval holds the quantile with 95 % at least, exactly") {
  for (const int n : {20, 72, 333}) {
    for (const double level : {0.05, 0.25, 0.5, 0.9}) {
      const Ranks ranks = order_statistic_ranks(level, n);
      double inside = 0;  // P(lower ≤ number of draws below the quantile < upper)
      for (std::int64_t k = ranks.lower; k < ranks.upper; ++k) {
        inside += std::exp(std::lgamma(n + 1.0) - std::lgamma(static_cast<double>(k) + 1) - std::lgamma(static_cast<double>(n - k) + 1) +
                           static_cast<double>(k) * std::log(level) + static_cast<double>(n - k) * std::log1p(-level));
      }
      REQUIRE(inside >= 0.95 - 1e-12);
    }
  }
}

TEST_CASE("Fieller's interval is the set of ratios that cannot be rejected") {
  const double a = 60, b = 20, va = 9, vb = 4, cov = 2, t = 1.96;
  const Bounds bounds = fieller(a, b, va, vb, cov, t);
  for (const double ratio : {bounds.lo, bounds.hi}) {
    REQUIRE((a - ratio * b) * (a - ratio * b) == Approx(t * t * (va - 2 * ratio * cov + ratio * ratio * vb)));
  }
  REQUIRE(bounds.lo < 3);
  REQUIRE(bounds.hi > 3);
  SECTION("a denominator without error gives the plain interval") {
    const Bounds plain = fieller(60, 20, 9, 0, 0, 1.96);
    REQUIRE(plain.lo == Approx(3 - 1.96 * 3 / 20));
    REQUIRE(plain.hi == Approx(3 + 1.96 * 3 / 20));
  }
  SECTION("a denominator that may be 0 gives none") {
    REQUIRE(std::isnan(fieller(60, 3, 9, 4, 0, 1.96).lo));
    REQUIRE(std::isnan(fieller(60, 3, 9, 4, 0, 1.96).hi));
  }
}

TEST_CASE("the interval of a skewed mean is the plain one set upright") {
  const double mean = 60, se = 3, n = 25, t = 2;
  SECTION("without skewness it is the plain one") {
    REQUIRE(skewed_mean(mean, se, 0, n, t).lo == Approx(54));
    REQUIRE(skewed_mean(mean, se, 0, n, t).hi == Approx(66));
    REQUIRE(skewed_mean(mean, se, 1e-9, n, t).hi == Approx(66));
  }
  SECTION("its ends are where Hall's cubic of (mean − true mean)/se is t") {
    const double skewness = 2, lean = skewness / std::sqrt(n);
    const auto upright = [&](double x) { return x + lean / 3 * x * x + lean * lean / 27 * x * x * x + lean / 6; };
    const Bounds bounds = skewed_mean(mean, se, skewness, n, t);
    REQUIRE(upright((mean - bounds.lo) / se) == Approx(t));
    REQUIRE(upright((mean - bounds.hi) / se) == Approx(-t));
    REQUIRE(bounds.hi - mean > mean - bounds.lo);
  }
  SECTION("what leans to the other side has the mirrored interval") {
    const Bounds right = skewed_mean(mean, se, 2, n, t), left = skewed_mean(-mean, se, -2, n, t);
    REQUIRE(left.lo == Approx(-right.hi));
    REQUIRE(left.hi == Approx(-right.lo));
  }
}

TEST_CASE("quantiles of atoms are exact and lower") {
  const Masses atoms({{5, 5, 1}, {-40, -40, 2}, {5, 5, 1}});
  REQUIRE(atoms.total() == 4);
  REQUIRE(atoms.quantile(0.5) == -40);
  REQUIRE(atoms.quantile(0.500001) == 5);
  REQUIRE(atoms.quantile(1) == 5);
  REQUIRE(atoms.cdf(-40) == 0.5);
  REQUIRE(atoms.cdf_below(-40) == 0);
  REQUIRE(atoms.cdf_below(5) == 0.5);
  REQUIRE(atoms.cdf(4.9) == 0.5);
}

TEST_CASE("bins leave a quantile between bounds that hold what is true") {
  std::mt19937_64 words(3);
  std::vector<std::int64_t> values;
  for (int i = 0; i < 5000; ++i)
    values.push_back(static_cast<std::int64_t>(1e6 * std::exp(std::normal_distribution<>(0, 1)(words))) - 1'500'000);
  for (int i = 0; i < 700; ++i) values.push_back(-300'000);
  std::vector<Mass> bins;
  const auto histogram = histogram_of(values);
  for (const Bin& bin : histogram.bins())
    bins.push_back({static_cast<double>(bin.low), static_cast<double>(bin.high), static_cast<double>(bin.count)});
  // A foreign atom inside a bin stays an atom.
  bins.push_back({123'456, 123'456, 2000});
  for (int i = 0; i < 2000; ++i) values.push_back(123'456);
  std::sort(values.begin(), values.end());
  const Masses masses(bins);
  for (int i = 1; i < 200; ++i) {
    const double level = i / 200.0;
    const double truth =
        static_cast<double>(values[static_cast<std::size_t>(std::ceil(level * static_cast<double>(values.size()) - 1e-9)) - 1]);
    REQUIRE(masses.lowest_quantile(level) <= truth);
    REQUIRE(masses.highest_quantile(level) >= truth);
    REQUIRE(masses.quantile(level) >= masses.lowest_quantile(level));
    REQUIRE(masses.quantile(level) <= masses.highest_quantile(level));
    REQUIRE(masses.cdf(masses.quantile(level)) >= level - 1e-9);
  }
  REQUIRE(masses.cdf(1e9) == Approx(1));
  REQUIRE(masses.cdf(-1e9) == 0);
  REQUIRE(masses.cdf(123'456) - masses.cdf_below(123'456) == Approx(2000.0 / 7700).epsilon(0.02));
}

TEST_CASE("never is a value like any other") {
  const double never = std::numeric_limits<double>::infinity();
  const Masses steps({{never, never, 1}, {3, 3, 2}, {7, 7, 1}});
  REQUIRE(steps.quantile(0.5) == 3);
  REQUIRE(steps.quantile(0.75) == 7);
  REQUIRE(std::isinf(steps.quantile(0.76)));
  REQUIRE(steps.cdf(1000) == 0.75);
  REQUIRE(std::isnan(Masses({}).quantile(0.5)));
}

TEST_CASE("a quantile of plain values is the smallest with that share at or below it") {
  std::vector<double> values{5, 1, 4, 2, 3};
  CHECK(empirical_quantile(values, 0.2) == 1);
  CHECK(empirical_quantile(values, 0.21) == 2);
  CHECK(empirical_quantile(values, 0.5) == 3);
  CHECK(empirical_quantile(values, 1) == 5);
  CHECK(empirical_quantile(values, 1e-9) == 1);
  std::vector<double> many(1000);
  std::generate(many.begin(), many.end(), [n = 0.0]() mutable { return ++n; });
  for (int percent = 1; percent <= 100; ++percent) CHECK(empirical_quantile(many, percent / 100.0) == 10 * percent);
}
