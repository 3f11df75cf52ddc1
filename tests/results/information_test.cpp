// What it is worth to know more, where a formula says it.
#include "results/decision/information.hpp"

#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace valuescale;
using results::Estimate;
using results::ExpectedGiven;
using results::InformationValue;
using results::Output;
using results::Worths;

namespace {

/// Unit normal loss: E max(0, Z − z).
double loss(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * 3.14159265358979323846) - z * std::erfc(z / std::sqrt(2)) / 2; }

bool is_near(const InformationValue& found, double known) {
  return std::fabs(found.estimate.value - known) <= 4.5 * found.estimate.se + 1e-9;
}

void check_near(const InformationValue& found, double known) {
  INFO(found.estimate.value << " ± " << found.estimate.se << ", known: " << known);
  CHECK(is_near(found, known));
}

bool holds(const InformationValue& found, double known) { return found.interval.lo <= known && known <= found.interval.hi; }

struct Sample {
  Worths worths;
  std::vector<std::vector<double>> assumptions;
};

const std::vector<std::vector<std::size_t>> kApart{{0}, {1}, {2}};  ///< none of three goes together with another

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

/// What it is worth to know everything.
InformationValue everything(const Sample& sample) {
  std::vector<std::vector<std::size_t>> apart;
  for (std::size_t i = 0; i < sample.assumptions.size(); ++i) apart.push_back({i});
  return results::evpi(sample.worths, results::curves_of(sample.worths, sample.assumptions, apart));
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
  for (const double luck : {0.0, 12.0}) {
    const InformationValue found = everything(one_arm(20'000, 1, luck));
    check_near(found, known);
    CHECK(found.estimate.se < (luck > 0 ? 0.15 : 0.05));
    CHECK_FALSE(is_near(found, 13.5 * loss(5.0 / 13.5)));
  }
  // With the luck of both copies in it, it would be worth more.
  Sample naive = one_arm(20'000, 2, 12);
  for (Output& output : naive.worths[0]) output[1] = output[0];
  CHECK(everything(naive).estimate.value > known + 1);
}

TEST_CASE("perfect information on one assumption of a normal option is worth what it alone moves", "[voi]") {
  for (const double luck : {0.0, 20.0}) {
    const Sample sample = one_arm(20'000, 3, luck);
    const ExpectedGiven curves = results::curves_of(sample.worths, sample.assumptions, kApart);
    check_near(results::evppi(curves, 0), 8 * loss(5.0 / 8));
    check_near(results::evppi(curves, 1), std::sqrt(80) * loss(5 / std::sqrt(80)));
    CHECK(results::evppi(curves, 2).estimate.value < 0.001);
    CHECK_FALSE(is_near(results::evppi(curves, 0), 9 * loss(5.0 / 9)));
    CHECK_FALSE(is_near(results::evppi(curves, 1), 8 * loss(5.0 / 8)));
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
  const ExpectedGiven curves = results::curves_of(worths, {}, {});
  CHECK(results::best_option(worths) == 0);
  check_near(results::evpi(worths, curves), std::sqrt(13) * loss(1 / std::sqrt(13)));
  CHECK_FALSE(is_near(results::evpi(worths, curves), 3 * loss(1.0 / 3)));  // as if only the second were not known
  CHECK(results::share_best(worths, curves)[0] == Approx(std::erfc(-1 / std::sqrt(26)) / 2).margin(4.5 * std::sqrt(0.25 / 20'000)));
}

TEST_CASE("an assumption tells of those that it goes together with, as two normals do", "[voi]") {
  // Worth 3 + 4 x + 6 y + 5 z, x and y correlated by r: given x it is 3 + (4 + 6 r) x.
  for (const double r : {-0.5, 0.6}) {
    std::mt19937_64 engine(8);
    std::normal_distribution<double> normal;
    Sample sample{{{}, nothing(8000)}, {{}, {}, {}}};
    for (int w = 0; w < 8000; ++w) {
      const double x = normal(engine), y = r * x + std::sqrt(1 - r * r) * normal(engine), z = normal(engine);
      const double worth = 3 + 4 * x + 6 * y + 5 * z;
      sample.worths[0].push_back({worth + 4 * normal(engine), worth + 4 * normal(engine)});
      sample.assumptions[0].push_back(x), sample.assumptions[1].push_back(y), sample.assumptions[2].push_back(z);
    }
    const ExpectedGiven curves = results::curves_of(sample.worths, sample.assumptions, {{0, 1}, {2}});
    const double of_x = std::fabs(4 + 6 * r), of_y = 6 + 4 * r;
    check_near(results::evppi(curves, 0), of_x * loss(3 / of_x));
    check_near(results::evppi(curves, 1), of_y * loss(3 / of_y));
    check_near(results::evppi(curves, 2), 5 * loss(3.0 / 5));
    // Taken for independent, one would be told without the other.
    const ExpectedGiven apart = results::curves_of(sample.worths, sample.assumptions, kApart);
    CHECK_FALSE(is_near(results::evppi(apart, 0), of_x * loss(3 / of_x)));
    check_near(results::evppi(apart, 0), 4 * loss(3.0 / 4));
  }
}

TEST_CASE("a test on leads is worth what beta-binomial arithmetic says", "[voi]") {
  const std::vector<std::int64_t> sizes{20, 50, 100, 200, 400, 1000, 10'000};
  for (const double luck : {0.0, 3.0}) {
    const Sample sample = opt_ins(20'000, 5, luck);
    const ExpectedGiven curves = results::curves_of(sample.worths, sample.assumptions, {{0}});
    const std::vector<InformationValue> found = results::evsi(curves, 0, sample.assumptions[0], sizes);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      INFO(sizes[i] << " leads");
      check_near(found[i], evsi_of_opt_ins(static_cast<int>(sizes[i])));
      if (i > 0) CHECK(found[i].estimate.value >= found[i - 1].estimate.value);
    }
    CHECK(found[3].estimate.se < 0.01);
    CHECK_FALSE(is_near(found[1], evsi_of_opt_ins(150)));
    CHECK_FALSE(is_near(found[3], evsi_of_opt_ins(50)));
    CHECK(found.back().estimate.value <= results::evppi(curves, 0).estimate.value + 1e-3);
  }
}

TEST_CASE("one assumption that is all there is to know is worth as much as knowing everything", "[voi]") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Sample sample = opt_ins(1000, seed, 0);
    sample.worths.push_back(std::vector<Output>(1000, Output{1.2, 1.2}));
    CHECK(results::evppi(results::curves_of(sample.worths, sample.assumptions, {{0}}), 0).estimate.value ==
          Approx(everything(sample).estimate.value).epsilon(0.05));
  }
}

TEST_CASE("knowing what makes no difference is worth nothing", "[voi]") {
  const std::size_t worlds = 500;
  const Worths worths{std::vector<Output>(worlds, Output{3, 3}), nothing(worlds)};
  std::vector<double> assumption;
  for (std::size_t w = 0; w < worlds; ++w) assumption.push_back(0.2 + 0.0001 * static_cast<double>(w));
  const ExpectedGiven curves = results::curves_of(worths, {assumption}, {{0}});
  CHECK(results::evpi(worths, curves).estimate.value == 0);
  CHECK(results::evpi(worths, curves).interval.hi == 0);
  CHECK(results::evppi(curves, 0).estimate.value == 0);
  CHECK(results::evsi(curves, 0, assumption, {100}).front().estimate.value == 0);
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
  CHECK(results::evppi(results::curves_of(worths, {assumption}, {{0}}), 0).estimate.value == Approx(1.0 / 3));
}

TEST_CASE("intervals of the value of information hold it as often as they say", "[voi]") {
  constexpr int kRepetitions = 400;
  int all = 0, one = 0, alone = 0, half = 0;
  for (unsigned seed = 1; seed <= kRepetitions; ++seed) {
    const Sample sample = one_arm(1024, 100 + seed, 6, true);
    const InformationValue known = results::evppi(results::curves_of(sample.worths, sample.assumptions, kApart), 0);
    all += holds(everything(sample), 12 * loss(5.0 / 12));
    one += holds(known, 8 * loss(5.0 / 8));
    alone += holds(results::evppi(results::curves_of(sample.worths, {sample.assumptions[0]}, {{0}}), 0), 8 * loss(5.0 / 8));
    half += std::fabs(known.estimate.value - 8 * loss(5.0 / 8)) < (known.interval.hi - known.estimate.value) / 2;
  }
  const double off = 4.5 * std::sqrt(0.95 * 0.05 * kRepetitions);
  INFO(all << ", " << one << ", " << alone << " of " << kRepetitions);
  for (const int held : {all, one, alone}) CHECK(std::fabs(held - 0.95 * kRepetitions) < off);
  CHECK(half < 0.95 * kRepetitions - off);
}

TEST_CASE("where it is a toss-up what to do, intervals neither deny a small value nor claim one", "[voi]") {
  constexpr int kRepetitions = 200;
  int small = 0, none = 0, told_nothing = 0;
  for (unsigned seed = 1; seed <= kRepetitions; ++seed) {
    Sample sample = one_arm(1024, 700 + seed, 6, true);
    for (std::size_t w = 0; w < sample.worths[0].size(); ++w)
      for (double& worth : sample.worths[0][w]) worth += 0.4 * sample.assumptions[2][w] - 5;
    sample.assumptions.push_back(one_arm(1024, 9000 + seed, 0, true).assumptions[0]);  // of another business
    const ExpectedGiven curves = results::curves_of(sample.worths, sample.assumptions, {{0}, {1}, {2}, {3}});
    small += holds(results::evppi(curves, 2), 0.4 * loss(0));
    none += holds(results::evppi(curves, 3), 0);
    told_nothing += results::evppi(curves, 3).estimate.value == 0;
  }
  const double least = 0.95 * kRepetitions - 4.5 * std::sqrt(0.95 * 0.05 * kRepetitions);
  CHECK(small > least);
  CHECK(none > least);
  CHECK(told_nothing > kRepetitions / 4);
}

TEST_CASE("what other assumptions do is taken out of worths, and the value of one stays as it is, better known", "[voi]") {
  const Sample sample = one_arm(4800, 7, 2, true);
  const InformationValue plain = results::evppi(results::curves_of(sample.worths, {sample.assumptions[0]}, {{0}}), 0);
  const InformationValue clear = results::evppi(results::curves_of(sample.worths, sample.assumptions, kApart), 0);
  check_near(plain, 8 * loss(5.0 / 8));
  check_near(clear, 8 * loss(5.0 / 8));
  CHECK(clear.estimate.se < plain.estimate.se / 2);
}

TEST_CASE("of more assumptions than worlds can tell apart, each is told alone", "[voi]") {
  Sample sample = one_arm(320, 9, 1);
  std::mt19937_64 engine(10);
  std::normal_distribution<double> normal;
  std::vector<std::vector<std::size_t>> apart = kApart;
  while (sample.assumptions.size() < 100) {
    apart.push_back({sample.assumptions.size()});
    sample.assumptions.emplace_back();
    for (int w = 0; w < 320; ++w) sample.assumptions.back().push_back(normal(engine));
  }
  const ExpectedGiven curves = results::curves_of(sample.worths, sample.assumptions, apart);
  check_near(results::evppi(curves, 0), 8 * loss(5.0 / 8));
  CHECK(results::evppi(curves, 99).estimate.value < 0.1);
}
