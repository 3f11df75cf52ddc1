#include "results/decision/prim.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kPeeled = 0.05, kPasted = 0.05;
constexpr double kLeastMass = 0.02;  // of worlds: smaller boxes are chance
constexpr double kSignificant = 0.05;
constexpr double kLeastCoverage = 0.1;  // of a further box
constexpr std::size_t kMostBoxes = 3;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Columns = std::vector<std::vector<double>>;

struct Ends {
  double low = -kInfinity, high = kInfinity;
  bool holds(double x) const { return x >= low && x <= high; }
  bool is_open() const { return low == -kInfinity && high == kInfinity; }
};
using Ranges = std::vector<Ends>;  ///< by assumption

struct Count {
  std::size_t worlds = 0, failed = 0;
  double density() const { return worlds == 0 ? 0 : static_cast<double>(failed) / static_cast<double>(worlds); }
};

/// Worlds that are looked at, and what of them is known.
struct Sample {
  const Columns& values;
  const std::vector<bool>& failed;
  std::vector<std::size_t> worlds;

  bool is_in(std::size_t world, const Ranges& ranges) const {
    for (std::size_t a = 0; a < ranges.size(); ++a)
      if (!ranges[a].holds(values[a][world])) return false;
    return true;
  }
  std::vector<std::size_t> inside(const Ranges& ranges) const {
    std::vector<std::size_t> kept;
    for (const std::size_t world : worlds)
      if (is_in(world, ranges)) kept.push_back(world);
    return kept;
  }
  Count count(const Ranges& ranges) const {
    Count count;
    for (const std::size_t world : worlds)
      if (is_in(world, ranges)) ++count.worlds, count.failed += failed[world] ? 1 : 0;
    return count;
  }
};

/// The box without a twentieth at one end of one assumption; the best of all of them. Nothing where all is alike.
std::optional<Ranges> peeled(const Sample& sample, const Ranges& ranges) {
  const std::vector<std::size_t> inside = sample.inside(ranges);
  const auto cut = static_cast<std::size_t>(std::max(1.0, std::floor(kPeeled * static_cast<double>(inside.size()))));
  std::optional<Ranges> best;
  double highest = -1;
  for (std::size_t a = 0; a < ranges.size(); ++a) {
    std::vector<double> sorted;
    for (const std::size_t world : inside) sorted.push_back(sample.values[a][world]);
    std::sort(sorted.begin(), sorted.end());
    if (sorted.front() == sorted.back()) continue;
    for (const bool low : {true, false}) {
      Ranges smaller = ranges;
      // Equal values go together.
      if (low)
        smaller[a].low = *std::upper_bound(sorted.begin(), sorted.end(), sorted[cut - 1]);
      else
        smaller[a].high = *std::prev(std::lower_bound(sorted.begin(), sorted.end(), sorted[sorted.size() - cut]));
      Count count;
      for (const std::size_t world : inside)
        if (smaller[a].holds(sample.values[a][world])) ++count.worlds, count.failed += sample.failed[world] ? 1 : 0;
      if (count.worlds == 0 || count.worlds == inside.size() || count.density() <= highest) continue;
      highest = count.density();
      best = std::move(smaller);
    }
  }
  return best;
}

/// Ends that were cut too deep are moved out again, a twentieth of the box at a time, as long as its density does not fall.
void paste(const Sample& sample, Ranges& ranges) {
  for (std::size_t a = 0; a < ranges.size(); ++a)
    for (const bool low : {true, false})
      while ((low ? ranges[a].low : ranges[a].high) != (low ? -kInfinity : kInfinity)) {
        Ranges wider = ranges;
        wider[a].low = low ? -kInfinity : ranges[a].low;
        wider[a].high = low ? ranges[a].high : kInfinity;
        std::vector<double> outside;
        for (const std::size_t world : sample.inside(wider))
          if (!ranges[a].holds(sample.values[a][world])) outside.push_back(sample.values[a][world]);
        const Count before = sample.count(ranges);
        const auto step = static_cast<std::size_t>(std::max(1.0, kPasted * static_cast<double>(before.worlds)));
        if (outside.size() > step) {
          std::sort(outside.begin(), outside.end());
          (low ? wider[a].low : wider[a].high) = low ? outside[outside.size() - step] : outside[step - 1];
        }
        const Count after = sample.count(wider);
        if (after.density() < before.density() || (after.worlds == before.worlds && !outside.empty())) break;
        ranges = std::move(wider);
      }
}

double balance(const Count& count, std::size_t failures) {
  const double coverage = static_cast<double>(count.failed) / static_cast<double>(failures), density = count.density();
  return coverage + density > 0 ? 2 * coverage * density / (coverage + density) : 0;
}

/// The box on the way down that balances coverage and density best.
Ranges best_on_the_way(const Sample& sample, std::size_t assumptions, std::size_t failures) {
  Ranges ranges(assumptions), best = ranges;
  double highest = balance(sample.count(ranges), failures);
  const double least = std::max(static_cast<double>(kFewestFailures) / 2, kLeastMass * static_cast<double>(sample.worlds.size()));
  while (auto smaller = peeled(sample, ranges)) {
    ranges = std::move(*smaller);
    const Count count = sample.count(ranges);
    if (static_cast<double>(count.worlds) < least) break;
    if (const double value = balance(count, failures); value > highest) {
      highest = value;
      best = ranges;
    }
  }
  paste(sample, best);
  return best;
}

double p_value(const Sample& sample, const Ranges& ranges, std::size_t assumption) {
  Ranges without = ranges;
  without[assumption] = {};
  const Count inside = sample.count(ranges), around = sample.count(without);
  if (inside.failed == 0 || around.failed == around.worlds) return 1;
  const boost::math::binomial_distribution<double> law(static_cast<double>(inside.worlds), around.density());
  return boost::math::cdf(boost::math::complement(law, static_cast<double>(inside.failed) - 1));
}

/// Drops what adds nothing: the range with the largest p-value, as long as that is large or there are too many.
void simplify(const Sample& sample, Ranges& ranges) {
  for (;;) {
    std::size_t count = 0, weakest = 0;
    double largest = -1;
    for (std::size_t a = 0; a < ranges.size(); ++a) {
      if (ranges[a].is_open()) continue;
      ++count;
      const double p = p_value(sample, ranges, a);
      if (p > largest) largest = p, weakest = a;
    }
    if (count == 0 || (count <= kMostRanges && largest <= kSignificant)) return;
    ranges[weakest] = {};
  }
}

Box judged(const Sample& sample, const Ranges& ranges, std::size_t failures) {
  Box box;
  for (std::size_t a = 0; a < ranges.size(); ++a)
    if (!ranges[a].is_open()) box.ranges.push_back({a, ranges[a].low, ranges[a].high, p_value(sample, ranges, a)});
  const Count count = sample.count(ranges);
  box.worlds = count.worlds;
  box.failed = count.failed;
  box.coverage = share_interval(count.failed, failures);
  box.density = share_interval(count.failed, count.worlds);
  return box;
}

void leave_out(Sample& sample, const Ranges& ranges) {
  std::erase_if(sample.worlds, [&](std::size_t world) { return sample.is_in(world, ranges); });
}

}  // namespace

Interval share_interval(std::size_t successes, std::size_t trials) {
  if (trials == 0) return {};
  const auto k = static_cast<double>(successes), n = static_cast<double>(trials);
  Interval interval{k / n, 0, 1};
  if (successes > 0) interval.lo = boost::math::quantile(boost::math::beta_distribution<double>(k, n - k + 1), 0.025);
  if (successes < trials) interval.hi = boost::math::quantile(boost::math::beta_distribution<double>(k + 1, n - k), 0.975);
  return interval;
}

Discovery discover(const Columns& values, const std::vector<bool>& failed) {
  Discovery found;
  found.worlds = failed.size();
  Sample chooses{values, failed, {}}, judges{values, failed, {}};
  for (std::size_t world = 0; world < failed.size(); ++world) {
    (world % 2 == 0 ? chooses : judges).worlds.push_back(world);
    if (failed[world]) ++found.failed;
    if (failed[world] && world % 2 == 1) ++found.judged_failed;
  }
  found.judged = judges.worlds.size();
  if (found.failed < kFewestFailures || found.worlds - found.failed < kFewestFailures || found.judged_failed == 0) return found;
  const std::size_t failures = chooses.count(Ranges(values.size())).failed;
  while (found.boxes.size() < kMostBoxes && 2 * chooses.count(Ranges(values.size())).failed >= kFewestFailures) {
    Ranges ranges = best_on_the_way(chooses, values.size(), std::max<std::size_t>(1, failures));
    simplify(chooses, ranges);
    Box box = judged(judges, ranges, found.judged_failed);
    // It has to say something of worlds that had no say in it.
    const bool tells = std::any_of(box.ranges.begin(), box.ranges.end(), [](const BoxRange& range) { return range.p <= kSignificant; });
    if (!tells || (!found.boxes.empty() && box.coverage.value < kLeastCoverage)) break;
    found.boxes.push_back(std::move(box));
    leave_out(chooses, ranges);
    leave_out(judges, ranges);
  }
  return found;
}

}  // namespace valuescale::results
