// Where a results file says who brings the profit: once for everybody, or with a row a channel or segment; and the segments as groups. And how
// profit is spread over customers, in bins and by rank.
#pragma once

#include "results/hdf5/levels.hpp"
#include "results/hdf5/view_layout.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// Views in which nothing is known get numbers that are missing.
template <class Archive>
void lay_out_concentration(Archive& archive, const Units& units, const std::vector<Extent>& extents,
                           const std::vector<ViewAnswer*>& views) {
  std::vector<double> levels;
  std::vector<Concentration*> curves;
  for (ViewAnswer* view : views) {
    if (!view->concentration) view->concentration.emplace();
    curves.push_back(&*view->concentration);
    add_levels(levels, view->concentration->tenths);
  }
  sort_and_unite(levels);
  const Extent best = archive.dimension({"best", "1", "share of customers, best first"}, levels, kMostLevels);
  Rows<Archive, Concentration> rows(archive, extents, curves);
  rows.expect("tenth_mean", best);
  for (Concentration* curve : curves) bring_to(curve->tenths, levels);

  const auto tenths = [&](const About& about, Estimate Tenth::*which) {
    rows.estimates(about, best, [which](Concentration& curve, std::size_t k) -> Estimate& { return curve.tenths[k].second.*which; });
  };
  tenths({"tenth_mean", units.money, "mean profit of a customer of the tenth that ends here"}, &Tenth::mean);
  tenths({"tenth_share", "1", "profit of the tenth that ends here, as a share of all profit"}, &Tenth::share);
  tenths({"cumulative", "1", "profit of the best customers up to here, as a share of all profit"}, &Tenth::cumulative);
  rows.estimate({"profitable", "1", "share of customers with a profit above zero"}, &Concentration::profitable);
  rows.estimate({"peak", "1", "profit of those, as a share of all profit"}, &Concentration::peak);
  rows.estimate({"unprofitable", "1", "share of customers with a profit below zero"}, &Concentration::unprofitable);
  rows.estimate({"loss_mean", units.money, "mean loss of those"}, &Concentration::loss_mean);
  rows.estimate({"loss_share", "1", "loss of those together, as a share of all profit"}, &Concentration::loss_share);
  rows.estimate({"gini", "1", "mean absolute difference of profit between two customers over twice the mean"}, &Concentration::gini);
  rows.estimate({"bring_80", "1", "smallest share of customers that brings 80 % of the profit"}, &Concentration::bring_80);
}

template <class Archive>
void lay_out_histogram(Archive& archive, const Units& units, Histogram& histogram) {
  std::vector<double> from;
  if constexpr (!Archive::kLoads) from.assign(histogram.edges.begin(), histogram.edges.end() - 1);
  const Extent bin = archive.dimension({"from", units.money, "profit from which the bin holds customers"}, from, kMostBins);
  if constexpr (Archive::kLoads) {
    if (from.empty()) archive.refuse("from", "is missing");
    archive.expect("to", {bin});
    histogram.edges = from;
    histogram.edges.push_back(kMissing);
    histogram.shares.resize(from.size());
  }
  // Where a bin ends the next begins.
  archive.values({"to", units.money, "profit up to which, and not at which, it does"}, {bin},
                 [&](std::size_t i) -> double& { return histogram.edges[i + 1]; });
  Rows<Archive, Histogram> rows(archive, {}, {&histogram});
  rows.estimates({"share", "1", "share of customers"}, bin, [](Histogram& one, std::size_t i) -> Estimate& { return one.shares[i]; });
  rows.estimate({"below", "1", "share of customers with less than all bins"}, &Histogram::below);
  rows.estimate({"above", "1", "share of customers with more than all bins"}, &Histogram::above);
}

template <class Archive>
void lay_out_profit_ranks(Archive& archive, const Units& units, std::vector<RankedProfit>& ranks) {
  std::vector<double> until;
  for (const RankedProfit& group : ranks) until.push_back(group.until);
  const Extent extent =
      archive.dimension({"until", "1", "share of customers who bring as much as these or less, worst first"}, until, kMostBins);
  if constexpr (Archive::kLoads) {
    archive.expect("low", {extent});
    for (const double share : until) ranks.push_back({share, kMissing, kMissing, kMissing});
  }
  Rows<Archive, RankedProfit> rows(archive, {extent}, rows_of(ranks));
  rows.one({"low", units.money, "profit that each of these customers brings at least"}, &RankedProfit::low);
  rows.one({"high", units.money, "profit that each of them brings at most"}, &RankedProfit::high);
  rows.one({"mean", units.money, "mean profit of these customers"}, &RankedProfit::mean);
}

template <class Archive>
void lay_out_profit_groups(Archive& archive, std::vector<ProfitGroup>& groups) {
  std::vector<std::string> names;
  for (const auto& group : groups) names.push_back(group.name);
  const Extent extent = archive.dimension({"group", "1", "name of the segment, best first"}, names, kMostNames);
  if constexpr (Archive::kLoads) {
    for (const auto& name : names) groups.push_back({name, kMissing, {}, {}, {}});
  }
  Rows<Archive, ProfitGroup> rows(archive, {extent}, rows_of(groups));
  rows.one({"share_of_customers", "1", "share of all customers"}, &ProfitGroup::share_of_customers);
  rows.estimate({"share_of_profit", "1", "share of all profit"}, &ProfitGroup::share_of_profit);
  rows.estimate({"relative", "1", "profit of its average customer, over that of the average customer"}, &ProfitGroup::relative);
  rows.estimate({"cumulative", "1", "share of all profit of this segment and all better ones"}, &ProfitGroup::cumulative);
}

}  // namespace valuescale::results
