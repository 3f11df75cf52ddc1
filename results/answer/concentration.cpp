// Who brings the profit: customers ranked by what they bring, best first.
//
// Every number is a function of the ranked profits, and is worked out with its influence function: how far one customer's profit pulls at
// it. Added up over independent units, pulls give the sampling error, as for means. A histogram's bin counts as so many customers of one
// profit, placed inside the bin so that the total is the exact one; how far another place inside their bins could move the number is a bound,
// and the error is widened by it (results/METHODS.md, "Who brings the profit").
#include "results/answer/part_view.hpp"

#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace valuescale::results {

using models::customer_profit;

namespace {

constexpr int kTenths = 10;
/// "Most of the profit", as in 80/20.
constexpr double kMost = 0.8;

/// What each customer of a place brings, in units, and all of the places before it together.
struct Brought {
  double each, before = 0;
};
/// Customers of one bin; `profit` stands for what lies between low and high.
struct Place {
  std::int32_t bin;
  double count, before;  ///< here, and in the places before
  Brought low, profit, high;
};
using End = Brought Place::*;

/// How a customer of each place pulls at a number, times the number of customers.
using Pull = std::vector<double>;

class Ranking {
 public:
  explicit Ranking(const PartView& view) : view_(view) {
    sim::SparseHistogram whole;
    const std::vector<std::size_t>& cells = view.replicates().cells[0];
    for (const std::size_t cell : cells) whole.merge(view.tallies().histogram(cell, customer_profit));
    for (auto bin = whole.bins().rbegin(); bin != whole.bins().rend(); ++bin) {
      const auto low = static_cast<double>(bin->low), high = static_cast<double>(bin->high);
      places_.push_back({bin->index, static_cast<double>(bin->count), customers_, {low}, {low}, {high}});
      customers_ += places_.back().count;
    }
    if (places_.empty()) return;
    add_up(&Place::low);
    add_up(&Place::high);
    put_inside_bins(static_cast<double>(view.replicates().pooled[0].sum[customer_profit]));
    add_up(&Place::profit);
    total_ = best(customers_, &Place::profit);
    size_ = std::max(std::fabs(places_.front().high.each), std::fabs(places_.back().low.each));
    if (!view.individuals()) count_units(cells);
  }

  const std::vector<Place>& places() const { return places_; }
  double customers() const { return customers_; }
  double total() const { return total_; }
  double mean() const { return total() / customers_; }
  bool all_alike() const { return places_.size() == 1 && places_[0].low.each == places_[0].high.each; }

  /// What the best `count` customers bring.
  double best(double count, End end) const {
    if (!(count > 0)) return 0;
    const Place& last = place_of_rank(count);
    return (last.*end).before + std::min(last.count, count - last.before) * (last.*end).each;
  }
  /// Fewest customers, best first, that bring `amount` together, and the last one's profit; all of them if it is never reached.
  struct Reached {
    double count, last;
  };
  Reached reach(double amount, End end) const {
    for (const Place& place : places_) {
      const auto& [each, before] = place.*end;
      const double more = place.count * each;
      if (before + more >= amount && more > 0) return {place.before + (amount - before) / each, each};
    }
    return {customers_, kMissing};
  }
  /// Profit of the customer of this rank, from 1.
  double at_rank(double rank) const { return place_of_rank(rank).profit.each; }

  /// How wrong the profit of the customers ranked from `from` to `to` may be, all bins being as they may: from both sides, as the total is known.
  double unsure(double from, double to) const {
    const auto between = [&](End end) { return best(to, end) - best(from, end); };
    const auto others = [&](End end) { return best(customers_, end) - between(end); };
    const double value = between(&Place::profit), whole = total();
    const double low = std::max(between(&Place::low), whole - others(&Place::high));
    const double high = std::min(between(&Place::high), whole - others(&Place::low));
    return std::max({0.0, value - low, high - value});
  }

  /// How the profit per customer of the best `count` pulls: E[(x − q)+] + p q has the same derivative whichever way the border falls.
  Pull pull_of_best(double count) const {
    if (count <= 0) return Pull(places_.size(), 0.0);
    const double border = at_rank(count), share = count / customers_, value = best(count, &Place::profit) / customers_;
    return pull([&](const Place& place) { return std::max(place.profit.each - border, 0.0) + border * share - value; });
  }
  template <class Of>
  Pull pull(Of of) const {
    Pull all;
    for (const Place& place : places_) all.push_back(of(place));
    return all;
  }

  // Errors are found for all numbers together, in one pass over everybody: a number has its value at once, and its error once `finish` is done.

  /// `scale`: of the terms that made up the pulls; what rounding alone can leave of them is no spread. Told in `unit`s.
  void estimate(Estimate& out, double value, Pull pull, double scale, double bound, double unit = 1) {
    for (double& one : pull)
      if (std::fabs(one) <= 1e-13 * scale) one = 0;
    out = {value / unit, bound / sim::normal_quantile(0.975) / unit};
    asked_.push_back({&out, std::move(pull), unit});
  }
  /// An amount per customer.
  void amount(Estimate& out, double value, Pull pull, double bound) {
    estimate(out, value, std::move(pull), size_, bound, view_.units_per_currency());
  }
  /// An amount per customer as a share of the mean.
  void share(Estimate& out, double amount, Pull pull, double bound) {
    const double value = amount / mean();
    for (std::size_t i = 0; i < pull.size(); ++i) pull[i] = (pull[i] - value * (places_[i].profit.each - mean())) / mean();
    estimate(out, value, std::move(pull), size_ / mean(), bound / total());
  }
  void finish() {
    const std::vector<double> errors = sampling_errors();
    for (std::size_t k = 0; k < asked_.size(); ++k) asked_[k].out->se += errors[k] / asked_[k].unit;
  }
  /// Share of customers of whom `is` is true.
  template <class Is>
  Estimate share_of_customers(Is is) const {
    Numerator counts;
    counts.pooled.assign(1, 0.0);
    for (const Place& place : places_) counts.pooled[0] += is(place) ? place.count : 0.0;
    counts.by_unit.assign(view_.replicates().units, 0.0);
    for (std::size_t u = 0; u < by_unit_.size(); ++u)
      for (const Counted& here : by_unit_[u]) counts.by_unit[u] += is(places_[here.place]) ? here.count : 0.0;
    return estimate_share(view_.replicates(), counts, view_.individuals());
  }

 private:
  struct Counted {
    std::size_t place;
    double count;
  };

  /// The first place by which there are so many customers, or the last.
  const Place& place_of_rank(double rank) const {
    const auto found =
        std::partition_point(places_.begin(), places_.end(), [=](const Place& place) { return place.before + place.count < rank; });
    return found == places_.end() ? places_.back() : *found;
  }

  void add_up(End end) {
    double before = 0;
    for (Place& place : places_) {
      (place.*end).before = before;
      before += place.count * (place.*end).each;
    }
  }

  void put_inside_bins(double total) {
    const double low = best(customers_, &Place::low), high = best(customers_, &Place::high);
    if (!(high > low)) return;
    const double way = std::clamp((total - low) / (high - low), 0.0, 1.0);
    for (Place& place : places_) place.profit.each += way * (place.high.each - place.low.each);
  }

  void count_units(const std::vector<std::size_t>& cells) {
    std::vector<std::size_t> place_of(sim::kBins, 0);
    for (std::size_t i = 0; i < places_.size(); ++i) place_of[static_cast<std::size_t>(places_[i].bin)] = i;
    by_unit_.resize(view_.replicates().units);
    for (std::size_t u = 0; u < by_unit_.size(); ++u)
      for (const std::size_t cell : cells)
        view_.tallies().counts(u, cell, customer_profit).for_each([&](std::int32_t bin, std::int64_t count) {
          by_unit_[u].push_back({place_of[static_cast<std::size_t>(bin)], static_cast<double>(count)});
        });
  }

  std::vector<double> sampling_errors() const {
    const std::size_t numbers = asked_.size();
    std::vector<double> errors;
    if (view_.individuals()) {
      for (const Asked& asked : asked_) {
        double squares = 0;
        for (std::size_t i = 0; i < places_.size(); ++i) squares += places_[i].count * (asked.pull[i] * asked.pull[i]);
        errors.push_back(customers_ > 1 ? std::sqrt(squares / (customers_ * (customers_ - 1))) : kMissing);
      }
      return errors;
    }
    // All numbers' pulls of a place stand together, where a unit's customers there are counted.
    std::vector<double> pulls(places_.size() * numbers);
    for (std::size_t i = 0; i < places_.size(); ++i)
      for (std::size_t k = 0; k < numbers; ++k) pulls[i * numbers + k] = asked_[k].pull[i];
    std::vector<Linear> linear(numbers);
    for (Linear& one : linear) one.independent = view_.replicates().independent;
    std::vector<double> sums(numbers);
    for (const auto& unit : by_unit_) {
      std::fill(sums.begin(), sums.end(), 0.0);
      for (const Counted& here : unit) {
        const double* of_place = &pulls[here.place * numbers];
        for (std::size_t k = 0; k < numbers; ++k) sums[k] += here.count * of_place[k];
      }
      for (std::size_t k = 0; k < numbers; ++k) linear[k].pulls.push_back(sums[k] / customers_);
    }
    for (const Linear& one : linear) errors.push_back(std::sqrt(variance(one)));
    return errors;
  }

  const PartView& view_;
  std::vector<Place> places_;  ///< best first
  double customers_ = 0, total_ = 0, size_ = 0;
  std::vector<std::vector<Counted>> by_unit_;
  struct Asked {
    Estimate* out;
    Pull pull;
    double unit;
  };
  std::vector<Asked> asked_;
};

/// Everybody's mean absolute difference to the rest over twice the mean.
void gini(Ranking& ranking, Estimate& out) {
  const double n = ranking.customers(), mean = ranking.mean();
  // Customers better than a place, and what they bring, tell how far all are from it.
  Pull distances;
  double twice = 0;
  for (const Place& place : ranking.places()) {
    const auto [profit, brought] = place.profit;
    const double after = n - place.before - place.count, rest = ranking.total() - brought - place.count * profit;
    distances.push_back(((brought - place.before * profit) + (after * profit - rest)) / n);
    twice += place.count / n * distances.back();
  }
  const double value = twice / (2 * mean);
  Pull pull = distances;
  double scale = 0;
  for (std::size_t i = 0; i < pull.size(); ++i) {
    const double profit = ranking.places()[i].profit.each;
    pull[i] = (distances[i] - value * (profit + mean)) / mean;
    scale = std::max(scale, (distances[i] + std::fabs(value * profit)) / mean);
  }

  // It is the mean of profit weighed by rank, Σ (n − 2·rank + 1) x / (n² mean). The total being known, a weight common to all moves nothing.
  const auto wide = [](const Place& place) {
    return place.count * std::max(place.profit.each - place.low.each, place.high.each - place.profit.each);
  };
  double widths = 0, weighed = 0, bound = 0;
  for (const Place& place : ranking.places()) {
    widths += wide(place);
    weighed += wide(place) * (n - 2 * place.before - place.count);
  }
  const double common = widths > 0 ? weighed / widths : 0;
  for (const Place& place : ranking.places()) {
    const double first = n - 2 * place.before, last = first - 2 * place.count;
    bound += wide(place) * std::max(std::fabs(first - common), std::fabs(last - common));
  }
  ranking.estimate(out, value, std::move(pull), scale, bound / (n * n * mean));
}

/// Smallest share of customers that brings most of the profit.
void bring_80(Ranking& ranking, Estimate& out) {
  const double n = ranking.customers(), rest = (1 - kMost) * ranking.total();
  const Ranking::Reached reached = ranking.reach(kMost * ranking.total(), &Place::profit);
  const double share = reached.count / n;
  Pull pull = ranking.pull_of_best(reached.count);
  double scale = 0;
  for (std::size_t i = 0; i < pull.size(); ++i) {
    const double profit = ranking.places()[i].profit.each;
    pull[i] = (kMost * (profit - ranking.mean()) - pull[i]) / reached.last;
    scale = std::max(scale, std::fabs(profit / reached.last));
  }
  // The true curve lies between those of all bins at their low and at their high end, whether counted from the best or from the worst.
  const auto fewest = [&](End low, End high) {
    const double total = kMost * ranking.total(), all = ranking.best(n, low);
    return std::pair{ranking.reach(total, high).count, ranking.reach(all - rest, low).count};
  };
  const auto [from_best, from_worst] = fewest(&Place::low, &Place::high);
  const auto [late_best, late_worst] = fewest(&Place::high, &Place::low);
  const double low = std::max(from_best, from_worst), high = std::min(late_best, late_worst);
  ranking.estimate(out, share, std::move(pull), scale, std::max({0.0, reached.count - low, high - reached.count}) / n);
}

}  // namespace

Concentration concentration(const PartView& view) {
  Concentration result;
  for (int k = 1; k <= kTenths; ++k) result.tenths.push_back({static_cast<double>(k) / kTenths, {}});
  if (view.replicates().empty()) return result;
  Ranking ranking(view);
  if (ranking.places().empty()) return result;

  const auto gains = [](const Place& place) { return place.low.each > 0; };
  const auto loses = [](const Place& place) { return place.high.each < 0; };
  const double n = ranking.customers();
  double profitable = 0, unprofitable = 0, loss = 0, gain = 0;
  for (const Place& place : ranking.places()) {
    if (gains(place)) profitable += place.count, gain += place.count * place.profit.each;
    if (loses(place)) unprofitable += place.count, loss -= place.count * place.profit.each;
  }
  result.profitable = ranking.share_of_customers(gains);
  // As P(loss), of which this is the other name.
  const auto loss_count = [](const models::Sums& sums) { return sums.losses[models::customer_view]; };
  result.unprofitable = view.share(loss_count, [](std::int64_t) { return false; });
  if (unprofitable > 0) {
    const double mean = loss / unprofitable;
    const auto pull = ranking.pull([&](const Place& place) { return loses(place) ? (-place.profit.each - mean) * n / unprofitable : 0.0; });
    ranking.amount(result.loss_mean, mean, pull, ranking.unsure(n - unprofitable, n) / unprofitable);
  }

  const bool earns = ranking.total() > 0;
  double before = 0;
  Pull pull_before = ranking.pull_of_best(0);
  for (int k = 1; k <= kTenths; ++k) {
    Tenth& tenth = result.tenths[static_cast<std::size_t>(k - 1)].second;
    const double to = n * k / kTenths, from = n * (k - 1) / kTenths, best = ranking.best(to, &Place::profit);
    const Pull pull_best = ranking.pull_of_best(to);
    Pull pull_tenth = pull_best;
    for (std::size_t i = 0; i < pull_tenth.size(); ++i) pull_tenth[i] -= pull_before[i];
    const double unsure = ranking.unsure(from, to);
    if (earns) {
      ranking.share(tenth.share, (best - before) / n, pull_tenth, unsure);
      ranking.share(tenth.cumulative, best / n, pull_best, ranking.unsure(0, to));
    }
    for (double& one : pull_tenth) one *= kTenths;
    ranking.amount(tenth.mean, (best - before) * kTenths / n, pull_tenth, unsure * kTenths / n);
    before = best, pull_before = pull_best;
  }
  if (!earns) {
    ranking.finish();
    return result;
  }

  const auto part = [&](auto is, double amount, double sign) {
    return ranking.pull([&, is](const Place& place) { return (is(place) ? sign * place.profit.each : 0.0) - amount / n; });
  };
  ranking.share(result.peak, gain / n, part(gains, gain, 1), ranking.unsure(0, profitable));
  ranking.share(result.loss_share, loss / n, part(loses, loss, -1), ranking.unsure(n - unprofitable, n));
  gini(ranking, result.gini);
  bring_80(ranking, result.bring_80);
  ranking.finish();

  // Nobody seen to lose money does not mean that nobody does, nor how much: such an error cannot be told, unless all are alike.
  if (unprofitable == 0 && !ranking.all_alike()) result.peak.se = result.loss_share.se = kMissing;
  const Estimate mean = view.mean(customer_profit);
  if (!(mean.value > view.critical(view.means()) * mean.se)) {
    for (auto& [best, tenth] : result.tenths) tenth.share.se = tenth.cumulative.se = kMissing;
    for (Estimate* one : {&result.peak, &result.loss_share, &result.gini, &result.bring_80}) one->se = kMissing;
  }
  return result;
}

std::vector<RankedProfit> profit_ranks(const PartView& view) {
  constexpr double kMost = 0.01;
  std::vector<RankedProfit> groups;
  if (view.replicates().empty()) return groups;
  const Ranking ranking(view);
  const auto& places = ranking.places();
  double moves = 0;
  for (const Place& place : places) moves += place.count * std::fabs(place.profit.each);
  // Bins of the tallies hold amounts on one side of zero, or zero alone.
  const auto side = [](const Place& place) { return (place.low.each > 0) - (place.high.each < 0); };
  double count = 0, brought = 0, worse = 0;
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    const double money = place->count * place->profit.each;
    const bool joins = !groups.empty() && side(*place) == side(*std::prev(place)) && count + place->count <= kMost * ranking.customers() &&
                       std::fabs(brought + money) <= kMost * moves;
    if (!joins) {
      groups.emplace_back();
      groups.back().low = place->low.each / view.units_per_currency();
      count = brought = 0;
    }
    count += place->count, brought += money, worse += place->count;
    RankedProfit& group = groups.back();
    group.until = worse / ranking.customers();
    group.high = place->high.each / view.units_per_currency();
    group.mean = brought / count / view.units_per_currency();
  }
  return groups;
}

}  // namespace valuescale::results
