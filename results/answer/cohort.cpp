// The result of n real customers, luck included: profit per customer. Every world counts alike, because one of them will be the real one.
#include "results/answer/worlds.hpp"

#include "sim/stats/estimates.hpp"

#include <cmath>

namespace valuescale::results {

using models::Tallies;

namespace {

constexpr double kLevels[] = {0.05, 0.5, 0.95};

/// Values of cohorts, by world.
struct Cohorts {
  std::vector<std::vector<double>> by_world;  ///< worlds where nobody buys are left out
};

/// Cohorts that were lived whole; nothing if some world simulated too few customers for one.
bool lived(const Tallies& tallies, Cohorts& cohorts) {
  const double divisor = static_cast<double>(tallies.cohort_size) * static_cast<double>(tallies.units_per_currency);
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    if (customers_of(tallies, world) == 0) continue;
    if (world >= tallies.cohort_profit.size() || tallies.cohort_profit[world].empty()) return false;
    std::vector<double> values;
    for (const sim::Int128 sum : tallies.cohort_profit[world]) values.push_back(static_cast<double>(sum) / divisor);
    cohorts.by_world.push_back(std::move(values));
  }
  return true;
}

/// World means, drawn together or apart until their luck is that of `cohort_size` customers.
Cohorts represented(const Tallies& tallies) {
  WorldValues values = world_means(tallies, models::customer_view, models::customer_profit);
  const double size = static_cast<double>(tallies.cohort_size);
  double luck_seen = 0, luck_wanted = 0;
  for (std::size_t world = 0; world < values.value.size(); ++world) {
    const double n = static_cast<double>(customers_of(tallies, world));
    values.weight[world] = n > 0 ? 1 : 0;
    luck_seen += n > 0 ? values.within[world] : 0;
    luck_wanted += n > 0 ? values.within[world] * (n / size) : 0;
  }
  const Spread spread = shrink(values, luck_seen > 0 ? luck_wanted / luck_seen : 0);
  Cohorts cohorts;
  for (std::size_t world = 0; world < values.value.size(); ++world) {
    if (values.weight[world] > 0) cohorts.by_world.push_back({spread.shrunk[world]});
  }
  return cohorts;
}

}  // namespace

Cohort cohort(const Tallies& tallies) {
  Cohort result;
  result.n = tallies.cohort_size;
  for (const double level : kLevels) result.profit.emplace_back(level, Interval{});
  Cohorts cohorts;
  if (!lived(tallies, cohorts)) cohorts = represented(tallies);
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

  const auto share = [&](const std::function<bool(double)>& in) {
    double total = 0, pulls = 0;
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
    for (const double value : shares) pulls += (value - f) * (value - f);
    return Estimate{f, std::sqrt(pulls / (worlds * (worlds - 1)))};
  };
  result.p_loss = share([](double value) { return value < 0; });
  const sim::Masses all(std::move(masses));
  for (auto& [level, interval] : result.profit) {
    const auto at = [&](double x) { return share([x](double value) { return value <= x; }); };
    interval = quantile_interval(all, level, effective_people(level, all.quantile(level), at, units, sim::normal_quantile(0.975)));
  }
  return result;
}

}  // namespace valuescale::results
