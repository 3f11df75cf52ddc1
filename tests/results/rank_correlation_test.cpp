// Rank correlations of numbers of which they are known.
#include "results/decision/rank_correlation.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <random>

using namespace valuescale;
using results::Output;
using results::RankCorrelation;

namespace {

constexpr double kPi = 3.14159265358979323846;

struct Sample {
  std::vector<std::vector<double>> inputs;
  std::vector<Output> outputs;
};

/// exp(2 x + y + luck) of independent standard normals x, y, and an input that does nothing.
Sample sample(std::size_t rows, unsigned seed, double luck) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  Sample sample{std::vector<std::vector<double>>(3), {}};
  for (std::size_t row = 0; row < rows; ++row) {
    for (auto& input : sample.inputs) input.push_back(normal(engine));
    const double sum = 2 * sample.inputs[0].back() + sample.inputs[1].back();
    sample.outputs.push_back({std::exp(sum + luck * normal(engine)), std::exp(sum + luck * normal(engine))});
  }
  return sample;
}

/// Of normals whose correlation is r (Kruskal 1958).
double spearman(double r) { return 6 / kPi * std::asin(r / 2); }

void check_near(const results::Measured& found, double known, double more = 0) {
  const results::Estimate estimate = results::estimate(found);
  INFO(estimate.value << " ± " << estimate.se << ", known: " << known);
  CHECK(std::fabs(estimate.value - known) <= 4.5 * estimate.se + more);
}

}  // namespace

TEST_CASE("rank correlations of normals are those of Kruskal's formula", "[ranks]") {
  const Sample normals = sample(20'000, 1, 0);
  const std::vector<RankCorrelation> found = results::rank_correlations(normals.inputs, normals.outputs);
  check_near(found[0].simple, spearman(2 / std::sqrt(5)));
  check_near(found[1].simple, spearman(1 / std::sqrt(5)));
  check_near(found[2].simple, 0);
  CHECK(results::estimate(found[0].simple).se < 0.01);
  CHECK(std::fabs(found[0].simple.value - spearman(1 / std::sqrt(5))) > 4.5 * results::estimate(found[0].simple).se);
}

TEST_CASE("a partial rank correlation leaves out what goes through other inputs", "[ranks]") {
  std::mt19937_64 engine(2);
  std::normal_distribution<double> normal;
  Sample chain{std::vector<std::vector<double>>(2), {}};
  for (int row = 0; row < 20'000; ++row) {
    const double x = normal(engine), y = 0.8 * x + 0.6 * normal(engine), z = y + normal(engine);
    chain.inputs[0].push_back(x), chain.inputs[1].push_back(y);
    chain.outputs.push_back({z, z});
  }
  const std::vector<RankCorrelation> found = results::rank_correlations(chain.inputs, chain.outputs);
  CHECK(found[0].simple.value > 0.5);
  CHECK(std::fabs(found[0].partial.value) < 0.05);  // through y alone; ranks are not quite linear
  CHECK(found[1].partial.value == Approx(0.6 / std::sqrt(1.36)).margin(0.03));
}

TEST_CASE("luck hides nothing of rank correlations", "[ranks]") {
  const Sample lucky = sample(20'000, 3, 2);
  const std::vector<RankCorrelation> found = results::rank_correlations(lucky.inputs, lucky.outputs);
  // Spearman's correction is exact for means of products of ranks, nearly so for normals: to a hundredth.
  check_near(found[0].simple, spearman(2 / std::sqrt(5)), 0.01);
  check_near(found[1].simple, spearman(1 / std::sqrt(5)), 0.01);
  Sample naive = lucky;
  for (Output& output : naive.outputs) output[1] = output[0];
  const std::vector<RankCorrelation> hidden = results::rank_correlations(naive.inputs, naive.outputs);
  CHECK(hidden[0].simple.value < found[0].simple.value - 0.1);
}

TEST_CASE("rank correlations with an output that is constant are 0, and missing with one that is luck alone", "[ranks]") {
  Sample constant = sample(1000, 4, 0);
  for (Output& output : constant.outputs) output = {3, 3};
  for (const RankCorrelation& one : results::rank_correlations(constant.inputs, constant.outputs)) {
    CHECK(one.simple.value == 0);
    CHECK(one.partial.value == 0);
  }
  for (std::size_t row = 0; row < constant.outputs.size(); ++row)
    constant.outputs[row] = {static_cast<double>(row % 7), -static_cast<double>(row % 7)};
  constant.outputs[0] = {1, -2};
  CHECK(std::isnan(results::rank_correlations(constant.inputs, constant.outputs)[0].simple.value));
}

TEST_CASE("ranks of equal values are shared", "[ranks]") { CHECK(results::ranks({3, 1, 3, 2}) == std::vector<double>{3.5, 1, 3.5, 2}); }
