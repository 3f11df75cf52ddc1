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

/// E[max] − max E over the worlds of these numbers.
double gain(const Numbers& numbers) {
  double of_max = 0;
  for (std::size_t w = 0; w < numbers[0].size(); ++w) {
    double highest = numbers[0][w];
    for (const std::vector<double>& option : numbers) highest = std::max(highest, option[w]);
    of_max += highest;
  }
  return std::max(0.0, of_max / static_cast<double>(numbers[0].size()) - mean(numbers[best_of(numbers)]));
}

std::size_t groups_of(std::size_t worlds) { return std::min(kGroups, worlds); }

/// A number of worlds, and what it were without each group of them: `of(first, last)` leaves those out.
template <class Of>
Measured left_out(std::size_t worlds, const Of& of) {
  const std::size_t groups = groups_of(worlds);
  Measured measured{of(std::size_t{0}, std::size_t{0}), {}};
  for (std::size_t g = 0; groups > 1 && g < groups; ++g) measured.without.push_back(of(g * worlds / groups, (g + 1) * worlds / groups));
  return measured;
}

/// The worlds outside [first, last).
Worths rest_of(const Worths& worths, std::size_t first, std::size_t last) {
  Worths rest = worths;
  for (std::vector<Output>& option : rest)
    option.erase(option.begin() + static_cast<std::ptrdiff_t>(first), option.begin() + static_cast<std::ptrdiff_t>(last));
  return rest;
}

/// How much more than the best option each is worth, luck left out.
Numbers more_than_best(const Worths& worths) {
  const std::size_t best = best_option(worths), worlds = worths[0].size();
  Numbers more(worths.size(), std::vector<double>(worlds));
  for (std::size_t d = 0; d < worths.size(); ++d) {
    if (d == best) continue;
    double mean = 0, observed = 0, luck = 0;
    for (std::size_t w = 0; w < worlds; ++w) {
      const double one = worths[d][w][0] - worths[best][w][0], other = worths[d][w][1] - worths[best][w][1];
      more[d][w] = (one + other) / 2;
      mean += more[d][w] / static_cast<double>(worlds);
      luck += (one - other) * (one - other) / 4 / static_cast<double>(worlds);
    }
    for (const double value : more[d]) observed += (value - mean) * (value - mean) / static_cast<double>(worlds - 1);
    const double kept = observed > 0 ? std::sqrt(std::max(0.0, observed - luck) / observed) : 0;
    for (double& value : more[d]) value = mean + kept * (value - mean);
  }
  return more;
}

/// An assumption's law and the worth of options given it, at values that are equally likely.
struct Curve {
  std::vector<double> at;
  Numbers worth;  ///< [option][value]
};

Curve curve_of(const std::vector<double>& probability, const std::vector<std::size_t>& order, const Numbers& expected) {
  const std::size_t nodes = std::min(kNodes, order.size());
  Curve curve{std::vector<double>(nodes), Numbers(expected.size(), std::vector<double>(nodes))};
  for (std::size_t node = 0; node < nodes; ++node) {
    const std::size_t from = node * order.size() / nodes, to = (node + 1) * order.size() / nodes;
    for (std::size_t i = from; i < to; ++i) {
      const double share = 1 / static_cast<double>(to - from);
      curve.at[node] += probability[order[i]] * share;
      for (std::size_t d = 0; d < expected.size(); ++d) curve.worth[d][node] += expected[d][order[i]] * share;
    }
  }
  return curve;
}

/// Sum over what a test may come to of its probability times the worth of the option that is then best, less that of the option now best.
double gain_of_test(const Curve& curve, std::int64_t leads) {
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
      const double here = std::exp(logarithm);
      likely += here;
      for (std::size_t d = 0; d < options; ++d) worth[d] += here * curve.worth[d][node];
    }
    all += likely;
    for (std::size_t d = 0; d < options; ++d) known[d] += worth[d];
    of_best += *std::max_element(worth.begin(), worth.end());
  }
  return all > 0 ? std::max(0.0, (of_best - *std::max_element(known.begin(), known.end())) / all) : 0;
}

}  // namespace

std::size_t best_option(const Worths& worths) { return best_of(mean_worths(worths)); }

std::vector<double> share_best(const Worths& worths) {
  const Numbers more = more_than_best(worths);
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

Measured evpi(const Worths& worths) {
  return left_out(worths[0].size(),
                  [&](std::size_t first, std::size_t last) { return gain(more_than_best(rest_of(worths, first, last))); });
}

Numbers mean_worths(const Worths& worths) {
  Numbers means;
  for (const std::vector<Output>& option : worths) {
    means.emplace_back();
    for (const Output& output : option) means.back().push_back((output[0] + output[1]) / 2);
  }
  return means;
}

Measured evppi(const Numbers& worths, const std::vector<double>& assumption) {
  const ExpectedGiven curve(assumption, worths);
  return left_out(worths[0].size(), [&](std::size_t first, std::size_t last) { return gain(curve.without(worths, first, last)); });
}

std::vector<Measured> evsi(const Numbers& worths, const std::vector<double>& probability, const std::vector<std::int64_t>& leads) {
  const ExpectedGiven curve(probability, worths);
  std::vector<Measured> values(leads.size());
  const std::size_t worlds = probability.size(), groups = groups_of(worlds);
  for (std::size_t g = 0; g <= groups; ++g) {
    const bool is_all = g == groups;
    const std::size_t first = is_all ? 0 : g * worlds / groups, last = is_all ? 0 : (g + 1) * worlds / groups;
    std::vector<double> rest = probability;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(first), rest.begin() + static_cast<std::ptrdiff_t>(last));
    std::vector<std::size_t> order(rest.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] < rest[b]; });
    const Curve nodes = curve_of(rest, order, curve.without(worths, first, last));
    for (std::size_t i = 0; i < leads.size(); ++i) {
      const double value = gain_of_test(nodes, leads[i]);
      if (is_all)
        values[i].value = value;
      else
        values[i].without.push_back(value);
    }
  }
  return values;
}

Interval value_interval(const Measured& measured) {
  Interval value = interval(measured);
  if (!std::isnan(value.lo)) value.lo = std::max(0.0, value.lo);
  return value;
}

}  // namespace valuescale::results
