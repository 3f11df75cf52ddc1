// Worlds whose draws are moved, and how much each of them counts.
#include "models/lifetime/tilt.hpp"
#include "models/lifetime/assumptions.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace valuescale;
using namespace valuescale::models;
using tests::written;

namespace {

const std::string kCost = "channel.ads.cost_per_customer", kPrice = "offer.first.price", kUnitCost = "offer.first.unit_cost";
/// Of each kind of assumption one; and a shock.
const Scenario& scenario() {
  static const Scenario one = written(R"TOML(
title = "t"
lifetime = 1
[channel.ads]
cost_per_customer = "normal(10, 1)"
[offer.first]
price = "lognormal(mean = 20, sd = 5)"
unit_cost = [1, 2, 3, 4]
[step.more]
after = "first"
price = { same_as = "offer.first.price" }
[[correlation]]
between = ["channel.ads.cost_per_customer", "offer.first.price"]
rank = 0.6
[plan]
months = 2
customers.ads = 1
[shock.storm]
probability = 0.25
duration = "1 month"
multiply.volume = 0.5
)TOML");
  return one;
}

constexpr std::size_t kWorlds = 20'000;

double mean_of(const std::vector<double>& values, const std::vector<double>& weights) {
  double sum = 0;
  for (std::size_t w = 0; w < values.size(); ++w) sum += values[w] * weights[w];
  return sum / static_cast<double>(values.size());
}

/// How many standard errors a weighted mean is from what it should be.
double errors_off(const std::vector<double>& values, const std::vector<double>& weights, double exact) {
  const double mean = mean_of(values, weights);
  double squares = 0;
  for (std::size_t w = 0; w < values.size(); ++w) squares += (values[w] * weights[w] - mean) * (values[w] * weights[w] - mean);
  return std::fabs(mean - exact) / (std::sqrt(squares) / static_cast<double>(values.size()));
}

std::vector<double> column(const Assumptions& assumptions, const std::string& path) {
  for (const DrawnAssumption& one : assumptions.columns())
    if (one.path == path) return one.values;
  return {};
}

TEST_CASE("what worlds draw has scores: not what follows, shocks included") {
  std::vector<std::string> names;
  for (const Scores& one : scores_of(scenario(), 1, 10, Sampling::independent)) names.push_back(one.name);
  CHECK(names == std::vector<std::string>{kCost, kPrice, kUnitCost, "shock/storm"});
}

TEST_CASE("a tenth of tilted worlds is drawn as ever, the others are moved") {
  const Tilt tilt({{kCost, 1.5}, {kUnitCost, -1}}, kWorlds);
  REQUIRE(tilt.drawn_as_ever() == kWorlds / 10);
  const Assumptions plain(scenario(), 3, kWorlds), tilted(scenario(), 3, kWorlds, Sampling::independent, tilt);
  const std::vector<double> before = column(plain, kCost), after = column(tilted, kCost);
  for (std::size_t world = 0; world < kWorlds; world += 1999) {
    INFO(world);
    // Of a normal law of sd 1 the score is the value.
    CHECK(after[world] - before[world] == Approx(world < kWorlds / 10 ? 0 : 1.5).margin(1e-9));
  }
  // The first in the order of names keeps its own normal, and moves who goes with it.
  CHECK(column(tilted, kPrice)[kWorlds - 1] > column(plain, kPrice)[kWorlds - 1]);
  CHECK(column(tilted, kPrice)[0] == column(plain, kPrice)[0]);
}

TEST_CASE("weights make up for the moves, whatever law stands behind a score") {
  const Tilt tilt({{kCost, 0.9}, {kUnitCost, -0.7}, {"shock/storm", -0.5}}, kWorlds);
  const Assumptions tilted(scenario(), 5, kWorlds, Sampling::independent, tilt);
  const std::vector<Scores> scores = tilt.moved(scores_of(scenario(), 5, kWorlds, Sampling::independent));
  const std::vector<double> weights = tilt.weights(scores), ones(kWorlds, 1.0);
  std::vector<double> cheap;
  for (const double cost : column(tilted, kUnitCost)) cheap.push_back(cost == 1);
  std::vector<double> struck;
  for (const double score : scores.back().by_world) struck.push_back(score < -0.67448975);
  for (const auto& used : {weights, ones}) {
    const bool are_right = used == weights;
    CHECK((errors_off(column(tilted, kCost), used, 10) < 4.5) == are_right);
    CHECK((errors_off(column(tilted, kPrice), used, 20) < 4.5) == are_right);
    CHECK((errors_off(cheap, used, 0.25) < 4.5) == are_right);
    CHECK((errors_off(struck, used, 0.25) < 4.5) == are_right);
  }
  CHECK(errors_off(ones, weights, 1) < 4.5);
  CHECK(*std::max_element(weights.begin(), weights.end()) <= 10);
}

}  // namespace
