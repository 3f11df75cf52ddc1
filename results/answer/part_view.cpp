#include "results/answer/part_view.hpp"

#include "sim/stats/estimates.hpp"

#include <cmath>

namespace valuescale::results {

using models::Metric;
using models::Sums;
using models::Tallies;

PartView::PartView(const Tallies& tallies, Part part, models::View view)
    : tallies_(tallies),
      part_(part),
      view_(view),
      worlds_(tallies.dims.worlds > 1 && tallies.dims.sampling == models::Sampling::independent
                  ? make_sample(tallies, part, view, Unit::world)
                  : Sample{}),
      replicates_(make_sample(tallies, part, view, Unit::replicate)),
      individuals_(tallies.dims.worlds == 1 && channels_of(tallies, part).size() == 1) {}

double PartView::critical(const Sample& sample) const {
  if (individuals_) return sim::normal_quantile(0.975);
  if (sample.independent < 2) return kMissing;
  return sim::t_quantile(static_cast<double>(sample.independent - 1), 0.975);
}

double PartView::wasted_sign(Metric metric) const {
  if (view_ == models::customer_view || metric == models::ltv) return 0;
  return metric == models::lead_cac ? 1 : -1;
}

Numerator PartView::of_metric(const Sample& sample, Metric metric) const {
  const double sign = wasted_sign(metric);
  std::vector<double> nonbuyers;
  if (sign != 0) {
    nonbuyers = sample.of_nonbuyers(tallies_, [&](std::size_t world, std::size_t channel) {
      return sign * tallies_.channel_facts[world * tallies_.dims.channels + channel].wasted_mean;
    });
  }
  return numerator(
      sample, [&](const Sums& sums) { return sums.sum[metric]; }, std::move(nonbuyers));
}

double PartView::covariance_of_means(Metric a, Metric b) const {
  const Sample& sample = means();
  if (!individuals_) {
    return covariance(linearise(sample, of_metric(sample, a), units_per_currency()),
                      linearise(sample, of_metric(sample, b), units_per_currency()));
  }
  // Only squares are kept: of LTV and CAC the product follows from their difference, the NPV.
  double total = 0;
  for (std::size_t g = 0; g < sample.groups; ++g) {
    const Sums& sums = sample.pooled[g];
    const auto own = [&](Metric metric) { return sim::variance(sums.customers, sums.sum[metric], sums.square[metric]); };
    const double within = a == b ? own(a) : (own(models::ltv) + own(cac()) - own(npv())) / 2;
    const double scale = sample.scale(g) / (sample.all_people * units_per_currency());
    if (scale > 0) total += scale * scale * sample.count(g) * within;
  }
  return total;
}

Estimate PartView::mean(Metric metric) const {
  const Linear linear = linearise(means(), of_metric(means(), metric), units_per_currency());
  if (std::isnan(linear.value)) return {};
  return {linear.value, std::sqrt(individuals_ ? covariance_of_means(metric, metric) : variance(linear))};
}

Estimate PartView::mean_of(const std::function<sim::Int128(const Sums&)>& amount) const {
  return estimate(linearise(means(), numerator(means(), amount), units_per_currency()));
}

Estimate PartView::mean_count(const std::function<std::int64_t(const Sums&)>& count) const {
  return estimate(linearise(means(), numerator(means(), [&](const Sums& sums) -> sim::Int128 { return count(sums); })));
}

Estimate PartView::mean_net_of_cac(const std::function<sim::Int128(const Sums&)>& amount) const {
  Numerator net = of_metric(means(), cac());
  for (double& wasted : net.nonbuyers) wasted = -wasted;
  const Metric own = cac();
  Numerator buyers = numerator(
      means(), [&](const Sums& sums) { return amount(sums) - sums.sum[own]; }, std::move(net.nonbuyers));
  return estimate(linearise(means(), buyers, units_per_currency()));
}

Estimate PartView::share(const std::function<std::int64_t(const Sums&)>& count, const std::function<bool(std::int64_t)>& wasted) const {
  std::vector<double> nonbuyers;
  if (view_ == models::lead_view) {
    nonbuyers = means().of_nonbuyers(tallies_, [&](std::size_t world, std::size_t channel) {
      double probability = 0;
      for (const models::Atom& atom : wasted_costs(tallies_, world, channel)) {
        if (wasted(atom.value)) probability += atom.probability;
      }
      return probability;
    });
  }
  const auto picked = [&](const Sums& sums) -> sim::Int128 { return count(sums); };
  return estimate_share(means(), numerator(means(), picked, std::move(nonbuyers)), individuals_);
}

}  // namespace valuescale::results
