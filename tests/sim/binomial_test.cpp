// Numbers of those who take a chance.
#include "sim/random/binomial.hpp"
#include "sim/random/special.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <vector>

namespace {

using namespace valuescale;

/// P(K ≤ k) by summing probabilities in long double.
std::vector<long double> distribution(int n, long double p) {
  std::vector<long double> cdf;
  long double sum = 0;
  for (int k = 0; k <= n; ++k) {
    sum += std::exp(std::lgamma(n + 1.0L) - std::lgamma(k + 1.0L) - std::lgamma(n - k + 1.0L) + k * std::log(p) + (n - k) * std::log1p(-p));
    cdf.push_back(sum);
  }
  return cdf;
}

TEST_CASE("numbers of takers are those that sums of their probabilities give") {
  for (const int n : {1, 2, 7, 40, 1000})
    for (const double p : {0.001, 0.1, 0.5, 0.93}) {
      const auto cdf = distribution(n, p);
      INFO(n << " " << p);
      for (double u = 0.0005; u < 1; u += 0.001) {
        std::int64_t k = 0;
        while (k < n && cdf[static_cast<std::size_t>(k)] < u) ++k;
        // Where the probability itself is the uniform's, but for rounding, either is right.
        const bool at_edge = std::fabs(static_cast<double>(cdf[static_cast<std::size_t>(k)]) - u) < 1e-12;
        if (!at_edge) REQUIRE(sim::binomial_quantile(n, p, sim::Tail::from_lower(u)) == k);
      }
    }
}

TEST_CASE("nobody takes what is never taken, and everybody what always is") {
  for (const double u : {1e-300, 0.5, 1 - 1e-16}) {
    CHECK(sim::binomial_quantile(1000, 0, sim::Tail::from_lower(u)) == 0);
    CHECK(sim::binomial_quantile(1000, 1, sim::Tail::from_lower(u)) == 1000);
    CHECK(sim::binomial_quantile(0, 0.5, sim::Tail::from_lower(u)) == 0);
  }
  CHECK(sim::binomial_quantile(10, 0.5, {1e-300, 1}) == 0);
  CHECK(sim::binomial_quantile(10, 0.5, {1, 1e-300}) == 10);
}

TEST_CASE("very many have the moments of their law") {
  for (const std::int64_t n : {2'000'000ll, 3'000'000'000ll}) {
    const double p = 0.3, mean = static_cast<double>(n) * p, variance = mean * (1 - p);
    constexpr int kDraws = 2000;
    double sum = 0, squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double k = static_cast<double>(sim::binomial_quantile(n, p, sim::Tail::from_lower((i + 0.5) / kDraws))) - mean;
      sum += k;
      squares += k * k;
    }
    // Midpoints of equal parts of a normal law leave out a little of its variance.
    CHECK(std::fabs(sum / kDraws) < 0.001 * std::sqrt(variance) + 1);
    CHECK(squares / kDraws / variance == Approx(1).epsilon(0.004));
  }
}

}  // namespace
