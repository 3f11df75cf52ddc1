// One block in one view, ready to be asked for means, distributions and payback.
#pragma once

#include "results/answer/sample.hpp"

namespace valuescale::results {

class PartView {
 public:
  PartView(const models::Tallies& tallies, Part part, models::View view);

  const models::Tallies& tallies() const { return tallies_; }
  Part part() const { return part_; }
  models::View view() const { return view_; }
  double units_per_currency() const { return static_cast<double>(tallies_.units_per_currency); }

  /// The unit of sampling for what is known by world: worlds that are independent, or else replicates: hypercubes, or slices of a single world.
  const Sample& means() const { return worlds_.units > 0 ? worlds_ : replicates_; }
  /// The unit of sampling for what is known by replicate only.
  const Sample& replicates() const { return replicates_; }
  /// A single world and channel: customers were drawn independently, one by one. Customers of several channels share random numbers, so
  /// that not even a single world's are independent.
  bool individuals() const { return individuals_; }
  /// How many errors make up half of a 95 % interval.
  double critical(const Sample& sample) const;

  /// Was the distribution of a metric kept?
  bool has_distribution(models::Metric metric) const { return tallies_.distributions.has(metric); }
  models::Metric profit() const { return view_ == models::customer_view ? models::customer_profit : models::lead_profit; }
  models::Metric npv() const { return view_ == models::customer_view ? models::customer_npv : models::lead_npv; }
  models::Metric cac() const { return view_ == models::customer_view ? models::customer_cac : models::lead_cac; }

  /// What a lead that never buys adds to a metric per unit of its wasted cost: −1, 0 or 1.
  double wasted_sign(models::Metric metric) const;
  /// Sum of a metric.
  Numerator of_metric(const Sample& sample, models::Metric metric) const;
  /// Mean of a metric in currency.
  Estimate mean(models::Metric metric) const;
  /// Mean of anything else that buyers' sums hold, in currency; leads that never buy have none of it.
  Estimate mean_of(const std::function<sim::Int128(const models::Sums&)>& amount) const;
  /// Mean of a number of things; leads that never buy have none of them.
  Estimate mean_count(const std::function<std::int64_t(const models::Sums&)>& count) const;
  /// Mean of an amount less acquisition.
  Estimate mean_net_of_cac(const std::function<sim::Int128(const models::Sums&)>& amount) const;
  /// Share of people: buyers counted by `count`, and the leads that never buy whose wasted cost `wasted` is true of.
  Estimate share(const std::function<std::int64_t(const models::Sums&)>& count, const std::function<bool(std::int64_t cost)>& wasted) const;
  /// Variance and covariance of the means of two metrics, currency squared.
  double covariance_of_means(models::Metric a, models::Metric b) const;

 private:
  const models::Tallies& tallies_;
  Part part_;
  models::View view_;
  Sample worlds_, replicates_;
  bool individuals_;
};

/// Mean, standard deviation and quantiles of a metric.
Distribution distribution(const PartView& view, models::Metric metric);
/// Profit of customers in about 30 bins of a round width, of which one begins at 0; one in two hundred lies outside at either end. For the customer
/// view, where the distribution of profit was kept; nothing of nobody.
std::optional<Histogram> profit_histogram(const PartView& view);
/// Curves of first and lasting payback, without the cohort's.
Payback payback(const PartView& view);
/// Mean LTV over mean CAC, with Fieller's interval.
Interval ltv_over_cac(const PartView& view);
/// Who brings the profit; for the customer view, where the distribution of profit was kept.
Concentration concentration(const PartView& view);
/// Everybody from the worst to the best, where the distribution of profit was kept: in groups of at most one in a hundred customers and of the money
/// that moves, but for those whose profits the tallies don't tell apart. None holds both who lose and who don't.
std::vector<RankedProfit> profit_ranks(const PartView& view);
/// Everything of a view but the cohort's payback and who brings the profit.
ViewAnswer answer_view(const PartView& view);

}  // namespace valuescale::results
