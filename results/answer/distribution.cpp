// The spread of an amount over people: its standard deviation and its quantiles.
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

namespace valuescale::results {

using models::Metric;
using models::Sums;

namespace {

constexpr double kLevels[] = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};

/// How a metric is distributed over the buyers of each group, and of each unit of it.
class Histograms {
 public:
  Histograms(const PartView& view, Metric metric) : groups_(view.replicates().groups), parts_(groups_) {
    const Sample& sample = view.replicates();
    std::vector<int> place(sim::kBins);
    for (std::size_t g = 0; g < groups_; ++g) {
      sim::SparseHistogram whole;
      for (const std::size_t cell : sample.cells[g]) whole.merge(view.tallies().histogram(cell, metric));
      Part& part = parts_[g];
      part.bins = whole.bins();
      for (std::size_t i = 0; i < part.bins.size(); ++i) place[static_cast<std::size_t>(part.bins[i].index)] = static_cast<int>(i);
      part.up_to.resize(sample.units);
      for (std::size_t u = 0; u < sample.units; ++u) {
        std::vector<double>& up_to = part.up_to[u];
        up_to.assign(part.bins.size() + 1, 0.0);
        for (const std::size_t cell : sample.cells[g]) {
          view.tallies().counts(u, cell, metric).for_each([&](std::int32_t bin, std::int64_t count) {
            up_to[static_cast<std::size_t>(place[static_cast<std::size_t>(bin)]) + 1] += static_cast<double>(count);
          });
        }
        for (std::size_t i = 1; i < up_to.size(); ++i) up_to[i] += up_to[i - 1];
      }
    }
  }

  const std::vector<sim::Bin>& bins(std::size_t group) const { return parts_[group].bins; }
  /// How many values of a unit's group are at most x; evenly spread inside bins.
  double count_at_most(std::size_t unit, std::size_t group, double x) const {
    const auto& [bins, up_to] = parts_[group];
    const auto beyond =
        std::upper_bound(bins.begin(), bins.end(), x, [](double v, const sim::Bin& bin) { return v < static_cast<double>(bin.low); });
    if (beyond == bins.begin()) return 0;
    const auto i = static_cast<std::size_t>(beyond - bins.begin()) - 1;
    const double low = static_cast<double>(bins[i].low), high = static_cast<double>(bins[i].high);
    const double inside = high <= x ? 1.0 : (x - low) / (high - low);
    return up_to[unit][i] + inside * (up_to[unit][i + 1] - up_to[unit][i]);
  }

 private:
  struct Part {
    std::vector<sim::Bin> bins;
    std::vector<std::vector<double>> up_to;  ///< [unit][bin]: how many values lie in the bins before
  };
  std::size_t groups_;
  std::vector<Part> parts_;
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
Estimate distribution_function(const PartView& view, const Histograms& histograms, const NonBuyers& nobody, double x) {
  const Sample& sample = view.replicates();
  Numerator counts;
  counts.pooled.assign(sample.groups, 0.0);
  for (std::size_t u = 0; u < sample.units; ++u) {
    for (std::size_t g = 0; g < sample.groups; ++g) {
      counts.by_unit.push_back(histograms.count_at_most(u, g, x));
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

Distribution distribution(const PartView& view, Metric metric) {
  Distribution result;
  result.mean = view.mean(metric);
  result.sd = standard_deviation(view, metric);
  const Sample& sample = view.replicates();
  if (sample.empty() || !view.has_distribution(metric)) {
    for (const double level : kLevels) result.quantiles.emplace_back(level, Interval{});
    return result;
  }
  const Histograms histograms(view, metric);
  const NonBuyers nobody = nonbuyers(view, metric);
  const sim::Masses all = masses(sample, histograms, nobody);
  double seen = 0;
  for (std::size_t g = 0; g < sample.groups; ++g) seen += sample.count(g);
  const double t = view.critical(sample);
  for (const double level : kLevels) {
    const auto at = [&](double x) { return distribution_function(view, histograms, nobody, x); };
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
