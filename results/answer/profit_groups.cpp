// Which segments the profit comes from: ratios of exact sums over the customers simulated, whose errors follow by linearisation over the
// units of sampling (results/METHODS.md, "Who brings the profit").
#include "results/answer/profit_groups.hpp"

#include "results/answer/part_view.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace valuescale::results {

using models::Sums;

namespace {

/// Of a mean above zero; `certain`: distinguishable from it.
Estimate share(const Linear& part, const Linear& mean, bool certain) {
  Estimate estimated = estimate(ratio(part, mean));
  if (!certain) estimated.se = kMissing;
  return estimated;
}

}  // namespace

std::vector<ProfitGroup> profit_groups(const models::Tallies& tallies, const std::vector<std::pair<std::string, Block>>& segments) {
  if (segments.empty()) return {};
  const PartView everybody(tallies, {}, models::customer_view);
  const Sample& all = everybody.means();
  const auto profit_of = [](const Sums& sums) { return sums.sum[models::customer_profit]; };
  const Linear mean = linearise(all, numerator(all, profit_of));
  const bool earns = mean.value > 0;
  const bool certain = earns && mean.value > everybody.critical(all) * std::sqrt(variance(mean));

  std::vector<std::size_t> order(segments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t s) {
    const double profit = segments[s].second.customer.profit.mean.value;
    return std::isnan(profit) ? -INFINITY : profit;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) > key(b); });

  std::vector<ProfitGroup> groups;
  Numerator so_far;
  so_far.by_unit.assign(all.units, 0.0);
  so_far.pooled.assign(1, 0.0);
  for (const std::size_t s : order) {
    const PartView view(tallies, {Part::What::segment, s}, models::customer_view);
    const Sample& sample = view.means();
    const Numerator profit = numerator(sample, profit_of);
    ProfitGroup group;
    group.name = segments[s].first;
    group.share_of_customers = segments[s].second.share_of_customers;
    if (earns) {
      for (std::size_t u = 0; u < all.units; ++u) so_far.by_unit[u] += profit.by_unit[u];
      so_far.pooled[0] += profit.pooled[0];
      group.share_of_profit = share(linearise(all, profit), mean, certain);
      group.cumulative = share(linearise(all, so_far), mean, certain);
      if (!sample.empty()) group.relative = share(linearise(sample, profit), mean, certain);
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace valuescale::results
