#include "results/answer/plan_variance.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::PlanPair;
using models::PlanTallies;

namespace {

/// A variance, and how far each world pulls at it.
struct Pulled {
  double value = 0;
  std::vector<double> pulls;
  bool by_neighbours = false;  ///< the world before has a part in a world's pull

  double variance_of_sum(const DrawnWorlds& drawn) const {
    const double one_by_one = drawn.variance_of_sum(pulls);
    if (!by_neighbours || drawn.are_stratified()) return one_by_one;  // hypercubes hold their neighbours together
    double products = pulls.back() * pulls.front();
    for (std::size_t w = 1; w < pulls.size(); ++w) products += pulls[w - 1] * pulls[w];
    return std::max(0.0, one_by_one + 2 * products);
  }
  /// Squares are skewed, and few of them pull most.
  Interval interval(const DrawnWorlds& drawn) const {
    const double worlds = static_cast<double>(pulls.size()), se = std::sqrt(variance_of_sum(drawn)) / worlds;
    const double critical = drawn.are_stratified() ? drawn.critical() : sim::t_quantile(worlds - 1, 0.975);
    const sim::Bounds bounds = sim::skewed_mean(value, se, skewness_of(pulls), worlds, critical);
    return {value, bounds.lo, bounds.hi};
  }
  friend Pulled operator+(Pulled a, const Pulled& b) {
    a.value += b.value;
    a.by_neighbours = a.by_neighbours || b.by_neighbours;
    for (std::size_t w = 0; w < a.pulls.size(); ++w) a.pulls[w] += b.pulls[w];
    return a;
  }
  friend Pulled operator*(double factor, Pulled a) {
    a.value *= factor;
    for (double& pull : a.pulls) pull *= factor;
    return a;
  }
  friend Pulled operator-(const Pulled& a, const Pulled& b) { return a + -1 * b; }
};

Pulled variance(const std::vector<double>& values) {
  const double worlds = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / worlds;
  for (const double value : values) squares += (value - mean) * (value - mean);
  Pulled result;
  result.value = squares / (worlds - 1);
  for (const double value : values) result.pulls.push_back((value - mean) * (value - mean) - result.value);
  return result;
}

/// Half the mean squared difference of pairs, each of which is of one of the worlds.
Pulled half_squares(const std::vector<PlanPair>& pairs, const std::vector<double>& differences, std::size_t worlds) {
  Pulled result;
  const double count = static_cast<double>(pairs.size());
  for (const double difference : differences) result.value += difference * difference / 2 / count;
  result.pulls.resize(worlds, 0);
  for (std::size_t i = 0; i < pairs.size(); ++i)
    result.pulls[pairs[i].world] += (differences[i] * differences[i] / 2 - result.value) * static_cast<double>(worlds) / count;
  return result;
}

/// Nothing, for certain.
Pulled none(std::size_t worlds) { return {0, std::vector<double>(worlds, 0.0), false}; }

class Split {
 public:
  explicit Split(const models::Tallies& tallies)
      : plan_(*tallies.plan),
        drawn_(tallies.dims),
        units_(static_cast<double>(tallies.units_per_currency)),
        anything_unknown_(tallies.plan->has_unknowns) {
    for (const models::PlanOutcome& world : plan_.worlds) profit_.push_back(static_cast<double>(world.profit()) / units_);
  }

  VarianceParts parts() const {
    VarianceParts parts;
    const std::size_t worlds = profit_.size();
    if (worlds < 2 || plan_.pairs.empty()) return parts;
    const Pulled all = variance(profit_);
    const bool any_shocks = !plan_.shock_pairs.empty();
    const Pulled lived_luck = anything_unknown_ || any_shocks ? differing(plan_.pairs, 0) : all;
    // Those who were lived stand for all: the luck of their lives is larger than that of all, that of how many there are is not.
    const Pulled luck = plan_.life_pairs.empty() ? lived_luck : lived_luck - (1 - plan_.lived_share) * differing(plan_.life_pairs, 0);
    Pulled unknowns = none(worlds), shocks = none(worlds), interaction = none(worlds);
    if (anything_unknown_ && any_shocks) {
      const Pulled given_unknowns = differing(plan_.shock_pairs, 0), given_shocks = differing(plan_.shock_pairs, 1);
      // Of each the mean of what it explains by itself and of what is left when all else is known (Shapley; Owen, 2014).
      shocks = 0.5 * (all - given_shocks + given_unknowns - lived_luck);
      unknowns = 0.5 * (all - given_unknowns + given_shocks - lived_luck);
      interaction = given_unknowns + given_shocks - lived_luck - all;
    } else if (anything_unknown_) {
      unknowns = all - lived_luck;
    } else if (any_shocks) {
      shocks = all - lived_luck;
    }
    parts.luck = shown(luck);
    parts.unknowns = shown(unknowns);
    parts.shocks = shown(shocks);
    parts.interaction = interaction.interval(drawn_);
    parts.total = (luck + unknowns + shocks).interval(drawn_);
    parts.total.value = parts.luck.value + parts.unknowns.value + parts.shocks.value;
    return parts;
  }

 private:
  /// Between a world's plan, or that of the world so many before it, and the plan beside it.
  Pulled differing(const std::vector<PlanPair>& pairs, std::size_t before) const {
    std::vector<double> differences;
    for (const PlanPair& pair : pairs)
      differences.push_back(profit_[(pair.world + profit_.size() - before) % profit_.size()] - static_cast<double>(pair.profit) / units_);
    Pulled result = half_squares(pairs, differences, profit_.size());
    result.by_neighbours = before > 0;
    return result;
  }
  /// An estimate may fall below 0, a variance can't.
  Interval shown(const Pulled& part) const {
    Interval interval = part.interval(drawn_);
    interval.value = std::max(0.0, interval.value);
    return interval;
  }

  const PlanTallies& plan_;
  DrawnWorlds drawn_;
  double units_;
  bool anything_unknown_;
  std::vector<double> profit_;
};

}  // namespace

VarianceParts plan_variance(const models::Tallies& tallies) { return Split(tallies).parts(); }

double luck_of_lives(const PlanTallies& plan, const std::function<double(const models::PlanOutcome&)>& one,
                     const std::function<double(const PlanPair&)>& other, double units) {
  double sum = 0;
  for (const PlanPair& pair : plan.life_pairs) {
    const double difference = (one(plan.worlds[pair.world]) - other(pair)) / units;
    sum += difference * difference / 2;
  }
  return plan.life_pairs.empty() ? 0 : sum / static_cast<double>(plan.life_pairs.size());
}

}  // namespace valuescale::results
