#include "results/decision/threshold.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "results/decision/root.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

namespace valuescale::results {

namespace {

constexpr double kHuge = 1e100;

class Alone {
 public:
  Alone(const ThresholdSearch& search, std::string path, const Uncertain* unknown, double here)
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
      ++found_.by_halving;
      const double there = excess(end);
      note_reach(end, (now_here - there) / now_here);
      if (std::isnan(there) || (there < 0) == (now_here < 0)) continue;
      const Root root = find_root_between(value(), measured(), search_.limit, {found_.now, range_}, end);
      const double chance = root.at.value >= found_.now ? unknown_->tails(root.at.value).upper : unknown_->tails(root.at.value).lower;
      found_.by_halving += root.by_halving + 1;
      if (found_.found && chance <= found_.chance) continue;
      found_.chance = chance;
      take(root);
    }
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
  double excess(double at) { return std::clamp(value()(at) - search_.limit, -kHuge, kHuge); }

  std::function<double(double)> value() {
    return [this](double at) {
      const auto [known, is_new] = known_.try_emplace(at, 0);
      if (is_new) known->second = search_.metric.of(live(at));
      return known->second;
    };
  }
  std::function<Measured(double)> measured() const {
    return [this](double at) { return measure(live(at), {search_.metric}, search_.experiment.options().threads).front(); };
  }

  void take(const Root& root) {
    found_.found = root.found;
    found_.at = root.at;
  }

  Threshold find_certain() {
    known_[found_.now] = here_ + search_.limit;
    const Root root = find_root(value(), measured(), search_.limit, {found_.now, range_});
    found_.by_halving = root.by_halving + (root.found ? 1 : 0);
    take(root);
    if (!root.tried.empty()) {
      found_.furthest_down = root.tried.front().at;
      found_.furthest_up = root.tried.back().at;
    }
    return found_;
  }

  const ThresholdSearch& search_;
  std::string path_;
  const Uncertain* unknown_;
  double here_;
  models::Interval range_;
  std::map<double, double> known_;  ///< the run's number, by value
  Threshold found_;
};

}  // namespace

Threshold threshold(const ThresholdSearch& search, const std::string& path, const Uncertain* unknown, double here) {
  return Alone(search, path, unknown, here).find();
}

}  // namespace valuescale::results
