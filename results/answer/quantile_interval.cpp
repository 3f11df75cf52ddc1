#include "results/answer/quantile_interval.hpp"

#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace valuescale::results {

namespace {

/// Beyond this the ranks can't be told from the level itself.
constexpr double kManyPeople = 1e12;

std::vector<sim::Mass> points(const std::vector<double>& values, const std::vector<double>& weights) {
  std::vector<sim::Mass> masses;
  for (std::size_t i = 0; i < values.size(); ++i) masses.push_back({values[i], values[i], weights[i]});
  return masses;
}

}  // namespace

std::array<double, 2> places_to_judge(double x) { return {std::nextafter(x, -std::numeric_limits<double>::infinity()), x}; }

double effective_people(double level, double x, const std::function<Estimate(double)>& at, double people, double t) {
  const double adjust = sim::normal_quantile(0.975) / t;
  // At an atom F jumps over the level: its error is taken on the side that is nearer to the level and shows one.
  Estimate best;
  for (const double place : places_to_judge(x)) {
    const Estimate f = at(place);
    if (!(f.value > 1e-12 && f.value < 1 - 1e-12) || std::isnan(f.se)) continue;
    if (std::isnan(best.value) || std::fabs(f.value - level) <= std::fabs(best.value - level)) best = f;
  }
  if (std::isnan(best.value)) return people * adjust * adjust;
  if (!(best.se > 0)) return kManyPeople;
  return std::min(kManyPeople, best.value * (1 - best.value) / (best.se * best.se) * adjust * adjust);
}

Interval quantile_interval(const sim::Masses& masses, double level, double people) {
  Interval interval;
  interval.value = masses.quantile(level);
  if (std::isnan(people)) return interval;
  if (people >= kManyPeople) {
    interval.lo = masses.lowest_quantile(level);
    interval.hi = masses.highest_quantile(level);
  } else if (people >= 1) {
    const auto n = static_cast<std::int64_t>(std::floor(people + 1e-6));
    const sim::Ranks ranks = sim::order_statistic_ranks(level, n);
    if (ranks.lower >= 1) interval.lo = masses.lowest_quantile(static_cast<double>(ranks.lower) / static_cast<double>(n));
    if (ranks.upper <= n) interval.hi = masses.highest_quantile(static_cast<double>(ranks.upper) / static_cast<double>(n));
  }
  if (interval.lo > interval.value) interval.lo = interval.value;
  if (interval.hi < interval.value) interval.hi = interval.value;
  return interval;
}

WeightedValues::WeightedValues(std::vector<double> values, std::vector<double> weights)
    : WeightedValues(std::move(values), std::move(weights), {}, {}) {}

WeightedValues::WeightedValues(std::vector<double> values, std::vector<double> weights, const DrawnWorlds& drawn,
                               std::vector<std::size_t> worlds)
    : values_(std::move(values)),
      weights_(std::move(weights)),
      drawn_(drawn),
      worlds_(std::move(worlds)),
      masses_(points(values_, weights_)) {
  double squares = 0;
  for (const double weight : weights_) {
    total_ += weight;
    squares += weight * weight;
  }
  effective_ = squares > 0 ? total_ * total_ / squares : 0;
}

Estimate WeightedValues::share(const std::function<bool(double)>& in) const {
  if (!(total_ > 0)) return {};
  double inside = 0, outside = 0;
  for (std::size_t i = 0; i < values_.size(); ++i) (in(values_[i]) ? inside : outside) += weights_[i];
  const double share = inside / total_;
  if (!(inside > 0) || !(outside > 0)) return {inside > 0 ? 1.0 : 0.0, sim::rule_of_three_error(effective_)};
  std::vector<double> pulls;
  for (std::size_t i = 0; i < values_.size(); ++i) pulls.push_back(weights_[i] / total_ * ((in(values_[i]) ? 1.0 : 0.0) - share));
  return {share, drawn_.error_of_share(drawn_.variance_of_sum(pulls, worlds_), effective_)};
}

Estimate WeightedValues::share_at_most(double x) const {
  return share([x](double value) { return value <= x; });
}

Estimate WeightedValues::share_below(double x) const {
  return share([x](double value) { return value < x; });
}

Interval WeightedValues::quantile(double level) const {
  if (masses_.empty()) return {};
  const auto at = [this](double x) { return share_at_most(x); };
  return quantile_interval(masses_, level, effective_people(level, masses_.quantile(level), at, effective_, drawn_.critical()));
}

WeightedValues equally(std::vector<double> values, const DrawnWorlds& drawn, std::vector<std::size_t> worlds) {
  std::vector<double> weights(values.size(), 1.0);
  return WeightedValues(std::move(values), std::move(weights), drawn, std::move(worlds));
}

WeightedValues equally(std::vector<double> values, const DrawnWorlds& drawn) {
  std::vector<std::size_t> worlds(values.size());
  std::iota(worlds.begin(), worlds.end(), std::size_t{0});
  return equally(std::move(values), drawn, std::move(worlds));
}

}  // namespace valuescale::results
