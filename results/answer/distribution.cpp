// The spread of an amount over people: its standard deviation, its quantiles and its histogram.
//
// Quantiles are inverted from the distribution function F. Were people independent, the ranks of the order statistics that enclose the
// quantile would follow from the binomial law; where they are not (worlds, shared random numbers), or where arithmetic knows part of F (leads
// that never buy), the same law holds with the number of independent people that would leave F as uncertain as it is (Woodruff 1952; Korn &
// Graubard 1998). What the histogram's bins hide is added outside of that.
#include "results/answer/part_view.hpp"
#include "results/answer/quantile_interval.hpp"

#include "sim/stats/estimates.hpp"
#include "sim/stats/masses.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results {

using models::Metric;
using models::Sums;

namespace {

constexpr double kLevels[] = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};

/// How a metric is distributed over the buyers of each group.
class Histograms {
 public:
  Histograms(const PartView& view, Metric metric) {
    for (const std::vector<std::size_t>& cells : view.replicates().cells) {
      sim::SparseHistogram whole;
      for (const std::size_t cell : cells) whole.merge(view.tallies().histogram(cell, metric));
      groups_.push_back(std::move(whole));
    }
  }
  const std::vector<sim::Bin>& bins(std::size_t group) const { return groups_[group].bins(); }

 private:
  std::vector<sim::SparseHistogram> groups_;
};

/// How many buyers of each group, and of each unit of it, have at most some amounts; values are evenly spread inside bins.
class CountsAtMost {
 public:
  CountsAtMost(const PartView& view, Metric metric, const Histograms& histograms, std::vector<double> points)
      : points_(std::move(points)), groups_(view.replicates().groups), units_(view.replicates().units) {
    std::sort(points_.begin(), points_.end());
    points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    counts_.assign(points_.size() * units_ * groups_, 0.0);
    for (std::size_t g = 0; g < groups_; ++g) {
      std::vector<Cut> cuts;
      cuts.reserve(points_.size());
      for (const double x : points_) cuts.push_back(cut_at(histograms.bins(g), x));
      for (std::size_t u = 0; u < units_; ++u)
        for (const std::size_t cell : view.replicates().cells[g]) add(view.tallies().counts(u, cell, metric), cuts, u, g);
    }
  }
  /// `x` is one of the points.
  double at(double x, std::size_t unit, std::size_t group) const {
    const auto point = static_cast<std::size_t>(std::lower_bound(points_.begin(), points_.end(), x) - points_.begin());
    return counts_[place(point, unit, group)];
  }

 private:
  /// Values in bins before this one are at most x; of this one's, a share is.
  struct Cut {
    std::int32_t bin;
    double share;
  };
  static Cut cut_at(const std::vector<sim::Bin>& bins, double x) {
    const auto beyond =
        std::upper_bound(bins.begin(), bins.end(), x, [](double v, const sim::Bin& bin) { return v < static_cast<double>(bin.low); });
    if (beyond == bins.begin()) return {-1, 0};
    const sim::Bin& bin = *std::prev(beyond);
    const double low = static_cast<double>(bin.low), high = static_cast<double>(bin.high);
    return {bin.index, high <= x ? 1.0 : (x - low) / (high - low)};
  }
  std::size_t place(std::size_t point, std::size_t unit, std::size_t group) const { return (point * units_ + unit) * groups_ + group; }
  void add(const sim::BinCounts& counts, const std::vector<Cut>& cuts, std::size_t unit, std::size_t group) {
    std::size_t point = 0;
    std::int32_t next = cuts[0].bin;
    std::int64_t before = 0;
    counts.for_each([&](std::int32_t bin, std::int64_t count) {
      while (next <= bin) {
        const double inside = next == bin ? cuts[point].share * static_cast<double>(count) : 0.0;
        counts_[place(point, unit, group)] += static_cast<double>(before) + inside;
        next = ++point < cuts.size() ? cuts[point].bin : sim::kBins;
      }
      before += count;
    });
    for (; point < cuts.size(); ++point) counts_[place(point, unit, group)] += static_cast<double>(before);
  }

  std::vector<double> points_;
  std::size_t groups_, units_;
  std::vector<double> counts_;
};

/// What leads that never buy have of the metric, by world: sorted values with shares.
struct NonBuyers {
  std::vector<std::vector<std::pair<double, double>>> by_world;
};

NonBuyers nonbuyers(const PartView& view, Metric metric) {
  NonBuyers result;
  const auto& dims = view.tallies().dims;
  const double sign = view.wasted_sign(metric);
  result.by_world.resize(dims.worlds);
  if (view.view() == models::customer_view) return result;
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    for (std::size_t c = 0; c < dims.channels; ++c) {
      const double share = view.replicates().nonbuyers[world * dims.channels + c];
      if (!(share > 0)) continue;
      if (sign == 0) {
        result.by_world[world].emplace_back(0.0, share);
        continue;
      }
      for (const models::Atom& atom : wasted_costs(view.tallies(), world, c)) {
        result.by_world[world].emplace_back(sign * static_cast<double>(atom.value), share * atom.probability);
      }
    }
  }
  return result;
}

sim::Masses masses(const Sample& sample, const Histograms& histograms, const NonBuyers& nobody) {
  struct Indexed {
    std::int32_t index;
    sim::Mass mass;
  };
  std::vector<Indexed> bins;
  for (std::size_t g = 0; g < sample.groups; ++g) {
    for (const sim::Bin& bin : histograms.bins(g)) {
      bins.push_back(
          {bin.index, {static_cast<double>(bin.low), static_cast<double>(bin.high), static_cast<double>(bin.count) * sample.scale(g)}});
    }
  }
  std::stable_sort(bins.begin(), bins.end(), [](const Indexed& a, const Indexed& b) { return a.index < b.index; });
  std::vector<sim::Mass> all;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (i > 0 && bins[i].index == bins[i - 1].index) {
      sim::Mass& last = all.back();
      last.low = std::min(last.low, bins[i].mass.low);
      last.high = std::max(last.high, bins[i].mass.high);
      last.weight += bins[i].mass.weight;
    } else {
      all.push_back(bins[i].mass);
    }
  }
  for (const auto& world : nobody.by_world) {
    for (const auto& [value, share] : world) all.push_back({value, value, share});
  }
  return sim::Masses(std::move(all));
}

/// Variance of the estimate of F(x), and F(x) itself.
Estimate distribution_function(const PartView& view, const CountsAtMost& at_most, const NonBuyers& nobody, double x) {
  const Sample& sample = view.replicates();
  Numerator counts;
  counts.pooled.assign(sample.groups, 0.0);
  for (std::size_t u = 0; u < sample.units; ++u) {
    for (std::size_t g = 0; g < sample.groups; ++g) {
      counts.by_unit.push_back(at_most.at(x, u, g));
      counts.pooled[g] += counts.by_unit.back();
    }
  }
  if (view.view() == models::lead_view) {
    counts.nonbuyers = sample.by_unit([&](std::size_t world) {
      double share = 0;
      for (const auto& [value, part] : nobody.by_world[world]) share += value <= x ? part : 0.0;
      return share;
    });
  }
  return estimate_share(sample, counts, view.individuals());
}

/// Share of buyers from `low` up to, not at, `high`; both are points less half a unit, amounts being whole units.
Estimate share_between(const PartView& view, const CountsAtMost& at_most, double low, double high) {
  const Sample& sample = view.replicates();
  const auto below = [&](double x, std::size_t unit, std::size_t group) {
    return std::isinf(x) ? (x < 0 ? 0.0 : sample.count(unit, group)) : at_most.at(x, unit, group);
  };
  Numerator counts;
  counts.pooled.assign(sample.groups, 0.0);
  for (std::size_t u = 0; u < sample.units; ++u) {
    for (std::size_t g = 0; g < sample.groups; ++g) {
      counts.by_unit.push_back(below(high, u, g) - below(low, u, g));
      counts.pooled[g] += counts.by_unit.back();
    }
  }
  return estimate_share(sample, counts, view.individuals());
}

/// Edges of bins of a round width.
struct Ruler {
  std::int64_t first, last;      ///< edges, counted from 0 in widths
  std::int64_t digit, decimals;  ///< the width is digit / 10^decimals; decimals may be negative
  double at(std::int64_t edge) const {
    const double power = std::pow(10.0, static_cast<double>(std::abs(decimals))), multiple = static_cast<double>(edge * digit);
    return decimals < 0 ? multiple * power : multiple / power;
  }
};

/// From 16 to 41 bins that hold both amounts, no narrower than the smallest amount.
Ruler ruler(double low, double high, double smallest) {
  constexpr double kBinsAtMost = 40;
  const double least = std::max((high - low) / kBinsAtMost, smallest);
  auto power = static_cast<std::int64_t>(std::floor(std::log10(least)));
  std::int64_t digit = 1;
  const auto width = [&] { return static_cast<double>(digit) * std::pow(10.0, static_cast<double>(power)); };
  for (const std::int64_t next : {2, 5, 10}) {
    if (width() >= least * (1 - 1e-9)) break;
    digit = next;
  }
  if (digit == 10) digit = 1, ++power;
  // An amount that stands on an edge must not fall below it by rounding.
  const auto edge_below = [&](double amount) { return static_cast<std::int64_t>(std::floor(amount / width() + 1e-6)); };
  return {edge_below(low), edge_below(high) + 1, digit, -power};
}

double standard_deviation(const PartView& view, Metric metric) {
  const Sample& sample = view.means();
  if (sample.empty()) return kMissing;
  const Linear mean = linearise(sample, view.of_metric(sample, metric));
  double squares = 0, buyers_seen = 0;
  for (std::size_t g = 0; g < sample.groups; ++g) {
    const Sums& sums = sample.pooled[g];
    if (sums.customers == 0) continue;
    const double n = sample.count(g);
    const double offset = static_cast<double>(sums.sum[metric]) / n - mean.value;
    // Unbiased within the group where it can be.
    const double within = sim::squared_deviations(sums.customers, sums.sum[metric], sums.square[metric]) * (n > 1 ? n / (n - 1) : 1.0);
    squares += sample.scale(g) * (within + (sample.groups > 1 || view.view() == models::lead_view ? n * offset * offset : 0.0));
    buyers_seen += n;
  }
  if (view.view() == models::customer_view && buyers_seen < 2) return kMissing;
  if (view.view() == models::lead_view) {
    const double sign = view.wasted_sign(metric);
    const auto& facts = view.tallies().channel_facts;
    const std::size_t channels = view.tallies().dims.channels;
    for (const double amount : sample.of_nonbuyers(view.tallies(), [&](std::size_t world, std::size_t c) {
           const models::ChannelFacts& fact = facts[world * channels + c];
           const double offset = sign * fact.wasted_mean - mean.value;
           return (sign != 0 ? fact.wasted_variance : 0.0) + offset * offset;
         })) {
      squares += amount;
    }
  }
  return std::sqrt(squares / sample.all_people) / view.units_per_currency();
}

}  // namespace

std::optional<Histogram> profit_histogram(const PartView& view) {
  constexpr double kOutside = 0.005;
  const Metric metric = models::customer_profit;
  const Sample& sample = view.replicates();
  if (sample.empty() || !view.has_distribution(metric)) return std::nullopt;
  const Histograms histograms(view, metric);
  const sim::Masses all = masses(sample, histograms, {});
  if (all.empty()) return std::nullopt;
  const double units = view.units_per_currency();
  const Ruler edges = ruler(all.quantile(kOutside) / units, all.quantile(1 - kOutside) / units, 1 / units);
  Histogram histogram;
  std::vector<double> points;
  for (std::int64_t edge = edges.first; edge <= edges.last; ++edge) {
    histogram.edges.push_back(edges.at(edge));
    points.push_back(std::round(edges.at(edge) * units) - 0.5);
  }
  const CountsAtMost at_most(view, metric, histograms, points);
  const double infinite = std::numeric_limits<double>::infinity();
  for (std::size_t bin = 0; bin + 1 < points.size(); ++bin)
    histogram.shares.push_back(share_between(view, at_most, points[bin], points[bin + 1]));
  histogram.below = share_between(view, at_most, -infinite, points.front());
  histogram.above = share_between(view, at_most, points.back(), infinite);
  return histogram;
}

Distribution distribution(const PartView& view, Metric metric) {
  Distribution result;
  result.mean = view.mean(metric);
  result.sd = standard_deviation(view, metric);
  const Sample& sample = view.replicates();
  const auto without_quantiles = [&] {
    for (const double level : kLevels) result.quantiles.emplace_back(level, Interval{});
    return result;
  };
  if (sample.empty() || !view.has_distribution(metric)) return without_quantiles();
  const Histograms histograms(view, metric);
  const NonBuyers nobody = nonbuyers(view, metric);
  const sim::Masses all = masses(sample, histograms, nobody);
  if (all.empty()) return without_quantiles();
  double seen = 0;
  for (std::size_t g = 0; g < sample.groups; ++g) seen += sample.count(g);
  const double t = view.critical(sample);
  std::vector<double> points;
  for (const double level : kLevels)
    for (const double x : places_to_judge(all.quantile(level))) points.push_back(x);
  const CountsAtMost at_most(view, metric, histograms, std::move(points));
  const auto at = [&](double x) { return distribution_function(view, at_most, nobody, x); };
  for (const double level : kLevels) {
    const double people = view.individuals() ? seen : static_cast<double>(sample.independent);
    Interval interval = quantile_interval(all, level, effective_people(level, all.quantile(level), at, people, t));
    interval.value /= view.units_per_currency();
    interval.lo /= view.units_per_currency();
    interval.hi /= view.units_per_currency();
    result.quantiles.emplace_back(level, interval);
  }
  return result;
}

}  // namespace valuescale::results
