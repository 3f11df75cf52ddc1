// Worlds as they were drawn, and what is estimated over them, each counting alike.
//
// Independent worlds err one by one. Stratified ones don't: that each n-th of an assumption is met once binds the worlds of a hypercube to each other. Hypercubes are
// independent, so that errors come from how these differ, with Student's t for their small number. results/METHODS.md derives it.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <cstddef>
#include <vector>

namespace valuescale::results {

class DrawnWorlds {
 public:
  /// Independent ones.
  DrawnWorlds() = default;
  explicit DrawnWorlds(const models::Dimensions& dims);

  bool are_stratified() const { return hypercubes_ > 0; }
  /// How many errors make up half of a 95 % interval.
  double critical() const;

  /// Variance of a sum over all worlds, from how each pulls at it. Pulls add up to 0.
  double variance_of_sum(const std::vector<double>& pulls) const;
  /// The same where some worlds have no say, or several: `worlds` says whose pull each is.
  double variance_of_sum(const std::vector<double>& pulls, const std::vector<std::size_t>& worlds) const;

  /// Standard error of a share with this variance, among so many trials.
  double error_of_share(double variance, double trials) const;

  Estimate mean(const std::vector<double>& values) const;
  /// Of two means.
  Estimate ratio(const std::vector<double>& a, const std::vector<double>& b) const;

 private:
  std::size_t hypercube_of(std::size_t world) const { return world * hypercubes_ / worlds_; }

  std::size_t worlds_ = 0, hypercubes_ = 0;
};

/// 95 %, by Student's t; without an end where the error is missing.
Interval interval_of(const Estimate& estimate, double degrees);

/// Their mean, and their variance; missing for fewer than two.
double mean_of(const std::vector<double>& values);
double variance_of(const std::vector<double>& values);
/// Third moment about the mean over the cube of the standard deviation; 0 where all are equal.
double skewness_of(const std::vector<double>& values);

}  // namespace valuescale::results
