#include "results/decision/ranking.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "results/decision/expected_given.hpp"
#include "results/decision/measured.hpp"
#include "sim/random/philox.hpp"
#include "sim/random/special.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace valuescale::results {

namespace {

constexpr std::size_t kSamples = 4000;

/// Values that only rounding tells apart are the same.
bool is_above(double a, double b) { return a - b > 1e-9 * std::max(std::fabs(a), std::fabs(b)); }

/// Adds who takes which place, by those values; equals share.
void count_places(const std::vector<double>& values, std::vector<std::vector<double>>& places) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  for (std::size_t from = 0, to; from < order.size(); from = to) {
    to = from + 1;
    while (to < order.size() && !is_above(values[order[from]], values[order[to]])) ++to;
    for (std::size_t i = from; i < to; ++i)
      for (std::size_t place = from; place < to; ++place) places[order[i]][place] += 1 / static_cast<double>(to - from);
  }
}

std::vector<double> column(const Values& values, std::size_t unit) {
  std::vector<double> column;
  for (const std::vector<double>& option : values) column.push_back(option[unit]);
  return column;
}

/// 53 bits in (0, 1), of their own for each (sample, unit).
double uniform(std::size_t sample, std::size_t unit, std::uint32_t what) {
  const sim::Block words =
      sim::philox({static_cast<std::uint32_t>(unit), what, static_cast<std::uint32_t>(sample), 0}, sim::key_of(0, "samples of a decision"));
  return (static_cast<double>((std::uint64_t{words[1]} << 32 | words[0]) >> 11) + 0.5) * 0x1p-53;
}

Estimate share(double count, double trials, bool has_error) {
  return {count / trials, has_error ? sim::proportion_error(count, trials) : kMissing};
}

}  // namespace

Ranking rank(const Values& equally_likely, bool have_errors) {
  const std::size_t options = equally_likely.size(), count = equally_likely.front().size();
  std::vector<std::vector<double>> places(options, std::vector<double>(options, 0.0)), regrets(options);
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<double> here = column(equally_likely, i);
    count_places(here, places);
    const double best = *std::max_element(here.begin(), here.end());
    for (std::size_t option = 0; option < options; ++option) regrets[option].push_back(best - here[option]);
  }
  Ranking ranking;
  for (std::size_t option = 0; option < options; ++option) {
    ranking.rank.emplace_back();
    for (const double times : places[option]) ranking.rank.back().push_back(share(times, static_cast<double>(count), have_errors));
    ranking.p_best.push_back(ranking.rank.back().front());
    ranking.regret.push_back(have_errors ? DrawnWorlds().mean(regrets[option]) : Estimate{mean_of(regrets[option]), kMissing});
  }
  return ranking;
}

Values resampled_means(const Values& slices) {
  const std::size_t units = slices.front().size();
  Values means(slices.size());
  for (std::size_t sample = 0; sample < kSamples; ++sample) {
    std::vector<double> sums(slices.size(), 0.0);
    double total = 0;
    for (std::size_t unit = 0; unit < units; ++unit) {
      const double weight = -std::log(uniform(sample, unit, 0));
      total += weight;
      for (std::size_t option = 0; option < slices.size(); ++option) sums[option] += weight * slices[option][unit];
    }
    for (std::size_t option = 0; option < slices.size(); ++option) means[option].push_back(sums[option] / total);
  }
  return means;
}

Odds odds(const std::vector<double>& a, const std::vector<double>& b, bool have_errors) {
  double better = 0, worse = 0, equal = 0, won = 0, lost = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (is_above(a[i], b[i])) {
      ++better;
      won += a[i] - b[i];
    } else if (is_above(b[i], a[i])) {
      ++worse;
      lost += b[i] - a[i];
    } else {
      ++equal;
    }
  }
  return {share(better + equal / 2, static_cast<double>(a.size()), have_errors), worse > 0 ? lost / worse : kMissing,
          better > 0 ? won / better : kMissing};
}

std::vector<std::vector<Odds>> all_odds(const Values& values, std::size_t options, bool have_errors) {
  std::vector<std::vector<Odds>> against(options);
  for (std::size_t one = 0; one < options; ++one)
    for (std::size_t other = 0; other < options; ++other) against[one].push_back(odds(values[one], values[other], have_errors));
  return against;
}

namespace {

Known known_of(Values values, bool may_do_nothing) {
  Known known;
  const std::size_t options = values.size();
  known.values = std::move(values);
  if (may_do_nothing) known.values.emplace_back(known.values.front().size(), 0.0);
  known.ranking = rank(known.values, true);
  known.against = all_odds(known.values, options, true);
  return known;
}

Values without(const Values& values, const std::function<bool(std::size_t which)>& is_left_out) {
  Values rest;
  for (const std::vector<double>& option : values) {
    rest.emplace_back();
    for (std::size_t i = 0; i < option.size(); ++i)
      if (!is_left_out(i)) rest.back().push_back(option[i]);
  }
  return rest;
}

}  // namespace

Known rank_over_worlds(const Values& values, const Values& again, const std::vector<std::vector<double>>& assumptions, bool may_do_nothing,
                       bool neighbours) {
  const std::size_t worlds = values.front().size(), groups = std::min(worlds / 2, kGroups);
  if (again.empty() || groups < 2) return known_of(values, may_do_nothing);
  std::vector<std::size_t> group_of;
  for (std::size_t world = 0; world < worlds; ++world) group_of.push_back(neighbours ? world * groups / worlds : world % groups);
  const ExpectedGiven told(assumptions, {}, values, group_of);
  Known known = known_of(without_luck(values, again, told.all_without(groups), told.noise()), may_do_nothing);
  std::vector<Known> rests;
  for (std::size_t group = 0; group < groups; ++group) {
    const auto is_in = [&](std::size_t world) { return group_of[world] == group; };
    rests.push_back(
        known_of(without_luck(without(values, is_in), without(again, is_in), told.all_without(group), told.noise()), may_do_nothing));
  }
  const auto widen = [&](Estimate& estimate, const std::function<const Estimate&(const Known&)>& of) {
    Measured measured{estimate.value, {}};
    for (const Known& rest : rests) measured.without.push_back(of(rest).value);
    estimate.se = std::max(estimate.se, results::estimate(measured).se);
  };
  for (std::size_t o = 0; o < known.ranking.p_best.size(); ++o) {
    widen(known.ranking.p_best[o], [o](const Known& of) -> const Estimate& { return of.ranking.p_best[o]; });
    widen(known.ranking.regret[o], [o](const Known& of) -> const Estimate& { return of.ranking.regret[o]; });
    for (std::size_t place = 0; place < known.ranking.rank[o].size(); ++place)
      widen(known.ranking.rank[o][place], [o, place](const Known& of) -> const Estimate& { return of.ranking.rank[o][place]; });
  }
  for (std::size_t one = 0; one < known.against.size(); ++one)
    for (std::size_t other = 0; other < known.against.size(); ++other)
      widen(known.against[one][other].p, [=](const Known& of) -> const Estimate& { return of.against[one][other].p; });
  return known;
}

double simultaneous_critical(const Values& by_unit) {
  const std::size_t options = by_unit.size(), units = by_unit.front().size();
  const double t = sim::t_quantile(static_cast<double>(units - 1), 0.975);
  Values offsets = by_unit;
  for (std::vector<double>& option : offsets) {
    const double mean = mean_of(option);
    for (double& value : option) value -= mean;
  }
  struct Pair {
    std::size_t a, b;
    double scale;
  };
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < options; ++a)
    for (std::size_t b = a + 1; b < options; ++b) {
      std::vector<double> differences;
      std::transform(offsets[a].begin(), offsets[a].end(), offsets[b].begin(), std::back_inserter(differences), std::minus<>());
      const double scale = std::sqrt(variance_of(differences) * static_cast<double>(units));
      if (scale > 0) pairs.push_back({a, b, scale});
    }
  if (pairs.size() < 2) return t;
  std::vector<double> largest;
  for (std::size_t sample = 0; sample < kSamples; ++sample) {
    std::vector<double> sums(options, 0.0);
    for (std::size_t unit = 0; unit < units; ++unit) {
      const double multiplier = sim::normal_quantile(uniform(sample, unit, 1));
      for (std::size_t option = 0; option < options; ++option) sums[option] += multiplier * offsets[option][unit];
    }
    double most = 0;
    for (const Pair& pair : pairs) most = std::max(most, std::fabs(sums[pair.a] - sums[pair.b]) / pair.scale);
    largest.push_back(most);
  }
  std::nth_element(largest.begin(), largest.begin() + kSamples * 95 / 100, largest.end());
  // Few units have heavier tails than the multipliers know.
  return std::max(largest[kSamples * 95 / 100], sim::normal_quantile(0.975)) * t / sim::normal_quantile(0.975);
}

double value_of_picking(const Values& by_unit) {
  const std::size_t units = by_unit.front().size(), groups = std::min(units, kGroups);
  std::vector<double> values;
  for (std::size_t group = 0; group < groups; ++group) {
    const std::size_t from = group * units / groups, to = (group + 1) * units / groups;
    std::size_t picked = 0;
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t option = 0; option < by_unit.size(); ++option) {
      double others = 0;
      for (std::size_t unit = 0; unit < units; ++unit)
        if (unit < from || unit >= to) others += by_unit[option][unit];
      if (others > best) best = others, picked = option;
    }
    for (std::size_t unit = from; unit < to; ++unit) values.push_back(by_unit[picked][unit]);
  }
  return mean_of(values);
}

Dominance dominance(const std::vector<double>& a, const std::vector<double>& b) {
  Dominance result{true, true, true};
  for (std::size_t world = 0; world < a.size(); ++world) result.everywhere = result.everywhere && !is_above(b[world], a[world]);
  std::vector<double> better = a, worse = b;
  std::sort(better.begin(), better.end());
  std::sort(worse.begin(), worse.end());
  double ahead = 0, scale = 0;
  for (std::size_t i = 0; i < better.size(); ++i) {
    result.first = result.first && !is_above(worse[i], better[i]);
    ahead += better[i] - worse[i];
    scale += std::fabs(better[i]);
    result.second = result.second && ahead >= -1e-9 * scale;
  }
  return result;
}

}  // namespace valuescale::results
