// The result of n real customers, luck included: profit per customer. Every world counts alike, because one of them will be the real one.
#include "results/answer/worlds.hpp"

#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::Tallies;

namespace {

constexpr double kLevels[] = {0.05, 0.5, 0.95};

/// Values of cohorts, by world.
struct Cohorts {
  std::vector<std::vector<double>> by_world;  ///< worlds where nobody buys are left out
  std::vector<std::size_t> worlds;            ///< the others' numbers
};

/// Cohorts of a world that were lived whole; none where it simulated too few customers.
std::vector<double> lived(const Tallies& tallies, std::size_t world) {
  std::vector<double> values;
  if (world >= tallies.cohort_profit.size()) return values;
  const double divisor = static_cast<double>(tallies.cohort_size) * static_cast<double>(tallies.units_per_currency);
  for (const sim::Int128 sum : tallies.cohort_profit[world]) values.push_back(static_cast<double>(sum) / divisor);
  return values;
}

/// What a cohort of each world would bring, from fewer customers than it has: the mean of what they bring is drawn to that of all worlds until its luck is that of a
/// whole cohort. What they cost stays as it is: worlds where customers are dear have few of them, hence more luck, but no more of it in the cost.
std::vector<double> represented(const Tallies& tallies) {
  WorldValues brought = world_means(tallies, models::customer_view, models::customer_profit);
  const WorldValues cost = world_means(tallies, models::customer_view, models::customer_cac);
  for (std::size_t world = 0; world < brought.value.size(); ++world) {
    brought.value[world] += cost.value[world];
    brought.weight[world] = brought.weight[world] > 0 ? 1 : 0;
  }
  const Spread spread = shrink(brought);
  const double between = std::max(0.0, spread.between);
  std::vector<double> values(brought.value.size(), kMissing);
  for (std::size_t world = 0; world < values.size(); ++world) {
    if (!(brought.weight[world] > 0)) continue;
    const double seen = between + brought.within[world];
    const double luck =
        brought.within[world] * static_cast<double>(customers_of(tallies, world)) / static_cast<double>(tallies.cohort_size);
    const double factor = seen > 0 ? std::sqrt((between + luck) / seen) : 0;
    values[world] = spread.mean + factor * (brought.value[world] - spread.mean) - cost.value[world];
  }
  return values;
}

Cohorts cohorts_of(const Tallies& tallies) {
  const std::vector<double> stand_in = represented(tallies);
  Cohorts cohorts;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    if (customers_of(tallies, world) == 0) continue;
    std::vector<double> values = lived(tallies, world);
    if (values.empty()) values.push_back(stand_in[world]);
    cohorts.by_world.push_back(std::move(values));
    cohorts.worlds.push_back(world);
  }
  return cohorts;
}

}  // namespace

Cohort cohort(const Tallies& tallies) {
  Cohort result;
  result.n = tallies.cohort_size;
  for (const double level : kLevels) result.profit.emplace_back(level, Interval{});
  const Cohorts cohorts = cohorts_of(tallies);
  const double worlds = static_cast<double>(cohorts.by_world.size());
  if (cohorts.by_world.empty()) return result;

  // Cohorts of one world share what it assumes: the world is the unit of sampling, a single world's cohorts are their own.
  const bool single = cohorts.by_world.size() == 1;
  std::vector<sim::Mass> masses;
  double mean = 0;
  for (const auto& values : cohorts.by_world) {
    const double share = 1.0 / (worlds * static_cast<double>(values.size()));
    for (const double value : values) {
      masses.push_back({value, value, share});
      mean += share * value;
    }
  }
  result.mean = mean;
  if (single && masses.size() == 1) {
    // One world, simulated with fewer customers than were asked about: only the size of luck is known, not its shape.
    const WorldValues values = world_means(tallies, models::customer_view, models::customer_profit);
    for (std::size_t world = 0; world < values.value.size(); ++world) {
      if (values.weight[world] > 0)
        result.sd = std::sqrt(values.within[world] * values.weight[world] / static_cast<double>(tallies.cohort_size));
    }
    return result;
  }

  double squares = 0;
  for (const sim::Mass& mass : masses) squares += mass.weight * (mass.low - mean) * (mass.low - mean);
  const double units = single ? static_cast<double>(masses.size()) : worlds;
  result.sd = std::sqrt(squares * (units / (units - 1)));

  const DrawnWorlds drawn(tallies.dims);
  const auto share = [&](const std::function<bool(double)>& in) {
    double total = 0;
    std::vector<double> shares;
    for (const auto& values : cohorts.by_world) {
      double inside = 0;
      for (const double value : values) inside += in(value) ? 1.0 : 0.0;
      shares.push_back(inside / static_cast<double>(values.size()));
      total += shares.back();
    }
    const double f = total / worlds;
    if (f <= 0 || f >= 1) return Estimate{f, sim::rule_of_three_error(units)};
    if (single) return Estimate{f, std::sqrt(f * (1 - f) / units)};
    for (double& value : shares) value -= f;
    return Estimate{f, drawn.error_of_share(drawn.variance_of_sum(shares, cohorts.worlds) / (worlds * (worlds - 1)), units)};
  };
  result.p_loss = share([](double value) { return value < 0; });
  const sim::Masses all(std::move(masses));
  for (auto& [level, interval] : result.profit) {
    const auto at = [&](double x) { return share([x](double value) { return value <= x; }); };
    interval = quantile_interval(all, level, effective_people(level, all.quantile(level), at, units, drawn.critical()));
  }
  return result;
}

}  // namespace valuescale::results
