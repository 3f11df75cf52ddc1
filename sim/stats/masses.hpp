// A distribution made of weighted values, some of which are only known to lie in a bin: its distribution function and its quantiles, with the
// bounds that not knowing the place inside a bin leaves.
#pragma once

#include <vector>

namespace valuescale::sim {

/// `weight` somewhere in [low, high]; exact where low == high. Values may be infinite where they are exact.
struct Mass {
  double low, high, weight;
};

class Masses {
 public:
  /// Any order; bins that are wider than a point must not overlap one another (points may lie inside them).
  explicit Masses(std::vector<Mass> masses);

  double total() const { return total_; }
  bool empty() const { return !(total_ > 0); }

  /// Share of the weight at or below x, spread evenly inside bins.
  double cdf(double x) const;
  /// Share of the weight below x.
  double cdf_below(double x) const;
  /// Smallest value with at least `level` of the weight at or below it, spread evenly inside bins. NaN if empty or level > 1.
  double quantile(double level) const;
  /// The same had every bin its weight at its lower or at its upper end: what is true lies between the two.
  double lowest_quantile(double level) const;
  double highest_quantile(double level) const;

 private:
  struct Point {
    double value, up_to;  ///< up_to: weight at or below value
  };
  static std::vector<Point> accumulate(const std::vector<Mass>& masses, double Mass::*value);
  double from(const std::vector<Point>& points, double level) const;

  std::vector<Mass> pieces_;    ///< in order, not overlapping
  std::vector<double> before_;  ///< weight of the pieces before each
  std::vector<Point> lows_, highs_;
  double total_ = 0;
};

}  // namespace valuescale::sim
