#include "tests/support/reference_plan_variance.hpp"

#include "tests/support/reference_plan.hpp"

#include <array>

namespace valuescale::tests::reference {

namespace {

/// Profits of plans that share unknowns and shocks.
using Twice = std::array<double, 2>;
/// By unknowns, then by shocks.
using Group = std::array<std::array<Twice, 2>, 2>;

Group live_group(const Business& business, Random& random) {
  const std::array<Random::result_type, 2> unknowns = {random(), random()}, shocks = {random(), random()};
  Group group;
  for (int u = 0; u < 2; ++u) {
    for (int s = 0; s < 2; ++s) {
      Random of_unknowns(unknowns[u]), of_shocks(shocks[s]);
      const World world(business, of_unknowns, of_shocks);
      for (double& profit : group[u][s]) profit = live_plan(business, world, Limits::as_planned, random).profit;
    }
  }
  return group;
}

/// The variance of what differs between the two.
double half_square(const Twice& one, const Twice& other) {
  double sum = 0;
  for (const double a : one)
    for (const double b : other) sum += (a - b) * (a - b) / 2;
  return sum / 4;
}

enum Statistic : std::size_t { all, given_unknowns, given_shocks, given_both, statistics };

}  // namespace

PlanVariance reference_variance(const std::string& path, const Settings& settings, std::size_t groups, std::uint64_t seed) {
  const Business business = read_business(path, settings);
  Random random(seed);
  ClusteredMeans means(groups, statistics);
  for (std::size_t g = 0; g < groups; ++g) {
    const Group y = live_group(business, random);
    means.person(g, 1);
    means.add(g, all, (half_square(y[0][0], y[1][1]) + half_square(y[0][1], y[1][0])) / 2);
    means.add(g, given_unknowns, (half_square(y[0][0], y[0][1]) + half_square(y[1][0], y[1][1])) / 2);
    means.add(g, given_shocks, (half_square(y[0][0], y[1][0]) + half_square(y[0][1], y[1][1])) / 2);
    for (const auto& by_shocks : y)
      for (const Twice& twice : by_shocks) means.add(g, given_both, (twice[0] - twice[1]) * (twice[0] - twice[1]) / 2 / 4);
  }
  PlanVariance variance;
  const auto sum = [&](double of_all, double of_given_unknowns, double of_given_shocks, double of_given_both) {
    return means.combination({all, given_unknowns, given_shocks, given_both}, {of_all, of_given_unknowns, of_given_shocks, of_given_both});
  };
  variance.total = sum(1, 0, 0, 0);
  variance.luck = sum(0, 0, 0, 1);
  variance.unknowns = sum(0.5, -0.5, 0.5, -0.5);
  variance.shocks = sum(0.5, 0.5, -0.5, -0.5);
  variance.interaction = sum(-1, 1, 1, -1);
  return variance;
}

}  // namespace valuescale::tests::reference
