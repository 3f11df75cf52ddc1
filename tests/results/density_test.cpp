// Densities over worlds, against laws that are known.
#include "results/answer/density.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace valuescale;
using namespace valuescale::results;

namespace {

std::vector<double> normals(std::size_t count, double mean, double sd, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(mean + sd * sim::normal_quantile((static_cast<double>(engine() >> 11) + 0.5) * 0x1p-53));
  return values;
}

/// Quantiles of the standard normal law at (i − 1/2)/n.
std::vector<double> normal_points(int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(sim::normal_quantile((i + 0.5) / count));
  return values;
}

double density(double x, double variance) { return std::exp(-x * x / 2 / variance) / std::sqrt(2 * M_PI * variance); }
double below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

double area(const std::vector<double>& at, const std::vector<double>& heights) {
  double sum = 0;
  for (std::size_t i = 1; i < at.size(); ++i) sum += (at[i] - at[i - 1]) * (heights[i] + heights[i - 1]) / 2;
  return sum;
}

/// The largest distance, in standard errors, of a curve of so many standard normal values from what kernels expect of a normal law with this standard
/// deviation: it is normal again, with the variances of both; that of the curve follows from the kernel's square.
double largest_distance(const Density& drawn, double count, double sd) {
  const double step = drawn.at[1] - drawn.at[0], h = std::sqrt(std::pow(drawn.bandwidth, 2) + step * step / 12);
  double largest = 0;
  for (std::size_t i = 0; i < drawn.at.size(); ++i) {
    const double x = drawn.at[i], expected = density(x, sd * sd + h * h);
    const double variance = density(x, sd * sd + h * h / 2) / (2 * h * std::sqrt(M_PI)) - expected * expected;
    // Where less than one value is expected within a kernel, what it does is no normal error.
    if (expected * h * count < 5) continue;
    largest = std::max(largest, std::fabs(drawn.heights[i] - expected) / std::sqrt(variance / count));
  }
  return largest;
}

}  // namespace

TEST_CASE("the density of normal worlds is theirs, smoothed by its kernel") {
  constexpr std::size_t kWorlds = 4000;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto drawn = density_of(normals(kWorlds, 0, 1, seed));
    REQUIRE(drawn);
    CHECK(drawn->at.size() == kDensityPoints);
    CHECK(largest_distance(*drawn, kWorlds, 1) < 4.5);
    // Another law would have been noticed.
    CHECK(largest_distance(*drawn, kWorlds, 1.15) > 4.5);
    // The best width for a normal law is (4/3)^(1/5) n^(-1/5); the method finds it within a few in a hundred.
    CHECK(std::fabs(drawn->bandwidth / std::pow(4.0 / 3 / kWorlds, 0.2) - 1) < 0.1);
  }
}

TEST_CASE("the kernel's width is that of Sheather and Jones") {
  // bw.SJ(x - min(x)) of R 4.2.2, whose own answers move by 0.1 % with its number of bins.
  CHECK(bandwidth_of(normal_points(200)) == Approx(0.4040644463).epsilon(0.003));
  std::vector<double> two_humps = normal_points(200);
  for (std::size_t i = 100; i < 200; ++i) two_humps[i] = 3 + 0.2 * two_humps[i];
  CHECK(bandwidth_of(two_humps) == Approx(0.1055670146).epsilon(0.003));
  // By a normal law's rule it would be six times as wide, and the humps be one.
  CHECK(bandwidth_of(two_humps) < 0.2 * 0.6331252864);
  // Whatever the units.
  std::vector<double> scaled = two_humps;
  for (double& value : scaled) value = 1e6 - 300 * value;
  CHECK(bandwidth_of(scaled) == Approx(300 * bandwidth_of(two_humps)).epsilon(0.003));
}

TEST_CASE("a curve ends where its worlds end, with the area 1 and the mean of its values") {
  for (const std::vector<double>& sample :
       {normals(500, 10, 1, 4), normals(500, -40, 300, 5), normals(700, 2, 1e-4, 6), std::vector<double>{1, 2, 4}}) {
    const auto drawn = density_of(sample);
    REQUIRE(drawn);
    CHECK(drawn->at.size() == kDensityPoints);
    CHECK(drawn->at.front() == *std::min_element(sample.begin(), sample.end()));
    CHECK(drawn->at.back() == *std::max_element(sample.begin(), sample.end()));
    CHECK(area(drawn->at, drawn->heights) == Approx(1).epsilon(1e-12));
    std::vector<double> moments;
    for (std::size_t i = 0; i < drawn->at.size(); ++i) moments.push_back(drawn->at[i] * drawn->heights[i]);
    // What is mirrored at an end moves inwards by a part of the kernel.
    const double few = static_cast<double>(sample.size()) < 10 ? drawn->bandwidth : 0;
    CHECK(std::fabs(area(drawn->at, moments) - mean_of(sample)) < (drawn->at[1] - drawn->at[0]) / 2 + few);
  }
  CHECK_FALSE(density_of(std::vector<double>(500, 3.0)));
  CHECK_FALSE(density_of({}));
  CHECK_FALSE(density_of({7}));
  CHECK_FALSE(density_of({1e9, 1e9 * (1 + 1e-14), 1e9}));
  CHECK_FALSE(density_of({0, std::numeric_limits<double>::infinity()}));
}

TEST_CASE("a density that ends abruptly does not fade away before its end") {
  // Evenly spread between 0 and 1: half of the kernels at an end would lie beyond it, were they not mirrored.
  std::vector<double> even;
  for (int i = 0; i < 2000; ++i) even.push_back((i + 0.5) / 2000);
  const auto drawn = density_of(even);
  REQUIRE(drawn);
  for (const double height : drawn->heights) CHECK(height == Approx(1).epsilon(0.02));
}

TEST_CASE("worlds most of which are alike are drawn, too") {
  std::vector<double> lumps(1000, 5.0);
  for (std::size_t i = 0; i < 200; ++i) lumps[i] = static_cast<double>(i % 2);
  const auto drawn = density_of(lumps);
  REQUIRE(drawn);
  CHECK(area(drawn->at, drawn->heights) == Approx(1).epsilon(1e-12));
  CHECK(area_below_zero(drawn->at, drawn->heights) < 0.1);
  CHECK(density_of({1, 2}));
}

TEST_CASE("the area below zero is the probability of being there") {
  constexpr std::size_t kWorlds = 4000;
  const auto distance = [](double mean, double assumed, std::uint64_t seed) {
    const auto drawn = density_of(normals(kWorlds, mean, 2, seed));
    const double p = below(-assumed / std::hypot(2, drawn->bandwidth));
    return std::fabs(area_below_zero(drawn->at, drawn->heights) - p) / std::sqrt(p * (1 - p) / kWorlds);
  };
  for (const double mean : {-3.0, 0.0, 0.7, 2.5}) CHECK(distance(mean, mean, 7) < 4.5);
  CHECK(distance(0.7, 0.9, 7) > 4.5);
  const std::vector<double> at{-3, -1, 1, 3}, heights{0, 0.25, 0.25, 0};
  CHECK(area_below_zero(at, heights) == Approx(0.5));
  CHECK(area_below_zero({1, 2}, {0.5, 0.5}) == 0);
  CHECK(area_below_zero({-2, -1}, {1, 1}) == Approx(1));
}
