#include "results/decision/ranking.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "sim/random/special.hpp"
#include "sim/stats/estimates.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace valuescale;
using namespace valuescale::results;

namespace {

class Normals {
 public:
  explicit Normals(std::uint64_t seed) : engine_(seed) {}
  double operator()() {
    const double u = (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53;
    return sim::normal_quantile(u);
  }

 private:
  std::mt19937_64 engine_;
};

double density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * M_PI); }
double below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

}  // namespace

TEST_CASE("who is best among normal worlds, and what it costs to be wrong, is what theory says") {
  constexpr double kMean = 0.4, kSpread = 1.5;
  constexpr std::size_t kWorlds = 40'000;
  Normals normal(1);
  Values values(2);
  for (std::size_t w = 0; w < kWorlds; ++w) {
    const double common = 3 * normal();
    values[0].push_back(common + kMean + kSpread * normal());
    values[1].push_back(common);
  }
  const Ranking ranking = rank(values, true);
  const double z = kMean / kSpread, p = below(z);
  const double regret = kSpread * (density(z) - z * (1 - p));  // E[max(0, −d)], d ~ N(mean, spread²)
  CHECK(std::fabs(ranking.p_best[0].value - p) < 4.5 * ranking.p_best[0].se);
  CHECK(std::fabs(ranking.p_best[1].value - (1 - p)) < 4.5 * ranking.p_best[1].se);
  CHECK(std::fabs(ranking.regret[0].value - regret) < 4.5 * ranking.regret[0].se);
  CHECK(std::fabs(ranking.regret[1].value - (regret + kMean)) < 4.5 * ranking.regret[1].se);
  const Odds of = odds(values[0], values[1], true);
  CHECK(of.p.value == ranking.p_best[0].value);
  CHECK(of.if_wrong * (1 - of.p.value) == Approx(ranking.regret[0].value));
  // A wrong spread would have been found.
  CHECK(std::fabs(ranking.p_best[0].value - below(kMean / (1.25 * kSpread))) > 4.5 * ranking.p_best[0].se);
}

TEST_CASE("equals share their places") {
  const Ranking ranking = rank({{1, 1, 5}, {1, 1, 5}, {0, 2, 5}}, true);
  CHECK(ranking.p_best[0].value == Approx((0.5 + 0 + 1.0 / 3) / 3));
  CHECK(ranking.p_best[1].value == ranking.p_best[0].value);
  CHECK(ranking.p_best[2].value == Approx((0 + 1 + 1.0 / 3) / 3));
  for (const auto& places : ranking.rank) {
    double sum = 0;
    for (const Estimate& place : places) sum += place.value;
    CHECK(sum == Approx(1));
  }
  CHECK(odds({1, 2, 3}, {1, 2, 3}, true).p.value == 0.5);
  CHECK(ranking.regret[0].value == Approx(1.0 / 3));
}

TEST_CASE("where nothing is uncertain, the simulation's own error says how sure it is") {
  Normals normal(2);
  Values slices(2);
  for (int u = 0; u < 64; ++u) {
    slices[0].push_back(normal());
    slices[1].push_back(normal() + 0.1);
  }
  const double d = mean_of(slices[0]) - mean_of(slices[1]);
  std::vector<double> differences;
  for (int u = 0; u < 64; ++u) differences.push_back(slices[0][static_cast<std::size_t>(u)] - slices[1][static_cast<std::size_t>(u)]);
  const double z = d / std::sqrt(variance_of(differences) / 64);
  const Values means = resampled_means(slices);
  // 4,000 samples, whose law is normal but for terms of 1/64.
  CHECK(std::fabs(odds(means[0], means[1], false).p.value - below(z)) < 4.5 * std::sqrt(0.25 / 4000) + 0.01);
  CHECK(std::isnan(odds(means[0], means[1], false).p.se));
  const Values same = resampled_means({slices[0], slices[0]});
  CHECK(odds(same[0], same[1], false).p.value == 0.5);
}

TEST_CASE("a difference between all of two is told by Student's t, between many by more") {
  Normals normal(4);
  Values two(2), ten(10);
  for (int u = 0; u < 200; ++u) {
    for (auto& option : two) option.push_back(normal());
    for (auto& option : ten) option.push_back(normal());
  }
  CHECK(simultaneous_critical(two) == Approx(sim::t_quantile(199, 0.975)));
  // Tukey's studentised range of ten means: q = 4.47 for many degrees of freedom, over the root of two.
  CHECK(std::fabs(simultaneous_critical(ten) - 4.474 / std::sqrt(2.0)) < 0.12);
}

TEST_CASE("what picking the best brings does not hold the luck of having been picked") {
  constexpr int kStudies = 400;
  Normals normal(5);
  double honest = 0, lucky = 0;
  for (int study = 0; study < kStudies; ++study) {
    Values values(10);
    for (int u = 0; u < 64; ++u)
      for (auto& option : values) option.push_back(1 + normal());
    honest += value_of_picking(values) / kStudies;
    double best = 0;
    for (const auto& option : values) best = std::max(best, mean_of(option));
    lucky += best / kStudies;
  }
  const double se = 1 / std::sqrt(64.0 * kStudies);
  CHECK(std::fabs(honest - 1) < 4.5 * se);
  CHECK(lucky - 1 > 4.5 * se);
}

TEST_CASE("dominance is told in its orders") {
  const Dominance in_all = dominance({2, 3, 4}, {1, 3, 2});
  CHECK((in_all.everywhere && in_all.first && in_all.second));
  const Dominance first = dominance({4, 1, 3}, {1, 2, 3});
  CHECK((!first.everywhere && first.first && first.second));
  const Dominance second = dominance({2, 2, 2}, {1, 2, 3});  // the same mean for sure
  CHECK((!second.first && second.second));
  const Dominance none = dominance({0, 9, 9}, {1, 2, 3});
  CHECK((!none.first && !none.second));
}

TEST_CASE("luck is taken out jointly") {
  constexpr std::size_t kWorlds = 4000, kPairs = 400;
  Normals normal(6);
  Values values(3), again(3);
  for (std::size_t w = 0; w < kWorlds; ++w) {
    const double business = 2 * normal(), other = normal(), luck = 3 * normal();
    const double known[] = {business, business + 0.5 * other};
    for (std::size_t o = 0; o < 2; ++o) values[o].push_back(known[o] + luck + 0.2 * normal());
    values[2].push_back(values[1].back());
    if (w >= kPairs) continue;
    const double another = 3 * normal();
    for (std::size_t o = 0; o < 2; ++o) again[o].push_back(known[o] + another + 0.2 * normal());
    again[2].push_back(again[1].back());
  }
  Values means;
  for (const std::vector<double>& option : values) means.emplace_back(kWorlds, mean_of(option));
  const Values without = without_luck(values, again, means, 0);
  std::vector<double> difference, raw;
  for (std::size_t w = 0; w < kWorlds; ++w) {
    difference.push_back(without[1][w] - without[0][w]);
    raw.push_back(values[1][w] - values[0][w]);
  }
  CHECK(variance_of(values[0]) > 12);
  CHECK(std::fabs(variance_of(without[0]) - 4) < 4.5 * std::sqrt(2.0 / kWorlds * 16 + 2.0 / kPairs * 81));
  CHECK(variance_of(raw) > 0.29);
  CHECK(std::fabs(variance_of(difference) - 0.25) < 4.5 * (0.33 * std::sqrt(2.0 / kWorlds) + 0.08 * std::sqrt(2.0 / kPairs)));
  CHECK(mean_of(without[0]) == Approx(mean_of(values[0])));
  for (std::size_t w = 0; w < kWorlds; ++w) CHECK(without[1][w] == Approx(without[2][w]).epsilon(1e-9).margin(1e-9));
}
