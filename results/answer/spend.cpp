#include "results/answer/spend.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "results/answer/worlds.hpp"
#include "sim/stats/empirical.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace valuescale::results {

using models::SpendCurve;
using models::SpendFacts;
using models::Tallies;

namespace {

/// At how many times today's spend curves are told: closer together where a decision would move it to.
constexpr std::array kTimes{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0, 2.25, 2.5, 3.0};
/// Halvings of the distance between two of them: to a millionth of today's spend.
constexpr int kHalvings = 18;

/// How a channel responds in each world; of one alone where all are alike.
class Responses {
 public:
  Responses(const Tallies& tallies, std::size_t channel)
      : tallies_(tallies), channel_(channel), count_(anything_uncertain(tallies) ? tallies.dims.worlds : 1) {}

  const SpendCurve& in(std::size_t world) const { return tallies_.spend_curves[world * tallies_.dims.channels + channel_]; }

  /// Where each world spends so many times what it does.
  SpendPoint at(double times) const {
    std::vector<SpendFacts> facts;
    facts.reserve(count_);
    for (std::size_t world = 0; world < count_; ++world) facts.push_back(in(world).at(times));
    std::vector<double> values(count_);
    const auto over_worlds = [&](double SpendFacts::*number) -> OverWorlds {
      std::transform(facts.begin(), facts.end(), values.begin(), [number](const SpendFacts& one) { return one.*number; });
      const double middle = sim::empirical_quantile(values, 0.5);
      if (!anything_uncertain(tallies_)) return {middle, kMissing, kMissing};
      return {middle, sim::empirical_quantile(values, 0.05), sim::empirical_quantile(values, 0.95)};
    };
    return {over_worlds(&SpendFacts::spend), over_worlds(&SpendFacts::leads), over_worlds(&SpendFacts::customers),
            over_worlds(&SpendFacts::average_cac), over_worlds(&SpendFacts::marginal_cac)};
  }

  /// What one more customer costs there in the middle world.
  double one_more(double times) const {
    std::vector<double> costs(count_);
    for (std::size_t world = 0; world < count_; ++world) costs[world] = in(world).at(times).marginal_cac;
    return sim::empirical_quantile(costs, 0.5);
  }

 private:
  const Tallies& tallies_;
  std::size_t channel_, count_;
};

/// How many times today's spend it takes until one more customer costs more than `ltv` in the middle world, for good: where the curve is an S the
/// first ones may, too.
double worth_times(const Responses& responses, const std::vector<std::pair<double, SpendPoint>>& curve, double ltv) {
  const auto last = std::find_if(curve.rbegin(), curve.rend(), [ltv](const auto& point) { return point.second.marginal_cac.value <= ltv; });
  if (last == curve.rend()) return 0;
  if (last == curve.rbegin()) return std::numeric_limits<double>::infinity();
  double worth = last->first, too_much = std::prev(last)->first;
  for (int i = 0; i < kHalvings; ++i) {
    const double between = (worth + too_much) / 2;
    (responses.one_more(between) <= ltv ? worth : too_much) = between;
  }
  return worth;
}

/// Its error is that of the LTV: what responses are like is known in each world.
Interval worth_until(const Responses& responses, const SpendAnswer& spend, const Estimate& ltv, double critical) {
  const auto until = [&](double value) {
    return std::isnan(value) ? kMissing : spend.spend.value * worth_times(responses, spend.curve, value);
  };
  const double worth = until(ltv.value);
  if (ltv.se == 0) return {worth, worth, worth};
  return {worth, until(ltv.value - critical * ltv.se), until(ltv.value + critical * ltv.se)};
}

/// What one more unit of money brings back of a customer's LTV, less what the customer costs besides.
double brought_back(const SpendFacts& facts, double ltv) { return facts.slope > 0 ? 1 + facts.slope * (ltv - facts.marginal_cac) : 0; }

/// Mean over worlds. A world's LTV is that of its own customers, so that dear worlds are set against what customers are worth there; where
/// none of them were simulated all worlds' stand in.
Estimate last_unit(const Tallies& tallies, const Responses& responses, std::size_t channel, const Estimate& ltv) {
  const std::size_t worlds = tallies.dims.worlds;
  if (worlds == 1) {
    const SpendFacts facts = responses.in(0).at();
    return facts.slope > 0 ? Estimate{brought_back(facts, ltv.value), facts.slope * ltv.se} : Estimate{0, 0};
  }
  std::vector<double> values;
  for (std::size_t world = 0; world < worlds; ++world) {
    models::Sums sums;
    for (const std::size_t cell : cells_of(tallies, {}, channel)) sums += tallies.world_cell(world, cell);
    const double own = static_cast<double>(sums.sum[models::ltv]) / static_cast<double>(sums.customers * tallies.units_per_currency);
    values.push_back(brought_back(responses.in(world).at(), sums.customers > 0 ? own : ltv.value));
  }
  return DrawnWorlds(tallies.dims).mean(values);
}

}  // namespace

std::optional<SpendAnswer> spend_answer(const Tallies& tallies, std::size_t channel, const Estimate& ltv) {
  if (tallies.spend_curves.empty()) return std::nullopt;
  const Responses responses(tallies, channel);
  if (!responses.in(0).response) return std::nullopt;
  SpendAnswer answer{responses.at(1), last_unit(tallies, responses, channel, ltv), {}, {}};
  for (const double times : kTimes) answer.curve.emplace_back(times, responses.at(times));
  const DrawnWorlds drawn(tallies.dims);
  const double independent = static_cast<double>(tallies.dims.worlds);
  const double critical = drawn.are_stratified() || independent == 1 ? drawn.critical() : sim::t_quantile(independent - 1, 0.975);
  answer.worth_until = worth_until(responses, answer, ltv, critical);
  return answer;
}

}  // namespace valuescale::results
