// Confidence intervals of quantiles, by inverting the distribution function.
#pragma once

#include "results/answer/drawn_worlds.hpp"
#include "sim/stats/masses.hpp"

#include <array>
#include <functional>

namespace valuescale::results {

/// Where F is looked at near its quantile x: just below, and there.
std::array<double, 2> places_to_judge(double x);

/// How many independent people would leave F as uncertain as it is near its quantile x of this level. `at(x)` is F(x) with its standard
/// error, asked for at the places to judge; `people` the answer where F jumps from 0 to 1 there, so that it shows no error; `t` the critical value that goes with the error.
double effective_people(double level, double x, const std::function<Estimate(double x)>& at, double people, double t);

/// The quantile with its interval, from that many people: order statistics, widened by what bins hide. A missing end has no valid bound.
Interval quantile_interval(const sim::Masses& masses, double level, double people);

/// F of values of worlds, with unequal weights: by value, and its error (the values are the sample).
class WeightedValues {
 public:
  /// Of independent worlds, or values of any other origin.
  WeightedValues(std::vector<double> values, std::vector<double> weights);
  /// `worlds` says whose value each is.
  WeightedValues(std::vector<double> values, std::vector<double> weights, const DrawnWorlds& drawn, std::vector<std::size_t> worlds);
  const sim::Masses& masses() const { return masses_; }
  /// Number of equal weights that would be worth as much.
  double effective() const { return effective_; }
  Estimate share_at_most(double x) const;
  Estimate share_below(double x) const;
  /// A quantile with its interval.
  Interval quantile(double level) const;

 private:
  Estimate share(const std::function<bool(double)>& in) const;
  std::vector<double> values_, weights_;
  DrawnWorlds drawn_;
  std::vector<std::size_t> worlds_;
  sim::Masses masses_;
  double effective_ = 0, total_ = 0;
};

/// With equal weights; `worlds` says whose value each is.
WeightedValues equally(std::vector<double> values, const DrawnWorlds& drawn, std::vector<std::size_t> worlds);
/// Of all worlds, one each.
WeightedValues equally(std::vector<double> values, const DrawnWorlds& drawn);

}  // namespace valuescale::results
