// What it is worth to know more, where a formula says it.
#include "results/decision/information.hpp"

#include "results/decision/partial_residuals.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace valuescale;
using results::Estimate;
using results::Output;
using results::Worths;

namespace {

/// Unit normal loss: E max(0, Z − z).
double loss(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * 3.14159265358979323846) - z * std::erfc(z / std::sqrt(2)) / 2; }

void check_near(const results::Measured& found, double known, double more = 0) {
  const Estimate estimate = results::estimate(found);
  INFO(estimate.value << " ± " << estimate.se << ", known: " << known);
  CHECK(std::fabs(estimate.value - known) <= 4.5 * estimate.se + more);
}

struct Sample {
  Worths worths;
  std::vector<std::vector<double>> assumptions;
};

std::vector<Output> nothing(std::size_t worlds) { return std::vector<Output>(worlds, Output{0, 0}); }

/// Standard normals in sixteen Latin hypercubes.
std::vector<double> stratified_normals(std::size_t worlds, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform;
  std::vector<double> normals;
  const std::size_t size = worlds / 16;
  for (std::size_t cube = 0; cube < 16; ++cube) {
    std::vector<std::size_t> strata(size);
    std::iota(strata.begin(), strata.end(), std::size_t{0});
    std::shuffle(strata.begin(), strata.end(), engine);
    for (const std::size_t stratum : strata)
      normals.push_back(sim::normal_quantile((static_cast<double>(stratum) + uniform(engine)) / static_cast<double>(size)));
  }
  return normals;
}

/// Worth 5 + 8 x + √80 y with standard normals x and y, and luck in it; beside doing nothing.
Sample one_arm(std::size_t worlds, unsigned seed, double luck, bool is_stratified = false) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  Sample sample{{{}, nothing(worlds)}, {{}, {}, {}}};
  for (auto& assumption : sample.assumptions)
    if (is_stratified) assumption = stratified_normals(worlds, engine);
  for (std::size_t w = 0; w < worlds; ++w) {
    for (auto& assumption : sample.assumptions)
      if (!is_stratified) assumption.push_back(normal(engine));
    const double worth = 5 + 8 * sample.assumptions[0][w] + std::sqrt(80) * sample.assumptions[1][w];
    sample.worths[0].push_back({worth + luck * normal(engine), worth + luck * normal(engine)});
  }
  return sample;
}

/// a p − c with p of Beta(2, 38), beside doing nothing.
Sample opt_ins(std::size_t worlds, unsigned seed, double luck) {
  std::mt19937_64 engine(seed);
  std::gamma_distribution<double> yes(2), no(38);
  std::normal_distribution<double> normal;
  Sample sample{{{}, nothing(worlds)}, {{}}};
  for (std::size_t w = 0; w < worlds; ++w) {
    const double a = yes(engine), p = a / (a + no(engine)), worth = 88 * p - 2;
    sample.assumptions[0].push_back(p);
    sample.worths[0].push_back({worth + luck * normal(engine), worth + luck * normal(engine)});
  }
  return sample;
}

/// Beta-binomial, by summation over what n leads may say.
double evsi_of_opt_ins(int n) {
  const auto log_beta = [](double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); };
  double value = 0;
  for (int k = 0; k <= n; ++k) {
    const double log_choose = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    const double probability = std::exp(log_choose + log_beta(2 + k, 38 + n - k) - log_beta(2, 38));
    value += probability * std::max(0.0, 88.0 * (2 + k) / (40 + n) - 2);
  }
  return value - 2.4;
}

}  // namespace

TEST_CASE("perfect information on a normal option is worth its unit normal loss, luck or not", "[voi]") {
  const double known = 12 * loss(5.0 / 12);
  check_near(results::evpi(one_arm(20'000, 1, 0).worths), known);
  check_near(results::evpi(one_arm(20'000, 2, 12).worths), known);
  CHECK(results::estimate(results::evpi(one_arm(20'000, 1, 0).worths)).se < 0.05);
  // With the luck of both copies in it, it would be worth more.
  Sample naive = one_arm(20'000, 2, 12);
  for (Output& output : naive.worths[0]) output[1] = output[0];
  CHECK(results::evpi(naive.worths).value > known + 1);
}

TEST_CASE("perfect information on one assumption of a normal option is worth what it alone moves", "[voi]") {
  for (const double luck : {0.0, 20.0}) {
    const Sample sample = one_arm(20'000, 3, luck);
    check_near(results::evppi(results::mean_worths(sample.worths), sample.assumptions[0]), 8 * loss(5.0 / 8));
    check_near(results::evppi(results::mean_worths(sample.worths), sample.assumptions[1]), std::sqrt(80) * loss(5 / std::sqrt(80)));
    CHECK(results::evppi(results::mean_worths(sample.worths), sample.assumptions[2]).value < 0.02);
    CHECK(std::fabs(results::evppi(results::mean_worths(sample.worths), sample.assumptions[0]).value - 12 * loss(5.0 / 12)) > 0.5);
  }
}

TEST_CASE("between two normal options it is their difference that counts", "[voi]") {
  std::mt19937_64 engine(4);
  std::normal_distribution<double> first(10, 2), second(9, 3);
  Worths worths(2);
  for (int w = 0; w < 20'000; ++w) {
    const double a = first(engine), b = second(engine);
    worths[0].push_back({a, a}), worths[1].push_back({b, b});
  }
  CHECK(results::best_option(worths) == 0);
  check_near(results::evpi(worths), std::sqrt(13) * loss(1 / std::sqrt(13)));
  CHECK(results::share_best(worths)[0] == Approx(std::erfc(-1 / std::sqrt(26)) / 2).margin(0.016));
}

TEST_CASE("a test on leads is worth what beta-binomial arithmetic says", "[voi]") {
  const std::vector<std::int64_t> sizes{20, 50, 100, 200, 400, 1000, 10'000};
  for (const double luck : {0.0, 3.0}) {
    const Sample sample = opt_ins(20'000, 5, luck);
    const std::vector<results::Measured> found = results::evsi(results::mean_worths(sample.worths), sample.assumptions[0], sizes);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      INFO(sizes[i] << " leads");
      check_near(found[i], evsi_of_opt_ins(static_cast<int>(sizes[i])), 1e-9);
      if (i > 0) CHECK(found[i].value >= found[i - 1].value);
    }
    CHECK(results::estimate(found[3]).se < 0.01);
    CHECK(std::fabs(found[3].value - evsi_of_opt_ins(150)) > 4.5 * results::estimate(found[3]).se / 4);
    CHECK(found.back().value <= results::evppi(results::mean_worths(sample.worths), sample.assumptions[0]).value + 1e-3);
  }
}

TEST_CASE("one assumption that is all there is to know is worth as much as knowing everything", "[voi]") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Sample sample = opt_ins(1000, seed, 0);
    sample.worths.push_back(std::vector<Output>(1000, Output{1.2, 1.2}));
    CHECK(results::evppi(results::mean_worths(sample.worths), sample.assumptions[0]).value ==
          Approx(results::evpi(sample.worths).value).epsilon(0.05));
  }
}

TEST_CASE("knowing what makes no difference is worth nothing", "[voi]") {
  const std::size_t worlds = 500;
  Worths worths{std::vector<Output>(worlds, Output{3, 3}), nothing(worlds)};
  std::vector<double> assumption;
  for (std::size_t w = 0; w < worlds; ++w) assumption.push_back(0.2 + 0.0001 * static_cast<double>(w));
  CHECK(results::evpi(worths).value == 0);
  CHECK(results::evppi(results::mean_worths(worths), assumption).value == 0);
  CHECK(results::evsi(results::mean_worths(worths), assumption, {100}).front().value == 0);
  CHECK(results::value_interval(results::evpi(worths)).hi == 0);
}

TEST_CASE("of an assumption of few values each has a mean of its own", "[voi]") {
  Worths worths(2);
  std::vector<double> assumption;
  // Worth -1, 0, 1 by turns, whatever order the values stand in: perfect information gains 1/3.
  for (int w = 0; w < 300; ++w) {
    const double worth = w % 3 - 1;
    assumption.push_back(w % 3 == 0 ? 0.5 : w % 3 == 1 ? 0.9 : 0.7);
    worths[0].push_back({worth, worth});
    worths[1].push_back({0, 0});
  }
  CHECK(results::evppi(results::mean_worths(worths), assumption).value == Approx(1.0 / 3));
}

TEST_CASE("intervals of the value of information hold it as often as they say", "[voi]") {
  int held = 0, held_alone = 0;
  constexpr int kRepetitions = 300;
  for (unsigned seed = 1; seed <= kRepetitions; ++seed) {
    const Sample sample = one_arm(1000, 100 + seed, 6);
    const auto holds = [](const results::Measured& found, double known) {
      const results::Interval interval = results::value_interval(found);
      return interval.lo <= known && known <= interval.hi;
    };
    held += holds(results::evpi(sample.worths), 12 * loss(5.0 / 12));
    held += holds(results::evppi(results::mean_worths(sample.worths), sample.assumptions[0]), 8 * loss(5.0 / 8));
    if (seed % 3 != 0) continue;
    const Sample stratified = one_arm(1024, 100 + seed, 6, true);
    const auto alone = results::partial_residuals(stratified.assumptions, {{0}, {1}, {2}}, results::mean_worths(stratified.worths));
    held_alone += holds(results::evppi(alone[0], stratified.assumptions[0]), 8 * loss(5.0 / 8));
  }
  CHECK(held_alone / (kRepetitions / 3.0) > 0.95 - 4.5 * std::sqrt(0.95 * 0.05 / (kRepetitions / 3.0)));
  CHECK(static_cast<double>(held) / (2 * kRepetitions) > 0.95 - 4.5 * std::sqrt(0.95 * 0.05 / kRepetitions));
}

TEST_CASE("what other assumptions do is taken out of worths, and the value of one stays as it is, better known", "[voi]") {
  const Sample sample = one_arm(5000, 7, 2);
  const results::Numbers means = results::mean_worths(sample.worths);
  const std::vector<results::Numbers> alone = results::partial_residuals(sample.assumptions, {{0}, {1}, {2}}, means);
  const results::Measured plain = results::evppi(means, sample.assumptions[0]), clear = results::evppi(alone[0], sample.assumptions[0]);
  check_near(clear, 8 * loss(5.0 / 8));
  CHECK(results::estimate(clear).se < results::estimate(plain).se);
  CHECK(results::evppi(alone[2], sample.assumptions[2]).value < 1e-3);
  // Those that go together keep what they do to each other's numbers.
  const std::vector<results::Numbers> pair = results::partial_residuals(sample.assumptions, {{0, 1}, {2}}, means);
  check_near(results::evppi(pair[0], sample.assumptions[0]), 8 * loss(5.0 / 8));
  double far = 0;
  for (std::size_t w = 0; w < 5000; ++w) far = std::max(far, std::fabs(pair[0][0][w] - means[0][w]));
  CHECK(far < 0.5);
}
