// Assumptions that go together: as much as is stated, each with its own law, and nobody else's numbers moved.
#include "models/law/copula.hpp"
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace {

using namespace valuescale;
using namespace valuescale::models;
using tests::written;

constexpr std::size_t kWorlds = 40'000;
constexpr double kErrors = 4.5;

const std::string kShop = R"TOML(
title = "t"
lifetime = 12
[channel.ads]
cost_per_lead = "lognormal(mean = 3, sd = 1)"
[offer.first]
price = "gamma(25, mean = 10)"
take = "beta(20, 80)"
[step.more]
after = "first"
take = "beta(2, 3)"
price = 4
)TOML";

std::string correlated(const std::string& a, const std::string& b, double rank) {
  return "[[correlation]]\nbetween = [\"" + a + "\", \"" + b + "\"]\nrank = " + std::to_string(rank) + "\n";
}

const std::string kCost = "channel.ads.cost_per_lead", kPrice = "offer.first.price", kTake = "offer.first.take", kMore = "step.more.take";

std::map<std::string, std::vector<double>> values_of(const std::string& text, std::size_t worlds = kWorlds) {
  std::map<std::string, std::vector<double>> values;
  const Scenario scenario = written(text);
  const Assumptions assumptions(scenario, 1, worlds);
  for (const DrawnAssumption& column : assumptions.columns()) values[column.path] = column.values;
  return values;
}

std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<double>(i);
  return ranks;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const double n = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n, mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return xy / std::sqrt(xx * yy);
}

double spearman(const std::vector<double>& x, const std::vector<double>& y) { return correlation(ranks_of(x), ranks_of(y)); }

/// A bound on the standard error of Spearman's coefficient, which is largest where there is no correlation.
const double kError = 1 / std::sqrt(static_cast<double>(kWorlds));

}  // namespace

TEST_CASE("normals correlated by a half have a rank correlation of .48258 (W24)") {
  CHECK(rank_correlation(0.5) == Approx(0.48258374).epsilon(1e-7));
  for (const double rank : {-1.0, -0.7, 0.0, 1e-6, 0.48258, 1.0})
    CHECK(rank_correlation(normal_correlation(rank)) == Approx(rank).margin(1e-12));
}

TEST_CASE("assumptions have the rank correlations that are stated") {
  for (const double rank : {-0.9, -0.3, 0.5, 0.95}) {
    const auto values = values_of(kShop + correlated(kCost, kTake, rank) + correlated(kTake, kPrice, 0.2));
    INFO(rank);
    const auto stands = [&](const std::string& a, const std::string& b, double expected) {
      return std::fabs(spearman(values.at(a), values.at(b)) - expected) < kErrors * kError;
    };
    CHECK(stands(kCost, kTake, rank));
    CHECK(stands(kTake, kPrice, 0.2));
    CHECK(stands(kCost, kPrice, 0));
    CHECK(stands(kMore, kTake, 0));
    // And the check can fail.
    CHECK_FALSE(stands(kCost, kTake, rank + 0.05));
  }
}

TEST_CASE("correlated assumptions keep their laws, and others their numbers") {
  const auto alone = values_of(kShop), together = values_of(kShop + correlated(kPrice, kTake, -0.6));
  // In the order of names: the first of the two has the numbers that it has by itself.
  for (const std::string& path : {kCost, kMore, kPrice}) CHECK(together.at(path) == alone.at(path));
  const auto &before = alone.at(kTake), &now = together.at(kTake);
  REQUIRE(before != now);
  // Kolmogorov's distance between two samples of one law, at one in 150,000 (as far out as 4.5 standard errors).
  auto a = before, b = now;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  double distance = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto below = static_cast<double>(std::upper_bound(b.begin(), b.end(), a[i]) - b.begin());
    distance = std::max(distance, std::fabs(below - static_cast<double>(i + 1)) / static_cast<double>(kWorlds));
  }
  CHECK(distance < std::sqrt(std::log(2 * 150'000.0) / static_cast<double>(kWorlds)));
}

TEST_CASE("the order in which correlations and tables stand changes nothing") {
  const std::string some = correlated(kCost, kTake, -0.4), others = correlated(kPrice, kTake, 0.3);
  const auto values = values_of(kShop + some + others, 50);
  CHECK(values_of(kShop + others + correlated(kTake, kCost, -0.4), 50) == values);
  // A correlation of another pair changes only that pair.
  const auto more = values_of(kShop + some + correlated(kMore, kPrice, 0.5), 50), fewer = values_of(kShop + some, 50);
  CHECK(more.at(kCost) == fewer.at(kCost));
  CHECK(more.at(kTake) == fewer.at(kTake));
}

TEST_CASE("whole correlation is one number said in several ways") {
  const auto values = values_of(kShop + correlated(kCost, kTake, 1) + correlated(kCost, kPrice, -1) + correlated(kTake, kPrice, -1), 2000);
  CHECK(spearman(values.at(kCost), values.at(kTake)) == Approx(1).epsilon(1e-9));
  CHECK(spearman(values.at(kCost), values.at(kPrice)) == Approx(-1).epsilon(1e-9));
  CHECK(spearman(values.at(kTake), values.at(kPrice)) == Approx(-1).epsilon(1e-9));
}

TEST_CASE("what goes together adds to the mean profit what the formula says") {
  // Normal price and margin: E[price × margin] = E E + r sd sd, r the correlation of normals.
  const std::string text = R"TOML(
title = "t"
lifetime = 1
[channel.ads]
cost_per_lead = 0
[offer.first]
price = "truncate(normal(100, 20), 0, 1000)"
margin = "truncate(normal(0.5, 0.05), 0, 1)"
)TOML" + correlated("offer.first.margin", "offer.first.price", 0.8);
  RunOptions options;
  options.worlds = kWorlds;
  options.customers = kWorlds;
  const Tallies tallies = simulate(written(text), options);
  double sum = 0, squares = 0;
  for (std::size_t w = 0; w < kWorlds; ++w) {
    const double profit =
        static_cast<double>(tallies.world_cell(w, 0).sum[customer_profit]) / static_cast<double>(tallies.units_per_currency);
    sum += profit;
    squares += profit * profit;
  }
  const double mean = sum / kWorlds, error = std::sqrt((squares / kWorlds - mean * mean) / kWorlds);
  CHECK(std::fabs(mean - (50 + normal_correlation(0.8) * 20 * 0.05)) < kErrors * error);
  CHECK(std::fabs(mean - 50) > kErrors * error);
}

TEST_CASE("a root exists exactly for what can be correlated") {
  const auto matrix = [](double ab, double ac, double bc) {
    SquareMatrix m(3);
    for (std::size_t i = 0; i < 3; ++i) m(i, i) = 1;
    m(0, 1) = m(1, 0) = ab, m(0, 2) = m(2, 0) = ac, m(1, 2) = m(2, 1) = bc;
    return m;
  };
  // 1 + 2 ab ac bc − ab² − ac² − bc² ≥ 0 decides for three.
  for (double ab = -1; ab < 1.01; ab += 0.25)
    for (double ac = -1; ac < 1.01; ac += 0.25)
      for (double bc = -1; bc < 1.01; bc += 0.25) {
        const double determinant = 1 + 2 * ab * ac * bc - ab * ab - ac * ac - bc * bc;
        const auto root = triangular_root(matrix(ab, ac, bc));
        REQUIRE(root.has_value() == (determinant > -1e-12));
        if (!root) continue;
        const SquareMatrix wanted = matrix(ab, ac, bc);
        for (std::size_t i = 0; i < 3; ++i)
          for (std::size_t j = 0; j < 3; ++j) {
            double product = 0;
            for (std::size_t k = 0; k < 3; ++k) product += (*root)(i, k) * (*root)(j, k);
            REQUIRE(product == Approx(wanted(i, j)).margin(1e-8));
          }
      }
}
