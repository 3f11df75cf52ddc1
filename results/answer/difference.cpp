#include "results/answer/difference.hpp"

#include "sim/stats/estimates.hpp"

#include <cmath>

namespace valuescale::results {

namespace {

Linear mean_of(const PartView& view, models::Metric metric) {
  return linearise(view.means(), view.of_metric(view.means(), metric), view.units_per_currency());
}

Linear return_of(const PartView& view) { return ratio(mean_of(view, view.profit()), mean_of(view, view.cac())); }

Interval interval_of(const Linear& linear) {
  Interval interval;
  interval.value = linear.value;
  if (linear.independent < 2) return interval;
  const double half = sim::t_quantile(static_cast<double>(linear.independent - 1), 0.975) * std::sqrt(variance(linear));
  interval.lo = linear.value - half;
  interval.hi = linear.value + half;
  return interval;
}

}  // namespace

Interval difference_in_profit(const PartView& a, const PartView& b) {
  return interval_of(difference(mean_of(a, a.profit()), mean_of(b, b.profit())));
}

Interval difference_in_return(const PartView& a, const PartView& b) { return interval_of(difference(return_of(a), return_of(b))); }

}  // namespace valuescale::results
