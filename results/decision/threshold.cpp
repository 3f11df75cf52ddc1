#include "results/decision/threshold.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "results/decision/root.hpp"

#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kAccuracy = 1e-4;  // relative
constexpr std::uintmax_t kMostSteps = 20;
constexpr double kHuge = 1e100;

/// Steps and months are counted: such a number jumps over its limit, and its groups don't tell how far away the jump may be.
bool is_counted(const Measured& measured) {
  const auto is_whole = [](double x) { return std::isfinite(x) && x == std::floor(x); };
  return is_whole(measured.value) && measured.value > 1 && std::all_of(measured.without.begin(), measured.without.end(), is_whole);
}

class Alone {
 public:
  Alone(const ThresholdSearch& search, std::string path, const Unknown* unknown, double here)
      : search_(search), path_(std::move(path)), unknown_(unknown), here_(here) {
    models::Scenario copy = search.scenario;
    const models::Quantity* quantity = models::find_quantity(copy, path_);
    if (!quantity && !unknown) throw models::InputError({{{"--vary", 0, 0}, "the scenario has no number '" + path_ + "'", {}, {}}});
    found_.path = path_;
    found_.is_uncertain = unknown != nullptr;
    found_.meaning = quantity ? quantity->meaning : unknown->meaning;
    found_.now = quantity ? models::mean_of(*quantity) : unknown->mean();
    found_.is_scaled = unknown && quantity && !search.as_value && found_.now != 0;
    if (quantity) range_ = quantity->range;
  }

  Threshold find() {
    if (!unknown_) return find_certain();
    const double ends[2] = {clamped(unknown_->at({kImplausible, 1 - kImplausible})),
                            clamped(unknown_->at({1 - kImplausible, kImplausible}))};
    found_.furthest_down = ends[0];
    found_.furthest_up = ends[1];
    // A law that was scaled is today's where its mean is; one that was made certain is not.
    const double now_here = found_.is_scaled ? here_ : excess(found_.now);
    for (const double end : ends) {
      if (end == found_.now) continue;
      const double there = excess(end);
      note_reach(end, (now_here - there) / now_here);
      if (std::isnan(there) || (there < 0) == (now_here < 0)) continue;
      const double at = root(found_.now, now_here, end, there);
      const double chance = at >= found_.now ? unknown_->tails(at).upper : unknown_->tails(at).lower;
      if (found_.found && chance <= found_.chance) continue;
      found_.found = true;
      found_.at.value = at;
      found_.chance = chance;
    }
    if (found_.found) add_interval(std::fabs(ends[1] - ends[0]));
    return found_;
  }

 private:
  void note_reach(double end, double share) {
    if (!(share > found_.reach)) return;
    found_.reach = share;
    found_.reach_up = end > found_.now;
  }
  double clamped(double x) const { return std::clamp(x, range_.low, range_.high); }

  models::Tallies live(double value) const {
    models::Scenario changed = search_.scenario;
    models::Quantity* quantity = models::find_quantity(changed, path_);
    if (found_.is_scaled)
      models::multiply(changed, *quantity, value / found_.now);
    else
      models::set_assumption(changed, path_, value);
    return search_.experiment.live(changed);
  }
  double excess(double value) const { return std::clamp(search_.metric.of(live(value)) - search_.limit, -kHuge, kHuge); }

  double root(double a, double at_a, double b, double at_b) const {
    if (a > b) std::swap(a, b), std::swap(at_a, at_b);
    if (at_a == 0) return a;
    if (at_b == 0) return b;
    std::uintmax_t steps = kMostSteps;
    const auto near = [](double x, double y) { return std::fabs(x - y) <= kAccuracy * std::max(std::fabs(x), std::fabs(y)); };
    const auto [low, high] = boost::math::tools::toms748_solve([&](double x) { return excess(x); }, a, b, at_a, at_b, near, steps);
    return std::fabs(excess(low)) < std::fabs(excess(high)) ? low : high;
  }

  /// The error of the number there, over how fast it changes: between places so far apart that the change is seen through that error.
  void add_interval(double width) {
    const double at = found_.at.value;
    const Measured there = measure(live(at), {search_.metric}, search_.experiment.options().threads).front();
    const double error = estimate(there).se;
    if (std::isnan(error) || is_counted(there)) return;
    if (error == 0) {
      // A number that jumps over its limit says nothing of how far it may be.
      const bool is_exact = std::fabs(there.value - search_.limit) <= 1e-3 * std::max(1.0, std::fabs(search_.limit));
      if (is_exact) found_.at.lo = found_.at.hi = at;
      return;
    }
    const double half = critical(there) * error;
    double steep = 0;
    for (const double share : {1.0 / 256, 1.0 / 64, 1.0 / 16, 1.0 / 4}) {
      const double low = clamped(at - share * width), high = clamped(at + share * width), change = std::fabs(excess(high) - excess(low));
      steep = change / (high - low);
      if (change >= half) break;
    }
    if (!(steep > 0)) return;
    found_.at.lo = at - half / steep;
    found_.at.hi = at + half / steep;
  }

  Threshold find_certain() {
    const auto value = [&](double at) { return at == found_.now ? here_ + search_.limit : search_.metric.of(live(at)); };
    const auto measured = [&](double at) { return measure(live(at), {search_.metric}, search_.experiment.options().threads).front(); };
    const Root root = find_root(value, measured, search_.limit, {found_.now, range_});
    found_.found = root.found;
    found_.at = root.at;
    if (!root.tried.empty()) {
      found_.furthest_down = root.tried.front().at;
      found_.furthest_up = root.tried.back().at;
    }
    return found_;
  }

  const ThresholdSearch& search_;
  std::string path_;
  const Unknown* unknown_;
  double here_;
  models::Interval range_;
  Threshold found_;
};

}  // namespace

Threshold threshold(const ThresholdSearch& search, const std::string& path, const Unknown* unknown, double here) {
  return Alone(search, path, unknown, here).find();
}

}  // namespace valuescale::results
