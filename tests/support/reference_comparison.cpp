#include "tests/support/reference_comparison.hpp"

#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/reference_simulator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace valuescale::tests::reference {

namespace {

constexpr double kErrors = 4.5;
constexpr double kRounding = 1e-9;
constexpr std::size_t kPoints = 24;             // of the distribution function
constexpr std::size_t kCustomersOfAWorld = 20;  // few: the worlds are what varies most

/// Σ over replicates of how a part pulls at the whole is the variance of a mean that was put together from replicates.
Estimate from_replicates(double value, const std::vector<double>& values) {
  double squares = 0;
  const double n = static_cast<double>(values.size());
  double mean = 0;
  for (const double v : values) mean += v / n;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {value, n > 1 ? std::sqrt(squares / (n - 1) / n) : 0};
}

class EngineProfit {
 public:
  EngineProfit(const models::Tallies& tallies, models::View view) : t_(tallies), view_(view) {
    for (std::size_t cell = 0; cell < t_.dims.cells(); ++cell) all_.merge(t_.histogram(cell, metric()));
  }

  /// Between the bins, where counts are exact.
  std::vector<double> points() const {
    std::vector<double> result;
    const auto& bins = all_.bins();
    double seen = 0;
    const double step = static_cast<double>(all_.count()) / kPoints;
    for (std::size_t i = 0; i + 1 < bins.size(); ++i) {
      seen += static_cast<double>(bins[i].count);
      if (seen < step * static_cast<double>(result.size()) && bins.size() > kPoints) continue;
      result.push_back((static_cast<double>(bins[i].high) + static_cast<double>(bins[i + 1].low)) / 2 /
                       static_cast<double>(t_.units_per_currency));
    }
    return result;
  }

  /// P(profit ≤ x).
  Estimate below(double x) const {
    std::vector<double> values;
    Counts all;
    for (std::size_t r = 0; r < t_.dims.replicates; ++r) {
      const Counts own = count(r, x);
      if (own.people() > 0) values.push_back(share(own, x, r, t_.dims.worlds > 1));
      all += own;
    }
    return from_replicates(share(all, x, 0, false), values);
  }

 private:
  struct Counts {
    std::vector<double> below, all;  // by channel
    double people() const {
      double n = 0;
      for (const double a : all) n += a;
      return n;
    }
    Counts& operator+=(const Counts& other) {
      below.resize(other.below.size());
      all.resize(other.all.size());
      for (std::size_t c = 0; c < all.size(); ++c) {
        below[c] += other.below[c];
        all[c] += other.all[c];
      }
      return *this;
    }
  };

  models::Metric metric() const { return view_ == models::customer_view ? models::customer_profit : models::lead_profit; }

  Counts count(std::size_t replicate, double x) const {
    Counts counts{std::vector<double>(t_.dims.channels), std::vector<double>(t_.dims.channels)};
    for (std::size_t cell = 0; cell < t_.dims.cells(); ++cell) {
      const double units = x * static_cast<double>(t_.units_per_currency);
      auto whole = t_.histogram(cell, metric()).bins().begin();
      t_.counts(replicate, cell, metric()).for_each([&](std::int32_t index, std::int64_t count) {
        while (whole->index < index) ++whole;
        const double n = static_cast<double>(count);
        counts.all[cell / t_.dims.segments] += n;
        if (static_cast<double>(whole->low) <= units) counts.below[cell / t_.dims.segments] += n;
      });
    }
    return counts;
  }

  /// Of simulated customers; of leads with those who never buy, whom the engine knows by arithmetic.
  double share(const Counts& counts, double x, std::size_t replicate, bool only_its_worlds) const {
    if (view_ == models::customer_view) {
      double below = 0;
      for (const double b : counts.below) below += b;
      return below / counts.people();
    }
    double result = 0, worlds = 0;
    const std::size_t stride = only_its_worlds ? t_.dims.replicates : 1;
    for (std::size_t w = only_its_worlds ? replicate : 0; w < t_.dims.worlds; w += stride) {
      worlds += 1;
      for (std::size_t c = 0; c < t_.dims.channels; ++c) {
        const models::ChannelFacts& facts = t_.channel_facts[w * t_.dims.channels + c];
        double idle = 0;
        const auto& atoms = t_.wasted[w * t_.dims.channels + c];
        for (const models::Atom& atom : atoms) {
          if (static_cast<double>(-atom.value) <= x * static_cast<double>(t_.units_per_currency)) idle += atom.probability;
        }
        if (atoms.empty() && x >= 0) idle = 1;
        const double bought = counts.all[c] > 0 ? counts.below[c] / counts.all[c] : 0;
        result += facts.lead_share * (facts.conversion * bought + (1 - facts.conversion) * idle);
      }
    }
    return result / worlds;
  }

  const models::Tallies& t_;
  models::View view_;
  sim::SparseHistogram all_;
};

class Judge {
 public:
  Judge(double engine_people, double reference_people) : engine_people_(engine_people), reference_people_(reference_people) {}

  Comparison result;

  void mean(const std::string& what, results::Estimate engine, Estimate reference) {
    judge(what, engine, reference, std::hypot(engine.se, reference.se));
  }

  /// Where hardly anybody, or nearly everybody, is concerned, a sample cannot tell its own error: the two together can.
  void probability(const std::string& what, results::Estimate engine, Estimate reference, double slack = 0) {
    const double people = engine_people_ + reference_people_;
    const double p = (engine.value * engine_people_ + reference.value * reference_people_) / people;
    const double chance = std::sqrt(std::fmax(0, p * (1 - p)) * (1 / engine_people_ + 1 / reference_people_));
    judge(what, engine, reference, std::fmax(chance, std::hypot(engine.se, reference.se)) + slack);
  }

  void fail(const std::string& what) { result.disagreements.push_back(what); }

 private:
  void judge(const std::string& what, results::Estimate engine, Estimate reference, double error) {
    ++result.compared;
    if (std::isnan(engine.value) && std::isnan(reference.value)) return;
    const double difference = std::fabs(engine.value - reference.value);
    if (difference <= kRounding * std::fmax(1, std::fabs(reference.value))) return;
    const double apart = error > 1e-12 * std::fabs(reference.value) ? difference / error : std::numeric_limits<double>::infinity();
    if (apart > result.furthest) {
      result.furthest = apart;
      result.furthest_what = what;
    }
    if (apart <= kErrors) return;
    fail(fmt::format("{}: engine {:.10g} ± {:.3g}, reference {:.10g} ± {:.3g}: {:.1f} standard errors apart", what, engine.value, engine.se,
                     reference.value, reference.se, apart));
  }

  double engine_people_, reference_people_;
};

void compare_curves(Judge& judge, const std::string& what, const results::PaybackCurve& engine, const PaybackCurve& reference) {
  if (engine.cdf.size() != reference.by_step.size()) return judge.fail(what + ": another number of steps");
  for (std::size_t k = 0; k < engine.cdf.size(); ++k)
    judge.probability(fmt::format("{} by step {}", what, k), engine.cdf[k], reference.by_step[k]);
  judge.probability(what + " ever", engine.ever, reference.ever);
  judge.probability(what + " never", engine.never, reference.never);
  judge.probability(what + " open", engine.open, reference.open);
}

/// The engine's step is right if the mean may be at or above zero there and may have been below before.
void compare_cohorts(Judge& judge, const std::string& what, double engine_step, const std::vector<Estimate>& cash) {
  for (std::size_t k = 0; k < cash.size() && static_cast<double>(k) <= engine_step; ++k) {
    const bool paid = static_cast<double>(k) == engine_step;
    const double value = cash[k].value, error = kErrors * cash[k].se + kRounding * 100;
    if (paid ? value >= -error : value < error) continue;
    judge.fail(
        fmt::format("{}: engine says step {}, reference's cash in step {} is {:.6g} ± {:.3g}", what, engine_step, k, value, cash[k].se));
    return;
  }
}

/// One of the views of a block.
using Pick = std::function<const results::ViewAnswer&(const results::Block&)>;

void compare_parts(Judge& judge, const std::string& what, const Pick& pick,
                   const std::vector<std::pair<std::string, results::Block>>& engine, const std::map<std::string, Part>& reference) {
  for (const auto& [name, block] : engine) {
    const results::ViewAnswer& view = pick(block);
    const auto found = reference.find(name);
    if (found == reference.end()) {
      judge.fail(what + name + ": unknown to the reference");
      continue;
    }
    judge.mean(what + name + " profit", view.profit.mean, found->second.profit);
    judge.mean(what + name + " cac", view.cac.mean, found->second.cac);
    judge.probability(what + name + " ever", view.payback.first.ever, found->second.ever);
  }
}

/// A gamma-gamma spend has moments up to its q only; without the fourth a sample's spread has no error that could be told.
bool has_light_tails(const Business& business) {
  for (const auto& [name, spend] : business.spends) {
    if (spend.gamma_gamma && !(is_number(spend.parameters.at("q").expression) && spend.parameters.at("q").expression.number > 4))
      return false;
  }
  return true;
}

void compare_views(Judge& judge, const std::string& view, const Pick& pick, const results::Answer& answer, const View& reference,
                   bool compare_spread) {
  const results::ViewAnswer& engine = pick(answer.all);
  judge.mean(view + "profit", engine.profit.mean, reference.profit);
  judge.mean(view + "npv", engine.npv.mean, reference.npv);
  judge.mean(view + "cac", engine.cac.mean, reference.cac);
  judge.mean(view + "ltv", engine.ltv.mean, reference.ltv);
  // The engine does not say how sure its spread is; with more customers than the reference it is surer.
  if (compare_spread) judge.mean(view + "sd", {engine.profit.sd, reference.profit_sd.se}, reference.profit_sd);
  judge.probability(view + "loss", engine.p_loss, reference.p_loss);
  for (const auto& [stage, mean] : engine.by_stage) judge.mean(view + stage, mean, reference.by_stage.at(stage));
  judge.mean(view + "first sale", engine.first_sale.mean, reference.first_sale);
  judge.mean(view + "front end", engine.front_end.mean, reference.front_end);
  judge.mean(view + "back end", engine.back_end.mean, reference.back_end);
  // The engine says it of buyers in either view.
  if (view.starts_with("customer")) judge.probability(view + "active", engine.active, reference.active);
  compare_curves(judge, view + "first payback", engine.payback.first, reference.first);
  compare_curves(judge, view + "lasting payback", engine.payback.lasting, reference.lasting);
  compare_cohorts(judge, view + "cohort payback", engine.payback.cohort.step, reference.cumulative_cash);
  compare_parts(judge, view + "by channel ", pick, answer.channels, reference.channels);
  if (answer.segments.size() > 1) compare_parts(judge, view + "by segment ", pick, answer.segments, reference.segments);
}

/// Whom customers bring, and both views without them.
void compare_referrals(Judge& judge, const results::Answer& answer, const Referrals& reference, bool compare_spread) {
  const results::Referrals& engine = *answer.all.referrals;
  judge.mean("children", engine.children, reference.children);
  judge.mean("direct children", engine.direct_children, reference.direct_children);
  for (const auto& [name, children] : engine.by_segment) judge.mean("children of segment " + name, children, reference.by_segment.at(name));
  for (const auto& [name, block] : answer.channels)
    judge.mean("children by channel " + name, block.referrals->children, reference.of_channel.at(name));
  for (const auto& [name, block] : answer.segments)
    judge.mean("children by segment " + name, block.referrals->children, reference.of_segment.at(name));
  judge.mean("blended cac", engine.cac_blended, reference.cac_blended);
  compare_views(
      judge, "lead without referrals ", [](const results::Block& block) -> auto& { return block.referrals->lead; }, answer, reference.lead,
      compare_spread);
  compare_views(
      judge, "customer without referrals ", [](const results::Block& block) -> auto& { return block.referrals->customer; }, answer,
      reference.customer, compare_spread);
}

/// When the money comes: the mean customer's balance at the end of each step.
void compare_cash(Judge& judge, const models::Tallies& tallies, double cac, const std::vector<Estimate>& reference) {
  double customers = 0, balance = 0;
  for (const models::Sums& sums : tallies.world_cells) customers += static_cast<double>(sums.customers);
  const std::size_t steps = tallies.dims.lifetime + 1;
  for (std::size_t k = 0; k < steps; ++k) {
    for (std::size_t w = 0; w < tallies.dims.worlds; ++w) {
      for (std::size_t c = 0; c < tallies.dims.channels; ++c)
        balance += static_cast<double>(tallies.cash[(w * tallies.dims.margins() + c) * steps + k]);
    }
    const double mean = balance / customers / static_cast<double>(tallies.units_per_currency) - cac;
    // Of as many worlds, or of more customers of one, the engine's mean is at least as sure as the reference's.
    judge.mean(fmt::format("customer balance after step {}", k), {mean, reference[k].se}, reference[k]);
  }
}

void compare_distributions(Judge& judge, const std::string& view, const EngineProfit& engine, const std::vector<double>& points,
                           const std::vector<Estimate>& reference, double slack) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Estimate own = engine.below(points[i]);
    judge.probability(fmt::format("{}profit ≤ {:.6g}", view, points[i]), {own.value, own.se}, reference[i], slack);
  }
}

}  // namespace

Comparison compare(const std::string& path, double effort, const Settings& settings_of_engine) {
  const models::Scenario scenario = scenarios::read_scenario(path, settings_of_engine);
  const Business business = read_business(path);
  const bool uncertain = business.anything_uncertain();

  // Long lives take longer.
  const double people = effort * 3e7 / (business.lifetime + 100);
  Options options;
  options.customers = options.leads = uncertain ? kCustomersOfAWorld : static_cast<std::size_t>(people);
  options.worlds = uncertain ? static_cast<std::size_t>(people / kCustomersOfAWorld) : 1;

  models::RunOptions run;
  run.seed = 20;
  run.customers = static_cast<std::int64_t>(4 * people);
  if (uncertain) run.worlds = static_cast<std::int64_t>(options.worlds);
  const models::Tallies tallies = models::simulate(scenario, run);
  std::vector<std::string> channels, segments;
  for (const auto& channel : scenario.channels) channels.push_back(channel.name);
  for (const auto& segment : scenario.segments) segments.push_back(segment.name);
  const results::Answer answer = results::make_answer(tallies, channels, segments);

  const EngineProfit customer_profit(tallies, models::customer_view), lead_profit(tallies, models::lead_view);
  options.customer_points = customer_profit.points();
  options.lead_points = lead_profit.points();
  const Reference reference = simulate(business, options);

  double simulated = 0;
  for (const models::Sums& sums : tallies.world_cells) simulated += static_cast<double>(sums.customers);
  const double reference_people = static_cast<double>(options.worlds * options.customers);
  Judge judge(simulated, reference_people);
  if (uncertain != (tallies.dims.worlds > 1)) judge.fail("the two don't agree whether anything is uncertain");
  if (!uncertain) judge.mean("conversion", {answer.all.conversion.value, 0}, {reference.conversion, 0});
  const bool compare_spread = has_light_tails(business);
  compare_views(
      judge, "lead ", [](const results::Block& block) -> auto& { return block.lead; }, answer, reference.lead, compare_spread);
  compare_views(
      judge, "customer ", [](const results::Block& block) -> auto& { return block.customer; }, answer, reference.customer, compare_spread);
  if (answer.all.referrals.has_value() == business.referrals.empty()) judge.fail("the two don't agree whether customers bring others");
  if (answer.all.referrals) compare_referrals(judge, answer, reference.referrals, compare_spread);
  compare_cash(judge, tallies, answer.all.customer.cac.mean.value, reference.customer.cumulative_cash);
  compare_distributions(judge, "customer ", customer_profit, options.customer_points, reference.customer.profit_below, 0);
  // Costs that leads draw are kept as points of equal probability.
  const double slack = tallies.lead_costs_are_draws ? 1e-3 / kErrors : 0;
  compare_distributions(judge, "lead ", lead_profit, options.lead_points, reference.lead.profit_below, slack);
  return judge.result;
}

}  // namespace valuescale::tests::reference
