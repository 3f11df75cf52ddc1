#include "results/decision/comparison.hpp"

#include "models/description/problem.hpp"
#include "results/answer/drawn_worlds.hpp"
#include "results/answer/sentences.hpp"
#include "results/answer/worlds.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <set>

namespace valuescale::results {

namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& reason, const std::string& hint) {
  throw models::InputError({{{"--basis", 0, 0}, problem, reason, hint}});
}

/// Differences that only rounding makes are none.
constexpr double kRounding = 1e-9;

/// So large a part of a variance; beyond it P(best) is a few errors off (results/METHODS.md).
constexpr double kMostlyLuck = 0.9;

/// At each twentieth, and near the ends.
std::vector<std::pair<double, double>> quantiles_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::vector<std::pair<double, double>> quantiles;
  const auto add = [&](double level) {
    const double at = level * static_cast<double>(values.size() - 1);
    const std::size_t below = static_cast<std::size_t>(at), above = std::min(below + 1, values.size() - 1);
    quantiles.emplace_back(level, values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]));
  };
  add(0.01);
  for (int twentieth = 1; twentieth < 20; ++twentieth) add(twentieth / 20.0);
  add(0.99);
  return quantiles;
}

/// Was something not known?
bool anything_drawn(const models::Tallies& tallies) { return !tallies.assumptions.empty(); }

class Comparing {
 public:
  Comparing(const std::vector<Option>& options, const std::vector<Option>& again, Basis basis, bool may_do_nothing)
      : options_(options),
        again_(again),
        dims_(dimensions_of(options)),
        drawn_(dims_),
        may_do_nothing_(may_do_nothing),
        profit_(options, basis, Worth::profit),
        npv_(options, basis, Worth::npv) {
    result_.basis = basis;
    result_.worlds = static_cast<std::int64_t>(dims_.worlds);
    const bool is_any = std::any_of(options.begin(), options.end(),
                                    [](const Option& option) { return option.tallies->plan || anything_drawn(*option.tallies); });
    result_.is_uncertain = is_any && dims_.worlds > 1;
    is_drawn_once_ = is_any && dims_.worlds == 1;
    if (is_drawn_once_) result_.warnings.push_back(said<"warning.drawn-once">());
    if (profit_.units().size() < 2) refuse_no_values();
    const std::size_t left_out = profit_.left_out(), all = left_out + profit_.units().size();
    if (left_out > 0)
      result_.warnings.push_back(dims_.worlds > 1 ? said<"warning.worlds-left-out">(left_out, all)
                                                  : said<"warning.slices-left-out">(left_out, all));
  }

  Comparison run() {
    describe_options();
    rank();
    find_winner();
    find_crossings();
    return std::move(result_);
  }

 private:
  [[noreturn]] void refuse_no_values() const {
    if (result_.basis == Basis::money)
      refuse("there is no profit per unit of money", "one of these costs nothing to acquire, or hardly anybody of it was lived",
             "compare them by --basis lead or customer, or raise --customers");
    refuse("there is nothing to compare", "of one of these nobody buys, or hardly anybody was lived", "raise --customers");
  }

  void add_option(const std::string& name, const Interval& profit, const Interval& npv) {
    ComparedOption option;
    option.name = name;
    option.profit = profit;
    option.npv = npv;
    result_.options.push_back(std::move(option));
  }

  void describe_options() {
    for (std::size_t o = 0; o < options_.size(); ++o)
      add_option(options_[o].name, interval_of(profit_.mean(profit_.values()[o]), profit_.degrees()),
                 interval_of(npv_.mean(npv_.values()[o]), npv_.degrees()));
  }

  PairedDifference difference(std::size_t a, std::size_t b) const {
    const auto less = [&](const Values& values) {
      std::vector<double> differences;
      std::transform(values[a].begin(), values[a].end(), values[b].begin(), std::back_inserter(differences), std::minus<>());
      return differences;
    };
    const std::vector<double> differences = less(profit_.values());
    const Estimate profit = profit_.mean(differences);
    PairedDifference result;
    result.a = options_[a].name;
    result.b = options_[b].name;
    result.profit = interval_of(profit, profit_.degrees());
    result.npv = interval_of(npv_.mean(less(npv_.values())), npv_.degrees());
    result.se = profit.se;
    const double own = variance_of(profit_.values()[a]), other = variance_of(profit_.values()[b]), together = variance_of(differences);
    if (own > 0 && other > 0) result.correlation = std::clamp((own + other - together) / (2 * std::sqrt(own * other)), -1.0, 1.0);
    if (together > 0 && own + other > kRounding * kRounding * std::pow(result.profit.value, 2)) result.saved = (own + other) / together;
    return result;
  }

  PairedDifference known_difference(const Known& over_worlds, std::size_t a, std::size_t b) const {
    PairedDifference pair = difference(a, b);
    pair.odds = over_worlds.against[a][b];
    // Where chance may have made the difference, it may have made dominance.
    if (!result_.is_uncertain || (pair.profit.lo <= 0 && pair.profit.hi >= 0)) return pair;
    pair.a_over_b = dominance(over_worlds.values[a], over_worlds.values[b]);
    pair.b_over_a = dominance(over_worlds.values[b], over_worlds.values[a]);
    return pair;
  }

  /// The first worlds once more: of those that count, and of which all options have a value both times.
  Values lived_again() {
    Values again;
    for (const Option& option : again_) again.push_back(values_by_unit(option, result_.basis, Worth::profit));
    Values same(again_.size());
    for (const std::size_t unit : profit_.units()) {
      if (again_.empty() || unit >= again.front().size()) break;
      const bool is_whole = std::none_of(again.begin(), again.end(), [&](const auto& option) { return std::isnan(option[unit]); });
      if (!is_whole) return {};
      for (std::size_t o = 0; o < same.size(); ++o) same[o].push_back(again[o][unit]);
    }
    return same;
  }

  /// Of any of the options, each once, in the worlds that count.
  std::vector<std::vector<double>> drawn_assumptions() const {
    std::set<std::string> paths;
    std::vector<std::vector<double>> drawn;
    for (const Option& option : options_)
      for (const models::DrawnAssumption& assumption : option.tallies->assumptions) {
        if (!paths.insert(assumption.path).second) continue;
        drawn.emplace_back();
        for (const std::size_t world : profit_.units()) drawn.back().push_back(assumption.values[world]);
      }
    return drawn;
  }

  /// Where nearly all by which two differ from world to world is luck, how much there is of it decides what is left.
  void warn_of_luck(const Values& again) {
    for (std::size_t a = 0; a < again.size(); ++a)
      for (std::size_t b = 0; b < a; ++b) {
        std::vector<double> differences;
        double luck = 0;
        for (std::size_t i = 0; i < profit_.units().size(); ++i) {
          differences.push_back(profit_.values()[a][i] - profit_.values()[b][i]);
          if (i < again[a].size())
            luck += std::pow(differences.back() - (again[a][i] - again[b][i]), 2) / 2 / static_cast<double>(again[a].size());
        }
        if (!(luck > 0 && luck > kMostlyLuck * variance_of(differences))) continue;
        result_.warnings.push_back(said<"warning.mostly-luck">(options_[b].name, options_[a].name));
        return;
      }
  }

  Known known() {
    if (result_.is_uncertain) {
      const Values again = lived_again();
      if (again.empty() && !again_.empty()) result_.warnings.push_back(said<"warning.luck-in-ranks">());
      warn_of_luck(again);
      return rank_over_worlds(profit_.values(), again, drawn_assumptions(), may_do_nothing_, drawn_.are_stratified());
    }
    Known known;
    known.values = resampled_means(profit_.values());
    known.against = all_odds(known.values, options_.size(), false);
    if (may_do_nothing_) known.values.emplace_back(known.values.front().size(), 0.0);
    known.ranking = results::rank(known.values, false);
    return known;
  }

  void rank() {
    const Known over_worlds = known();
    const auto best = static_cast<std::size_t>(
        std::max_element(result_.options.begin(), result_.options.end(),
                         [](const ComparedOption& a, const ComparedOption& b) { return a.profit.value < b.profit.value; }) -
        result_.options.begin());
    for (std::size_t o = 1; o < options_.size(); ++o) result_.differences.push_back(known_difference(over_worlds, 0, o));
    for (std::size_t o = 0; o < options_.size(); ++o)
      if (o != best) result_.of_best.push_back(known_difference(over_worlds, best, o));
    if (result_.is_uncertain) draw(over_worlds, best);
    if (may_do_nothing_) add_option(kNothing, {0, 0, 0}, {0, 0, 0});
    for (std::size_t o = 0; o < result_.options.size(); ++o) {
      result_.options[o].p_best = over_worlds.ranking.p_best[o];
      result_.options[o].rank = over_worlds.ranking.rank[o];
      result_.options[o].regret = over_worlds.ranking.regret[o];
      if (result_.is_uncertain && o < options_.size()) result_.options[o].worlds = quantiles_of(over_worlds.values[o]);
    }
  }

  void draw(const Known& over_worlds, std::size_t best) {
    for (std::size_t o = 0; o < options_.size(); ++o) result_.options[o].density = density_of(over_worlds.values[o]);
    std::size_t next = best == 0 ? 1 : 0;
    for (std::size_t o = 0; o < options_.size(); ++o)
      if (o != best && result_.options[o].profit.value > result_.options[next].profit.value) next = o;
    const std::vector<double>&ahead = over_worlds.values[best], &behind = over_worlds.values[next];
    std::vector<double> by(ahead.size());
    std::transform(ahead.begin(), ahead.end(), behind.begin(), by.begin(), std::minus<>());
    if (auto drawn = density_of(by)) result_.ahead = {options_[best].name, options_[next].name, std::move(*drawn)};
  }

  /// Groups of worlds that are independent.
  Values by_independent_unit() const {
    if (!drawn_.are_stratified() || profit_.left_out() > 0) return profit_.values();
    Values values;
    for (const std::vector<double>& option : profit_.values()) {
      values.emplace_back(models::kHypercubes, 0.0);
      for (std::size_t cube = 0; cube < models::kHypercubes; ++cube) {
        const std::size_t from = models::first_world_of(cube, dims_.worlds), to = models::first_world_of(cube + 1, dims_.worlds);
        for (std::size_t world = from; world < to; ++world) values.back()[cube] += option[world] / static_cast<double>(to - from);
      }
    }
    return values;
  }

  void find_winner() {
    Values values = by_independent_unit();
    if (may_do_nothing_) values.emplace_back(values.front().size(), 0.0);
    if (values.front().size() < 2) return;
    std::vector<double> means;
    for (const std::vector<double>& option : values) means.push_back(mean_of(option));
    const std::size_t best = static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());
    result_.best = result_.options[best].name;
    result_.critical = simultaneous_critical(values);
    result_.picked = value_of_picking(values);
    bool wins = true;
    for (std::size_t o = 0; o < values.size(); ++o) {
      if (o == best) continue;
      std::vector<double> differences;
      std::transform(values[best].begin(), values[best].end(), values[o].begin(), std::back_inserter(differences), std::minus<>());
      const Estimate lead = DrawnWorlds().mean(differences);
      wins = wins && lead.value > 0 && lead.value > result_.critical * lead.se;
    }
    if (wins && !is_drawn_once_) result_.winner = result_.best;
  }

  void find_crossings() {
    Values curves;
    for (const Option& option : options_) curves.push_back(profit_by_step(option, result_.basis));
    const std::size_t steps = curves.front().size();
    for (const std::vector<double>& curve : curves)
      if (curve.size() != steps) return;
    for (std::size_t step = 0; step < steps; ++step) {
      std::size_t leader = 0;
      for (std::size_t o = 1; o < curves.size(); ++o)
        if (curves[o][step] - curves[leader][step] > kRounding * std::fabs(curves[leader][step])) leader = o;
      const std::string& name = options_[leader].name;
      const double at = static_cast<double>(step) + (result_.basis == Basis::plan ? 1 : 0);
      if (result_.crossings.empty() || result_.crossings.back().leader != name) result_.crossings.push_back({at, name});
    }
  }

  const std::vector<Option>&options_, &again_;
  models::Dimensions dims_;
  DrawnWorlds drawn_;
  bool may_do_nothing_, is_drawn_once_ = false;
  OptionTable profit_, npv_;
  Comparison result_;
};

}  // namespace

Comparison compare(const std::vector<Option>& options, const std::vector<Option>& again, Basis basis, bool may_do_nothing) {
  return Comparing(options, again, basis, may_do_nothing).run();
}

}  // namespace valuescale::results
