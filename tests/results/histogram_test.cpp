// How profit is spread over customers, in bins.
#include "results/answer/make_answer.hpp"
#include "tests/results/answer_tallies.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <random>
#include <vector>

using namespace valuescale;
using results::Estimate;
using results::Histogram;
using test::Life;
using test::TallyBuilder;

namespace {

/// One world, one channel, customers who cost nothing and bring these.
Histogram of(const std::vector<double>& profits) {
  TallyBuilder builder(1);
  builder.channel(0, 0, 1, 1, 0);
  builder.allocate(static_cast<std::int64_t>(profits.size()));
  for (const double profit : profits) {
    Life life;
    life.offer = profit;
    builder.add(0, 0, 0, life);
  }
  return *results::make_answer(builder.finish(), {"ads"}, {"all"}).all.customer.profit_histogram;
}

double sum(const Histogram& histogram) {
  double all = histogram.below.value + histogram.above.value;
  for (const Estimate& share : histogram.shares) all += share.value;
  return all;
}

/// The bin that holds an amount.
std::size_t bin_of(const Histogram& histogram, double amount) {
  for (std::size_t bin = 0; bin < histogram.shares.size(); ++bin)
    if (histogram.edges[bin] <= amount && amount < histogram.edges[bin + 1]) return bin;
  FAIL("no bin holds " << amount);
  return 0;
}

std::vector<double> normal(double mean, double sd, std::size_t count) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> law(mean, sd);
  std::vector<double> values(count);
  for (double& value : values) value = law(random);
  return values;
}

double normal_below(double x, double mean, double sd) { return std::erfc((mean - x) / (sd * std::sqrt(2.0))) / 2; }

/// How many standard errors the bin that is furthest from a normal law is away from it.
double furthest(const Histogram& histogram, double mean, double sd) {
  double most = 0;
  for (std::size_t bin = 0; bin < histogram.shares.size(); ++bin) {
    const double truth = normal_below(histogram.edges[bin + 1], mean, sd) - normal_below(histogram.edges[bin], mean, sd);
    most = std::max(most, std::abs(histogram.shares[bin].value - truth) / histogram.shares[bin].se);
  }
  return most;
}

}  // namespace

TEST_CASE("customers are counted in the bin that holds what they bring, and nothing earned is no loss") {
  std::vector<double> profits;
  for (const auto& [count, profit] : {std::pair{20, -30.0}, {10, 0.0}, {40, 12.5}, {30, 70.0}})
    profits.insert(profits.end(), static_cast<std::size_t>(count), profit);
  const Histogram histogram = of(profits);
  REQUIRE(histogram.edges.size() == histogram.shares.size() + 1);
  CHECK(sum(histogram) == Approx(1));
  for (const auto& [share, profit] : {std::pair{0.2, -30.0}, {0.1, 0.0}, {0.4, 12.5}, {0.3, 70.0}}) {
    const Estimate& estimate = histogram.shares[bin_of(histogram, profit)];
    CHECK(estimate.value == Approx(share));
    CHECK(estimate.se == Approx(std::sqrt(share * (1 - share) / 100)).epsilon(0.01));
  }
  CHECK(histogram.edges[bin_of(histogram, 0)] == 0);
}

TEST_CASE("bins have a round width, and hold all but the ends") {
  for (const auto& [mean, sd] : {std::pair{100.0, 30.0}, {-0.5, 0.02}, {3e6, 1e5}}) {
    const Histogram histogram = of(normal(mean, sd, 100'000));
    CHECK(histogram.shares.size() >= 16);
    CHECK(histogram.shares.size() <= 41);
    const double width = histogram.edges[1] - histogram.edges[0];
    const double digit = width / std::pow(10.0, std::floor(std::log10(width * 1.000001)));
    CHECK((std::abs(digit - 1) < 1e-6 || std::abs(digit - 2) < 1e-6 || std::abs(digit - 5) < 1e-6));
    CHECK(histogram.below.value <= 0.0051);
    CHECK(histogram.above.value <= 0.0051);
    CHECK(sum(histogram) == Approx(1));
  }
}

TEST_CASE("shares of bins are those of the law, within their errors, and of no other") {
  const Histogram histogram = of(normal(40, 25, 200'000));
  CHECK(furthest(histogram, 40, 25) < 4.5);
  CHECK(furthest(histogram, 40.5, 25) > 4.5);
  CHECK(furthest(histogram, 40, 26) > 4.5);
}

TEST_CASE("customers who all bring the same are in one bin") {
  for (const double profit : {0.0, -3.25, 17.0, 0.01, 0.29, 4.35, -0.57}) {
    const Histogram histogram = of(std::vector<double>(50, profit));
    CHECK(histogram.shares[bin_of(histogram, profit)].value == 1);
    CHECK(sum(histogram) == 1);
  }
}
