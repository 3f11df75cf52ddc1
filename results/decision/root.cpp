#include "results/decision/root.hpp"

#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kRounding = 1e-6;
constexpr int kDoublings = 12, kDoublingsFromNothing = 30, kEdgeDoublings = 14;
constexpr double kJump = 1e-2;                       // of what the number moves within the first bracket
constexpr double kRoughly = 1e-3, kAccuracy = 1e-7;  // of the place
constexpr double kEnough = 1e-3;                     // of the number's error: nearer to the target is chance
constexpr double kEdgeEnough = 0.03;  // likewise, where the interval ends, and of how far that is: errors are not known better
constexpr std::uintmax_t kMostSteps = 60, kMostEdgeSteps = 12;

/// Infinite values would stop interpolation.
constexpr double kHuge = 1e100;

/// The number less the target, asked for once at each place.
class Excess {
 public:
  Excess(const std::function<double(double)>& value, double target) : value_(value), target_(target) {}

  double operator()(double at) {
    const auto [known, is_new] = known_.try_emplace(at, 0);
    if (is_new) known->second = value_(at);
    return std::clamp(known->second - target_, -kHuge, kHuge);
  }
  std::vector<Trial> trials() const { return less(0); }
  /// The same, less the target.
  std::vector<Trial> departures() const { return less(target_); }

 private:
  std::vector<Trial> less(double by) const {
    std::vector<Trial> trials;
    for (const auto& [at, value] : known_) trials.push_back({at, value - by});
    return trials;
  }

  const std::function<double(double)>& value_;
  double target_;
  std::map<double, double> known_;
};

/// Places further and further from now, on one side.
std::vector<double> places(const Search& search, bool up) {
  const models::Interval& range = search.range;
  const double now = search.now;
  const double unit = now != 0 ? std::fabs(now) : range.high > 0 ? std::min(search.unit, range.high / 64) : search.unit;
  const int doublings = now != 0 ? kDoublings : kDoublingsFromNothing;
  std::vector<double> candidates;
  if (now != 0 && up != (now > 0)) {
    for (int k = 1; k <= kDoublings; ++k) candidates.push_back(std::ldexp(now, -k));
    candidates.push_back(0);
  }
  if (now != 0 && up == (now > 0))
    for (int k = 1; k <= doublings; ++k) candidates.push_back(std::ldexp(now, k));
  else
    for (int k = 0; k <= doublings; ++k) candidates.push_back(std::ldexp(up ? unit : -unit, k));
  std::vector<double> inside;
  const double end = up ? range.high : range.low;
  for (const double at : candidates) {
    if (up ? at >= end : at <= end) break;
    if (range.holds(at) && at != now) inside.push_back(at);
  }
  const bool is_open = up ? range.high_open : range.low_open;
  if (std::isfinite(end) && !is_open && end != now) inside.push_back(end);
  return inside;
}

struct Bracket {
  double low, high;
};

/// Two places between which the target is met, next to now.
std::optional<Bracket> bracket(Excess& excess, const Search& search) {
  struct Side {
    std::vector<double> places;
    std::size_t next = 0;
    double last, there;  ///< where it last said something, and what; NaN: nowhere yet
  };
  const double here = excess(search.now);
  if (here == 0) return Bracket{search.now, search.now};
  std::array<Side, 2> sides{{{places(search, false), 0, search.now, here}, {places(search, true), 0, search.now, here}}};
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (Side& side : sides) {
      if (side.next == side.places.size()) continue;
      goes_on = true;
      const double at = side.places[side.next++], there = excess(at);
      if (std::isnan(there)) {
        if (!std::isnan(side.there)) side.next = side.places.size();
        continue;
      }
      if (there == 0) return Bracket{at, at};
      if (!std::isnan(side.there) && (there < 0) != (side.there < 0)) return Bracket{std::min(at, side.last), std::max(at, side.last)};
      side.last = at;
      side.there = there;
    }
  }
  return std::nullopt;
}

/// When a place is found: between two so near to each other, or where so little of the number is left.
struct Enough {
  double relative = 0, absolute = 0;  ///< of the place
  double left = 0;                    ///< of the number
};

/// The place in a bracket, by TOMS 748.
Bracket narrowed(Excess& excess, const Bracket& bracket, double shift, const Enough& enough, std::uintmax_t steps) {
  const auto of = [&](double at) {
    const double there = excess(at) - shift;
    return std::fabs(there) <= enough.left ? 0 : there;
  };
  if (of(bracket.low) == 0) return {bracket.low, bracket.low};
  if (of(bracket.high) == 0) return {bracket.high, bracket.high};
  const auto near = [&](double a, double b) {
    return std::fabs(a - b) <= std::max(enough.absolute, enough.relative * std::max(std::fabs(a), std::fabs(b)));
  };
  const auto [low, high] = boost::math::tools::toms748_solve(of, bracket.low, bracket.high, of(bracket.low), of(bracket.high), near, steps);
  return {low, high};
}

bool goes_one_way(const std::vector<Trial>& trials, double noise) {
  // Less is rounding.
  for (const Trial& trial : trials)
    if (std::isfinite(trial.value)) noise = std::max(noise, kRounding * std::fabs(trial.value));
  double highest = -std::numeric_limits<double>::infinity(), lowest = std::numeric_limits<double>::infinity();
  bool rises = true, falls = true;
  for (const Trial& trial : trials) {
    if (std::isnan(trial.value)) continue;
    rises = rises && trial.value >= highest - noise;
    falls = falls && trial.value <= lowest + noise;
    highest = std::max(highest, trial.value);
    lowest = std::min(lowest, trial.value);
  }
  return rises || falls;
}

/// How fast the number moves about the root, by the place tried where it has moved most nearly by `by`; 0: not known.
double steepness(const std::vector<Trial>& trials, double root, double by) {
  double steep = 0, nearest = kHuge;
  for (const Trial& trial : trials) {
    if (!std::isfinite(trial.value) || trial.value == 0 || trial.at == root) continue;
    const double apart = std::fabs(std::log(std::fabs(trial.value / by)));
    if (apart >= nearest) continue;
    nearest = apart;
    steep = std::fabs(trial.value / (trial.at - root));
  }
  return steep;
}

/// Where the number has moved by `by` beyond the root; missing if nowhere near.
double edge(Excess& excess, double root, double by, const Search& search, bool up) {
  const models::Interval& range = search.range;
  const double steep = steepness(excess.departures(), root, by);
  double last = root, step = steep > 0 ? std::fabs(by) / steep : (root != 0 ? std::fabs(root) : search.unit) * kRoughly;
  const double left = kEdgeEnough * std::fabs(by);
  // Where the number jumps it may be beyond already.
  if ((excess(root) - by < 0) != (by > 0)) return root;
  for (int k = 0; k < kEdgeDoublings; ++k, step *= 2) {
    const double at = std::clamp(up ? root + step : root - step, range.low, range.high);
    if (!range.holds(at)) break;
    const double there = excess(at) - by;
    if (std::isnan(there)) break;
    if (std::fabs(there) <= left) return at;
    if ((there < 0) != (by > 0)) {
      const Bracket found =
          narrowed(excess, {std::min(at, last), std::max(at, last)}, by, {0, kEdgeEnough * std::fabs(at - root), left}, kMostEdgeSteps);
      return (found.low + found.high) / 2;
    }
    if (at == last) break;
    last = at;
  }
  return kMissing;
}

/// How far the number stays at the target, on one side of a place where it meets it; missing if as far as was looked.
double end_of_plateau(Excess& excess, double at, const Search& search, bool up) {
  const models::Interval& range = search.range;
  const double nearby = (at != 0 ? std::fabs(at) : search.unit) * kRoughly;
  const double beside = up ? at + nearby : at - nearby;
  if (!range.holds(beside) || excess(beside) != 0) return at;
  double inside = beside, outside = kMissing;
  for (int k = 1; k <= kDoublings && std::isnan(outside); ++k) {
    const double next = std::clamp(at + std::ldexp(beside - at, k), range.low, range.high);
    if (next == inside || !range.holds(next)) return inside;
    (excess(next) == 0 ? inside : outside) = next;
  }
  const double end = up ? range.high : range.low;
  if (std::isnan(outside) && std::isfinite(end) && range.holds(end)) {
    if (excess(end) == 0) return end;
    outside = end;
  }
  if (std::isnan(outside)) return kMissing;
  while (std::fabs(outside - inside) > nearby) {
    const double middle = (inside + outside) / 2;
    (excess(middle) == 0 ? inside : outside) = middle;
  }
  return inside;
}

/// Does the number rise where it meets the target? By a place on either side, or what there is.
bool rises_at(Excess& excess, const Bracket& place, const Search& search) {
  if (place.low != place.high) return excess(place.high) > excess(place.low);
  const double step = (place.low != 0 ? std::fabs(place.low) : search.unit) * 1e-3;
  const auto beside = [&](double at) { return search.range.holds(at) ? excess(at) : 0.0; };
  const double above = beside(place.low + step), below = beside(place.low - step);
  return (std::isnan(above) ? 0 : above) > (std::isnan(below) ? 0 : below);
}

/// How often `width` is halved until it is no more than `to`.
int halvings(double width, double to) { return width > to && to > 0 ? static_cast<int>(std::ceil(std::log2(width / to))) : 0; }

/// Steps and months are counted: such a number jumps over its target.
bool is_counted(const Measured& measured) {
  const auto is_whole = [](double x) { return std::isfinite(x) && x == std::floor(x); };
  return is_whole(measured.value) && measured.value > 1 &&
         std::all_of(measured.without.begin(), measured.without.end(), [&](double x) { return is_whole(x) || !std::isfinite(x); });
}

/// Within a bracket the place and its interval.
Root close_in(Excess& excess, const Bracket& bracket, const std::function<Measured(double)>& measure, const Search& search) {
  Root root;
  root.found = true;
  root.by_halving = static_cast<int>(excess.trials().size());
  const auto between = [&](const Bracket& outer, const Enough& enough) {
    return outer.low == outer.high ? outer : narrowed(excess, outer, 0, enough, kMostSteps);
  };
  // The error there, known early, says how near is near enough.
  const Bracket rough = between(bracket, {kRoughly});
  root.there = measure((rough.low + rough.high) / 2);
  const Interval error = interval(root.there);
  const double half = std::isfinite(error.hi - error.lo) ? (error.hi - error.lo) / 2 : kMissing, left = half > 0 ? kEnough * half : 0;
  const Bracket place = between(rough, {kAccuracy, 0, left});
  const double at = (place.low + place.high) / 2, width = bracket.high - bracket.low;
  root.at.value = at;
  const double across = std::fabs(excess(place.high) - excess(place.low)), scale = std::fabs(excess(bracket.high) - excess(bracket.low));
  root.is_jump = place.low != place.high && across > kJump * scale && !(across <= 2 * half);
  const double steep = half > 0 ? steepness(excess.departures(), at, half) : 0;
  root.by_halving += halvings(width, std::max(kAccuracy * std::fabs(at), steep > 0 ? left / steep : 0));
  if (half > 0 && !is_counted(root.there)) {
    const bool rises = rises_at(excess, bracket, search);
    root.at.lo = edge(excess, at, rises ? -half : half, search, false);
    root.at.hi = edge(excess, at, rises ? half : -half, search, true);
    for (const double end : {root.at.lo, root.at.hi}) root.by_halving += halvings(width, kEdgeEnough * std::fabs(end - at));
  } else if (!root.is_jump) {
    if (half == 0) root.at.lo = root.at.hi = at;
    if (excess(at) == 0 && (half == 0 || is_counted(root.there))) {
      root.at.lo = end_of_plateau(excess, at, search, false);
      root.at.hi = end_of_plateau(excess, at, search, true);
      root.is_range = root.at.lo != root.at.hi;
      if (root.at.lo > search.now) root.at.value = root.at.lo;
      if (root.at.hi < search.now) root.at.value = root.at.hi;
    }
  }
  root.tried = excess.trials();
  root.is_monotone = goes_one_way(root.tried, std::isnan(half) ? 0 : half);
  return root;
}

}  // namespace

Root find_root(const std::function<double(double)>& value, const std::function<Measured(double)>& measure, double target,
               const Search& search) {
  Excess excess(value, target);
  if (const std::optional<Bracket> found = bracket(excess, search)) return close_in(excess, *found, measure, search);
  Root root;
  root.tried = excess.trials();
  root.by_halving = static_cast<int>(root.tried.size());
  root.is_monotone = goes_one_way(root.tried, 0);
  return root;
}

Root find_root_between(const std::function<double(double)>& value, const std::function<Measured(double)>& measure, double target,
                       const Search& search, double end) {
  Excess excess(value, target);
  return close_in(excess, {std::min(search.now, end), std::max(search.now, end)}, measure, search);
}

}  // namespace valuescale::results
