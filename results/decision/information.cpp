#include "results/decision/information.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace valuescale::results {

namespace {

constexpr std::size_t kNodes = 128;           // of the curve, as a test sees it
constexpr std::int64_t kMostOutcomes = 2000;  // of a test that are looked at one by one
constexpr double kUnlikely = -60;             // logarithm: nothing comes of it

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::size_t best_of(const Numbers& numbers) {
  std::size_t best = 0;
  double highest = mean(numbers[0]);
  for (std::size_t d = 1; d < numbers.size(); ++d)
    if (const double here = mean(numbers[d]); here > highest) highest = here, best = d;
  return best;
}

/// E[max] − E of each option, over the worlds of these numbers: what is gained where that one would be taken now.
using Gains = std::vector<double>;

Gains gains(const Numbers& numbers) {
  const std::size_t worlds = numbers[0].size();
  double of_max = 0;
  for (std::size_t w = 0; w < worlds; ++w) {
    double highest = numbers[0][w];
    for (const std::vector<double>& option : numbers) highest = std::max(highest, option[w]);
    of_max += highest / static_cast<double>(worlds);
  }
  Gains gains;
  for (const std::vector<double>& option : numbers) gains.push_back(std::max(0.0, of_max - mean(option)));
  return gains;
}

/// `without`: by group, had its worlds not been lived; they differ from `as_if`, and so may what is gained.
InformationValue value_of(const Gains& found, const Gains& as_if, const std::vector<Gains>& without) {
  const auto of_option = [&](std::size_t d) {
    Measured measured{found[d], {}};
    for (const Gains& rest : without) measured.without.push_back(found[d] + (rest[d] - as_if[d]));
    return measured;
  };
  const std::size_t best = static_cast<std::size_t>(std::min_element(found.begin(), found.end()) - found.begin());
  const Measured value = of_option(best);
  InformationValue result{estimate(value), interval(value)};
  for (std::size_t d = 0; d < found.size(); ++d) {
    const Measured instead = of_option(d);
    if (d != best && interval(difference(instead, value)).lo <= 0) result.interval.hi = std::max(result.interval.hi, interval(instead).hi);
  }
  if (!std::isnan(result.interval.lo)) result.interval.lo = std::max(0.0, result.interval.lo);
  return result;
}

void bring_nearer(std::vector<double>& values, double by) {
  const double middle = mean(values);
  for (double& value : values) value = middle + by * (value - middle);
}

/// How much more than the best option each is worth in the worlds outside a group, luck left out.
Numbers more_than_best(const Worths& worths, const ExpectedGiven& curves, std::size_t group) {
  const std::size_t best = best_option(worths);
  const std::vector<std::size_t> rest = curves.worlds_without(group);
  Numbers more = curves.all_without(group);
  for (std::size_t d = 0; d < worths.size(); ++d) {
    double unexplained = 0, luck = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
      const std::size_t w = rest[i];
      const double off = curves.numbers()[d][w] - more[d][i];
      const double between = worths[d][w][0] - worths[best][w][0] - (worths[d][w][1] - worths[best][w][1]);
      unexplained += off * off;
      luck += between * between / 4;
    }
    const double kept = unexplained > luck ? std::sqrt(1 - luck / unexplained) : 0;
    const double middle = mean(more[d]), noise = curves.noise() * unexplained;
    double bends = 0;
    for (const double value : more[d]) bends += (value - middle) * (value - middle);
    const double straightened = bends > noise ? std::sqrt(1 - noise / bends) : 0;
    for (std::size_t i = 0; i < rest.size(); ++i)
      more[d][i] = middle + straightened * (more[d][i] - middle) + kept * (curves.numbers()[d][rest[i]] - more[d][i]);
  }
  return more;
}

/// Curves without the noise's bends.
Numbers shrunk(const ExpectedGiven& curves, std::size_t assumption) {
  Numbers numbers = curves.curve_without(assumption, curves.groups());
  const std::vector<double> kept = curves.shrinking(assumption);
  for (std::size_t d = 0; d < numbers.size(); ++d) bring_nearer(numbers[d], kept[d]);
  return numbers;
}

/// An assumption's law and the worth of options given it.
struct Curve {
  std::vector<double> at, likely;  ///< values, and how likely each is
  Numbers worth;                   ///< [option][value]
};

Curve curve_of(const std::vector<double>& probability, const Numbers& expected) {
  std::vector<std::size_t> order(probability.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return probability[a] < probability[b]; });
  const std::size_t nodes = std::min(kNodes, order.size());
  Curve curve{std::vector<double>(nodes), std::vector<double>(nodes), Numbers(expected.size(), std::vector<double>(nodes))};
  for (std::size_t node = 0; node < nodes; ++node) {
    const std::size_t from = node * order.size() / nodes, to = (node + 1) * order.size() / nodes;
    curve.likely[node] = static_cast<double>(to - from) / static_cast<double>(order.size());
    for (std::size_t i = from; i < to; ++i) {
      const double share = 1 / static_cast<double>(to - from);
      curve.at[node] += probability[order[i]] * share;
      for (std::size_t d = 0; d < expected.size(); ++d) curve.worth[d][node] += expected[d][order[i]] * share;
    }
  }
  return curve;
}

/// Sum over what a test may come to of its probability times the worth of the option that is then best, less that of each.
Gains gains_of_test(const Curve& curve, std::int64_t leads) {
  const std::size_t nodes = curve.at.size(), options = curve.worth.size();
  const std::int64_t stride = std::max<std::int64_t>(1, leads / kMostOutcomes);
  const auto n = static_cast<double>(leads);
  double all = 0, of_best = 0;
  std::vector<double> worth(options), known(options);
  for (std::int64_t yes = 0; yes <= leads; yes += stride) {
    const auto k = static_cast<double>(yes);
    const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    double likely = 0;
    std::fill(worth.begin(), worth.end(), 0.0);
    for (std::size_t node = 0; node < nodes; ++node) {
      const double p = std::clamp(curve.at[node], 1e-300, 1 - 1e-16);
      const double logarithm = ways + k * std::log(p) + (n - k) * std::log1p(-p);
      if (logarithm < kUnlikely) continue;
      const double here = curve.likely[node] * std::exp(logarithm);
      likely += here;
      for (std::size_t d = 0; d < options; ++d) worth[d] += here * curve.worth[d][node];
    }
    all += likely;
    for (std::size_t d = 0; d < options; ++d) known[d] += worth[d];
    of_best += *std::max_element(worth.begin(), worth.end());
  }
  Gains gains;
  for (const double worth_of_option : known) gains.push_back(all > 0 ? std::max(0.0, (of_best - worth_of_option) / all) : 0);
  return gains;
}

}  // namespace

std::size_t best_option(const Worths& worths) {
  Numbers means;
  for (const std::vector<Output>& option : worths) {
    means.emplace_back();
    for (const Output& output : option) means.back().push_back((output[0] + output[1]) / 2);
  }
  return best_of(means);
}

ExpectedGiven curves_of(const Worths& worths, const std::vector<std::vector<double>>& assumptions,
                        const std::vector<std::vector<std::size_t>>& tied) {
  const std::size_t best = best_option(worths), worlds = worths[0].size(), groups = std::min(kGroups, worlds / 2);
  Numbers more;
  for (const std::vector<Output>& option : worths) {
    more.emplace_back();
    for (std::size_t w = 0; w < worlds; ++w)
      more.back().push_back((option[w][0] + option[w][1] - worths[best][w][0] - worths[best][w][1]) / 2);
  }
  std::vector<std::size_t> group_of;
  for (std::size_t w = 0; w < worlds; ++w) group_of.push_back(w * groups / worlds);
  return ExpectedGiven(assumptions, tied, std::move(more), std::move(group_of));
}

std::vector<double> share_best(const Worths& worths, const ExpectedGiven& curves) {
  const Numbers more = more_than_best(worths, curves, curves.groups());
  std::vector<double> share(worths.size());
  const std::size_t worlds = worths[0].size();
  for (std::size_t w = 0; w < worlds; ++w) {
    std::size_t best = 0;
    for (std::size_t d = 1; d < more.size(); ++d)
      if (more[d][w] > more[best][w]) best = d;
    share[best] += 1 / static_cast<double>(worlds);
  }
  return share;
}

InformationValue evpi(const Worths& worths, const ExpectedGiven& curves) {
  std::vector<Gains> without;
  for (std::size_t g = 0; g < curves.groups(); ++g) without.push_back(gains(more_than_best(worths, curves, g)));
  const Gains all = gains(more_than_best(worths, curves, curves.groups()));
  return value_of(all, all, without);
}

InformationValue evppi(const ExpectedGiven& curves, std::size_t assumption) {
  std::vector<Gains> without;
  for (std::size_t g = 0; g < curves.groups(); ++g) without.push_back(gains(curves.curve_without(assumption, g)));
  return value_of(gains(shrunk(curves, assumption)), gains(curves.curve_without(assumption, curves.groups())), without);
}

std::vector<InformationValue> evsi(const ExpectedGiven& curves, std::size_t assumption, const std::vector<double>& probability,
                                   const std::vector<std::int64_t>& leads) {
  const auto nodes_without = [&](std::size_t group, const Numbers& expected) {
    std::vector<double> rest;
    for (const std::size_t world : curves.worlds_without(group)) rest.push_back(probability[world]);
    return curve_of(rest, expected);
  };
  const Curve found = nodes_without(curves.groups(), shrunk(curves, assumption)),
              as_fitted = nodes_without(curves.groups(), curves.curve_without(assumption, curves.groups()));
  std::vector<Curve> rests;
  for (std::size_t g = 0; g < curves.groups(); ++g) rests.push_back(nodes_without(g, curves.curve_without(assumption, g)));
  std::vector<InformationValue> values;
  for (const std::int64_t size : leads) {
    std::vector<Gains> without;
    for (const Curve& rest : rests) without.push_back(gains_of_test(rest, size));
    values.push_back(value_of(gains_of_test(found, size), gains_of_test(as_fitted, size), without));
  }
  return values;
}

}  // namespace valuescale::results
