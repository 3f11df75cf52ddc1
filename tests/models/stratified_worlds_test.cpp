// Worlds drawn in Latin hypercubes: each n-th of every law once, in orders that have nothing to do with each other.
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/replay.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

#include <cmath>
#include <map>
#include <set>

using namespace valuescale;
using namespace valuescale::models;
using tests::written;

namespace {

const std::string kHead = "title = \"t\"\nlifetime = 1\n";
/// Uniform laws show the uniforms they come from; profit is the sum of three.
const std::string kSum = kHead +
                         "[channel.ads]\ncost_per_customer = \"uniform(0, 1)\"\n[offer.first]\nprice = \"uniform(0, 1)\"\n"
                         "unit_cost = \"uniform(0, 1)\"\n";
const std::string kCost = "channel.ads.cost_per_customer", kPrice = "offer.first.price", kUnitCost = "offer.first.unit_cost";
const std::string kTied = "[[correlation]]\nbetween = [\"" + kPrice + "\", \"" + kUnitCost + "\"]\nrank = 0.6\n";

using Columns = std::map<std::string, std::vector<double>>;

Columns drawn(const std::string& text, std::size_t worlds, std::uint64_t seed = 1, Sampling sampling = Sampling::stratified) {
  Columns columns;
  const Assumptions assumptions(written(text), seed, worlds, sampling);
  for (const DrawnAssumption& column : assumptions.columns()) columns[column.path] = column.values;
  return columns;
}

/// Which n-th of its law each world of a hypercube has.
std::vector<std::size_t> strata(const std::vector<double>& uniforms, std::size_t hypercube) {
  const std::size_t first = first_world_of(hypercube, uniforms.size()), last = first_world_of(hypercube + 1, uniforms.size());
  std::vector<std::size_t> result;
  for (std::size_t world = first; world < last; ++world)
    result.push_back(static_cast<std::size_t>(uniforms[world] * static_cast<double>(last - first)));
  return result;
}

/// Does every hypercube have a world in each n-th?
bool is_stratified(const std::vector<double>& uniforms) {
  for (std::size_t hypercube = 0; hypercube < kHypercubes; ++hypercube) {
    const std::vector<std::size_t> here = strata(uniforms, hypercube);
    if (std::set<std::size_t>(here.begin(), here.end()).size() != here.size()) return false;
  }
  return true;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - 0.5) * (y[i] - 0.5);
  return 12 * sum / static_cast<double>(x.size());
}

/// Mean square of the error of mean profit, which is −1/2, over 400 seeds.
double squared_error(std::size_t worlds, Sampling sampling) {
  constexpr int kSeeds = 400;
  double squares = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const Columns columns = drawn(kSum, worlds, static_cast<std::uint64_t>(seed), sampling);
    double sum = 0;
    for (std::size_t w = 0; w < worlds; ++w) sum += columns.at(kPrice)[w] - columns.at(kUnitCost)[w] - columns.at(kCost)[w];
    const double error = sum / static_cast<double>(worlds) + 0.5;
    squares += error * error / kSeeds;
  }
  return squares;
}

std::string refusal(const std::string& text, std::int64_t worlds) {
  RunOptions options;
  options.worlds = worlds;
  options.sampling = Sampling::stratified;
  try {
    simulate(written(text), options);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("every hypercube has one world in each n-th of every law") {
  for (const std::size_t worlds : {32, 33, 100, 1000}) {
    INFO(worlds);
    for (const auto& [path, uniforms] : drawn(kSum, worlds)) CHECK(is_stratified(uniforms));
    CHECK_FALSE(is_stratified(drawn(kSum, worlds, 1, Sampling::independent).at(kPrice)));
  }
  // Hypercubes hold all worlds, and differ in size by one at most.
  for (const std::size_t worlds : {32, 37, 1000})
    for (std::size_t world = 0, hypercube = 0; world < worlds; ++world) {
      if (world == first_world_of(hypercube + 1, worlds)) ++hypercube;
      REQUIRE(hypercube == world * kHypercubes / worlds);
    }
}

TEST_CASE("orders of different assumptions, hypercubes and seeds have nothing to do with each other") {
  const Columns columns = drawn(kSum, 16'000);
  const double error = 1 / std::sqrt(16'000.0);
  CHECK(std::fabs(correlation(columns.at(kPrice), columns.at(kCost))) < 4.5 * error);
  CHECK(std::fabs(correlation(columns.at(kPrice), columns.at(kUnitCost))) < 4.5 * error);
  CHECK(strata(columns.at(kPrice), 0) != strata(columns.at(kPrice), 1));
  CHECK(drawn(kSum, 16'000, 2).at(kPrice) != columns.at(kPrice));
  // In their stratum worlds are anywhere: the offsets are uniform, hence of variance 1/12 with a standard error of √(1/180 n).
  double sum = 0, squares = 0;
  for (const double u : columns.at(kPrice)) {
    const double offset = u * 1000 - std::floor(u * 1000);
    sum += offset / 16'000;
    squares += (offset - 0.5) * (offset - 0.5) / 16'000;
  }
  CHECK(std::fabs(sum - 0.5) < 4.5 * error * std::sqrt(1.0 / 12));
  CHECK(std::fabs(squares - 1.0 / 12) < 4.5 * error * std::sqrt(1.0 / 180));
}

TEST_CASE("what an assumption draws in stratified worlds depends on no other") {
  const Columns alone = drawn(kHead + "[channel.ads]\ncost_per_customer = 1\n[offer.first]\nprice = \"uniform(0, 1)\"\n", 100);
  CHECK(drawn(kSum, 100).at(kPrice) == alone.at(kPrice));
}

TEST_CASE("correlated assumptions are stratified before they are tied") {
  const Columns together = drawn(kSum + kTied, 16'000), apart = drawn(kSum, 16'000);
  // In the order of names: the first keeps its worlds, the second goes with it.
  CHECK(together.at(kPrice) == apart.at(kPrice));
  CHECK(together.at(kCost) == apart.at(kCost));
  CHECK(together.at(kUnitCost) != apart.at(kUnitCost));
  const double error = 1 / std::sqrt(16'000.0);
  CHECK(std::fabs(correlation(together.at(kPrice), together.at(kUnitCost)) - 0.6) < 4.5 * error);
  CHECK(std::fabs(correlation(together.at(kPrice), together.at(kUnitCost)) - 0.65) > 4.5 * error);
}

TEST_CASE("the mean of what adds up from assumptions is as exact as theory says") {
  // A world's offset in its n-th is all that errs: three times 1/(12 n²) over W worlds, instead of three times 1/12.
  for (const std::size_t n : {2, 10}) {
    const std::size_t worlds = kHypercubes * n;
    const double independent = 3.0 / 12 / static_cast<double>(worlds), stratified = independent / static_cast<double>(n * n);
    // Squares of 400 normal errors: √(2/400) of their mean.
    const double tolerance = 4.5 * std::sqrt(2.0 / 400);
    CHECK(std::fabs(squared_error(worlds, Sampling::stratified) / stratified - 1) < tolerance);
    CHECK(std::fabs(squared_error(worlds, Sampling::independent) / independent - 1) < tolerance);
    CHECK(std::fabs(squared_error(worlds, Sampling::independent) / stratified - 1) > tolerance);
  }
}

TEST_CASE("a customer of a stratified world can be lived again") {
  const Scenario scenario = written(kSum);
  RunOptions run;
  run.worlds = 100;
  run.customers = 100;
  run.sampling = Sampling::stratified;
  const Tallies tallies = simulate(scenario, run);
  ReplayOptions options;
  options.sampling = Sampling::stratified;
  options.worlds = 100;
  const auto profit_of = [&](std::size_t world) {
    options.world = world;
    const AccountBook book = replay(scenario, options);
    return book.contribution - book.cac[customer_view];
  };
  for (const std::size_t world : {0, 41, 99})
    CHECK(profit_of(world) == static_cast<std::int64_t>(tallies.world_cell(world, 0).sum[customer_profit]));
  // Of a run of another size it is another world.
  options.worlds = 101;
  CHECK(profit_of(41) != static_cast<std::int64_t>(tallies.world_cell(41, 0).sum[customer_profit]));
}

TEST_CASE("where there is nothing to stratify, or too few worlds, that is said") {
  CHECK(refusal(kSum, 31) ==
        "31 worlds are too few to stratify (they are drawn in 16 hypercubes of two worlds or more, which tell the error); give at least "
        "--worlds 32");
  CHECK(refusal(kHead + "[channel.ads]\ncost_per_customer = 1\n[offer.first]\nprice = 2\n", 100) ==
        "nothing to stratify (nothing in the scenario is uncertain: worlds differ in luck alone); leave out --sampling");
  const auto said = [](std::optional<std::uint64_t> worlds, std::uint64_t world) {
    ReplayOptions options;
    options.sampling = Sampling::stratified;
    options.worlds = worlds;
    options.world = world;
    try {
      replay(written(kSum), options);
      return std::string();
    } catch (const InputError& error) {
      return std::string(error.what());
    }
  };
  CHECK(said({}, 3) == "--sampling: of how many worlds is not said (what a stratified world draws depends on it); add --worlds of the run");
  CHECK(said(20, 3).find("--worlds: no run has 20 stratified worlds (32 to ") == 0);
  CHECK(said(100, 100) == "--world: 100 is out of range (the run has so many worlds, numbered from 0); give a number from 0 to 99");
}
