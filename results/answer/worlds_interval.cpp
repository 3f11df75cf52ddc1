// The interval of the business: what it may expect, given that it doesn't know everything. Luck is out; see shrink().
#include "results/answer/worlds.hpp"

#include "sim/stats/estimates.hpp"

#include <cmath>
#include <iterator>
#include <limits>
#include <string>

namespace valuescale::results {

using models::Tallies;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLevels[] = {0.05, 0.5, 0.95};

/// Three points with the first five moments of a normal law.
struct LuckPoint {
  double deviations, share;
};
constexpr LuckPoint kAsMuchAgain[] = {{-1.7320508075688772, 1.0 / 6}, {0, 2.0 / 3}, {1.7320508075688772, 1.0 / 6}};

WorldsView::Quantiles all_levels(const std::function<Interval(double)>& at) {
  WorldsView::Quantiles quantiles;
  for (const double level : kLevels) quantiles.emplace_back(level, at(level));
  return quantiles;
}

/// Worlds that count, after luck is taken out; `points` values for each. Where nobody buys although money was spent, a customer view has no
/// weight of its own: such a world counts as an average one, with the value that stands for "never".
WeightedValues counted(const Tallies& tallies, models::View view, const std::vector<double>& values, const std::vector<double>& weights,
                       double in_vain, std::size_t points = 1) {
  std::vector<double> value, weight;
  std::vector<std::size_t> worlds;
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(weights[i] > 0) || std::isnan(values[i])) continue;
    value.push_back(values[i]);
    weight.push_back(weights[i]);
    worlds.push_back(i / points);
    total += weights[i];
  }
  const double average = value.empty() ? 1.0 : total * static_cast<double>(points) / static_cast<double>(value.size());
  if (view == models::customer_view && !std::isnan(in_vain)) {
    for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
      if (!spends_in_vain(tallies, world)) continue;
      value.push_back(in_vain);
      weight.push_back(average);
      worlds.push_back(world);
    }
  }
  return WeightedValues(std::move(value), std::move(weight), DrawnWorlds(tallies.dims), std::move(worlds));
}

double error_of_mean(const WorldValues& values, const Spread& spread) {
  double total = 0, squares = 0;
  for (const double weight : values.weight) total += weight, squares += weight * weight;
  return std::sqrt(spread.observed * squares) / total;
}

/// How far worlds were drawn together is an estimate too. It errs in the same direction as the quantile (a wide draw of worlds looks like little
/// luck), so that the two errors may add up.
void widen(Interval& interval, const Spread& spread, double critical) {
  if (!(spread.factor > 0) || std::isinf(interval.value)) return;
  const double half = critical * std::fabs(interval.value - spread.mean) * (spread.factor_error / spread.factor);
  interval.lo -= half;
  interval.hi += half;
}

/// Is there luck that was taken out and something that was left?
bool leans_on_shape(const Spread& spread) { return spread.within > 0 && spread.between > 0; }

/// What would have been made of the worlds had they had twice the luck: as much again is put on each, and all are shrunk to the same variance
/// as before.
WorldValues with_twice_the_luck(const WorldValues& values, const Spread& spread) {
  if (!leans_on_shape(spread)) return values;
  const double factor = std::sqrt(spread.between / (spread.observed + spread.within));
  WorldValues doubled;
  for (std::size_t world = 0; world < values.value.size(); ++world) {
    const double deviation = std::sqrt(values.within[world]), offset = values.value[world] - spread.mean;
    for (const LuckPoint& point : kAsMuchAgain) {
      doubled.value.push_back(spread.mean + factor * (offset + point.deviations * deviation));
      doubled.weight.push_back(point.share * values.weight[world]);
    }
  }
  return doubled;
}

WeightedValues counted_with_twice_the_luck(const Tallies& tallies, models::View view, const WorldValues& values, const Spread& spread,
                                           double in_vain) {
  const WorldValues luckier = with_twice_the_luck(values, spread);
  return counted(tallies, view, luckier.value, luckier.weight, in_vain, leans_on_shape(spread) ? std::size(kAsMuchAgain) : 1);
}

/// Shrinking gives worlds the mean and variance of what is expected, but leaves them the shape of what was seen, with luck. How far luck has
/// moved a quantile is judged by how far as much again would: at an edge or a lump of worlds it moves with the root of luck, hence the first
/// factor; and of a shape that luck has already smoothed there is less left to smooth, hence the second. The true value lies on the other side.
double shape_error(double found, double with_twice_the_luck, const Spread& spread) {
  if (!leans_on_shape(spread) || !std::isfinite(found) || !std::isfinite(with_twice_the_luck)) return 0;
  const double kept = spread.between / spread.observed;
  return (with_twice_the_luck - found) / (std::sqrt(2.0) - 1) / (kept * kept);
}

/// Quantiles of a metric; names it where its spread is no more than luck.
WorldsView::Quantiles corrected(const Tallies& tallies, models::View view, const WorldValues& values, double in_vain, const char* name,
                                WorldsView& answer) {
  const DrawnWorlds drawn(tallies.dims);
  const Spread spread = shrink(values, 0, drawn);
  const WeightedValues worlds = counted(tallies, view, spread.shrunk, values.weight, in_vain);
  if (!spread.luck_only) {
    const WeightedValues luckier = counted_with_twice_the_luck(tallies, view, values, spread, in_vain);
    return all_levels([&](double level) {
      Interval interval = worlds.quantile(level);
      widen(interval, spread, drawn.critical());
      const double error = shape_error(interval.value, luckier.masses().quantile(level), spread);
      (error > 0 ? interval.lo : interval.hi) -= error;
      return interval;
    });
  }
  answer.not_distinguishable_from_luck.push_back(name);
  // All worlds are then taken to be alike, at a value that is itself known with an error only.
  const double half = error_of_mean(values, spread) * sim::normal_quantile(0.975);
  return all_levels([&](double level) {
    const double value = worlds.masses().quantile(level);
    return std::isinf(value) || value != spread.mean ? worlds.quantile(level) : Interval{value, value - half, value + half};
  });
}

WorldsView worlds_view(const Tallies& tallies, models::View view) {
  const bool customer = view == models::customer_view;
  WorldsView answer;
  const WorldValues profit = world_means(tallies, view, customer ? models::customer_profit : models::lead_profit);
  answer.profit = corrected(tallies, view, profit, kMissing, "profit", answer);
  answer.npv =
      corrected(tallies, view, world_means(tallies, view, customer ? models::customer_npv : models::lead_npv), kMissing, "npv", answer);
  answer.cac =
      corrected(tallies, view, world_means(tallies, view, customer ? models::customer_cac : models::lead_cac), kInfinity, "cac", answer);
  answer.ltv = corrected(tallies, view, world_means(tallies, view, models::ltv), kMissing, "ltv", answer);
  answer.ltv_cac = corrected(tallies, view, world_ltv_cac(tallies, view), 0, "ltv_cac", answer);
  answer.payback_ever = corrected(tallies, view, world_payback_ever(tallies, view), 0, "payback_ever", answer);
  for (auto& [level, interval] : answer.payback_ever) {
    interval.lo = std::fmax(0, interval.lo);
    interval.hi = std::fmin(1, interval.hi);
  }

  const WeightedValues steps = counted(tallies, view, cohort_steps(tallies, {}, view).by_world, profit.weight, kInfinity);
  answer.cohort_payback = all_levels([&](double level) { return steps.quantile(level); });

  const Spread spread = shrink(profit);
  answer.p_loss = counted(tallies, view, spread.shrunk, profit.weight, kMissing).share_below(0);
  const Estimate luckier = counted_with_twice_the_luck(tallies, view, profit, spread, kMissing).share_below(0);
  answer.p_loss.se += std::fabs(shape_error(answer.p_loss.value, luckier.value, spread)) / sim::normal_quantile(0.975);
  if (spread.luck_only) answer.p_loss.se = kMissing;
  return answer;
}

}  // namespace

WorldsInterval worlds_interval(const Tallies& tallies) {
  return {worlds_view(tallies, models::lead_view), worlds_view(tallies, models::customer_view)};
}

}  // namespace valuescale::results
