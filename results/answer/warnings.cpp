#include "results/answer/warnings.hpp"

#include "results/answer/plan_warnings.hpp"
#include "results/answer/rough_errors.hpp"
#include "results/answer/sample.hpp"
#include "results/answer/worlds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::Tallies;

namespace {

std::string percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

/// Advice that a plan, which has just so many customers, can't follow.
std::string more_customers(const Tallies& tallies, const char* advice) { return tallies.plan ? "" : advice; }

void warn_if_skewed(const Tallies& tallies, std::vector<std::string>& warnings) {
  std::vector<double> parts, weights;
  if (tallies.dims.worlds == 1) {
    sim::SparseHistogram all;
    for (std::size_t cell = 0; cell < tallies.dims.cells(); ++cell) all.merge(tallies.histogram(cell, models::customer_profit));
    for (const sim::Bin& bin : all.bins()) {
      parts.push_back((static_cast<double>(bin.low) + static_cast<double>(bin.high)) / 2);
      weights.push_back(static_cast<double>(bin.count));
    }
  } else {
    const Sample sample = make_sample(tallies, {}, models::customer_view, Unit::world);
    parts = linearise(sample, numerator(sample, [](const models::Sums& sums) { return sums.sum[models::customer_profit]; })).pulls;
    weights.assign(parts.size(), 1.0);
  }
  const char* of_what = tallies.dims.worlds == 1 ? "customers" : "worlds";
  if (const auto warning = skewed_mean("profit", parts, weights, of_what)) warnings.push_back(*warning);
}

/// With fewer, 5 % and 95 % points over worlds rest on a handful of them.
constexpr std::size_t kFewestWorlds = 100;

bool has_open_end(const WorldsView::Quantiles& quantiles) {
  return std::any_of(quantiles.begin(), quantiles.end(), [](const auto& quantile) {
    const Interval& interval = quantile.second;
    return !std::isnan(interval.value) && (std::isnan(interval.lo) || std::isnan(interval.hi));
  });
}

/// Of independent values, so many at least have one beyond the 5 % point with 97.5 %: ln 0.025 / ln 0.95, rounded up.
constexpr std::int64_t kFewestBeyondPoints = 72;

void warn_if_ends_are_open(const Tallies& tallies, const Answer& answer, std::vector<std::string>& warnings) {
  const std::size_t worlds = tallies.dims.worlds;
  if (answer.worlds_interval) {
    const bool open = has_open_end(answer.worlds_interval->customer.profit) || has_open_end(answer.worlds_interval->lead.profit);
    if (worlds < kFewestWorlds || open)
      warnings.push_back(fmt::format("{} worlds are too few for 5 % and 95 % points{}: simulate 1,000 (--worlds 1000)", worlds,
                                     open ? ", whose intervals have no end on one side" : ""));
  }
  if (answer.cohort && worlds == 1 && has_open_end(answer.cohort->profit))
    warnings.push_back(
        fmt::format("too few cohorts of {} were lived for 5 % and 95 % points, whose intervals have no end on one side: simulate "
                    "at least {} (--customers)",
                    answer.cohort->n, kFewestBeyondPoints * answer.cohort->n));
}

/// Quantiles over worlds whose luck was taken out have the shape of what was seen. Beyond this share of luck the shape of what is expected
/// may be another one than the intervals allow for (results/METHODS.md).
constexpr double kMostLuck = 0.15;

void warn_if_luck_shapes_the_interval(const Tallies& tallies, std::vector<std::string>& warnings) {
  double most = 0;
  for (const auto& [view, metric] :
       {std::pair{models::customer_view, models::customer_profit}, std::pair{models::lead_view, models::lead_profit}}) {
    const Spread spread = shrink(world_means(tallies, view, metric));
    if (spread.observed > 0 && !spread.luck_only) most = std::max(most, spread.within / spread.observed);
  }
  if (most > kMostLuck)
    warnings.push_back(
        fmt::format("{} of the variance between worlds is luck of the simulation: their interval leans on an assumed shape{}",
                    percent(most), more_customers(tallies, "; simulate more customers or fewer worlds (--customers, --worlds)")));
}

}  // namespace

std::vector<std::string> warnings_for(const Tallies& tallies, const Answer& answer) {
  std::vector<std::string> warnings;
  if (tallies.interrupted)
    warnings.push_back("stopped early: these are the customers simulated until then, and some worlds or channels may be missing");
  if (answer.plan) {
    const std::vector<std::string> of_plan = plan_warnings(tallies, *answer.plan);
    warnings.insert(warnings.end(), of_plan.begin(), of_plan.end());
  }

  const ViewAnswer& customer = answer.all.customer;
  const bool many_active = customer.active.value > 0.05, much_late = customer.late_ltv_share > 0.10;
  if (many_active || much_late) {
    std::string what;
    if (many_active) what = percent(customer.active.value) + " of customers are still active at its end";
    if (much_late) what += (what.empty() ? "" : ", and ") + percent(customer.late_ltv_share) + " of LTV comes in its last tenth";
    warnings.push_back("the horizon is short: " + what + "; a longer `lifetime` would change the result");
  }
  const std::size_t worlds = tallies.dims.worlds;
  warn_if_ends_are_open(tallies, answer, warnings);
  if (answer.worlds_interval) {
    for (const auto& [view, name] :
         {std::pair{&answer.worlds_interval->customer, "customer"}, std::pair{&answer.worlds_interval->lead, "lead"}}) {
      if (view->not_distinguishable_from_luck.empty()) continue;
      std::string list;
      for (const std::string& metric : view->not_distinguishable_from_luck) list += (list.empty() ? "" : ", ") + metric;
      warnings.push_back(fmt::format("between worlds, {} per {} cannot be told from luck{}", list, name,
                                     more_customers(tallies, ": simulate more customers (--customers)")));
    }
  }
  if (answer.worlds_interval) warn_if_luck_shapes_the_interval(tallies, warnings);
  warn_if_skewed(tallies, warnings);
  const char* more = tallies.plan ? "worlds (--worlds)"
                     : worlds > 1 ? "worlds and customers (--worlds, --customers)"
                                  : "customers (--customers)";
  if (const auto warning = few_cases("P(a customer loses money)", customer.p_loss, more)) warnings.push_back(*warning);
  if (answer.worlds_without_customers > 0) {
    warnings.push_back(fmt::format("in {} of {} worlds nobody buys: their spending counts for leads, but they have no customers to average",
                                   answer.worlds_without_customers, worlds));
  }
  for (std::size_t i = 0; i < tallies.capped_worlds.size() && i < tallies.capped_what.size(); ++i) {
    if (tallies.capped_worlds[i] > 0)
      warnings.push_back(
          fmt::format("{} passed 1 in {} of {} worlds and was capped there", tallies.capped_what[i], tallies.capped_worlds[i], worlds));
  }
  for (std::size_t world = 0, c = 0; c < tallies.dims.channels; ++c) {
    double buyers = 0;
    std::int64_t simulated = 0;
    for (world = 0; world < worlds; ++world) {
      buyers += lead_shares(tallies, {}, world, c).buyers;
      for (const std::size_t cell : cells_of(tallies, {}, c)) simulated += tallies.world_cell(world, cell).customers;
    }
    if (buyers > 0 && simulated == 0 && c < answer.channels.size()) {
      warnings.push_back(fmt::format("no customer of channel {} was simulated: its share is too small; simulate more (--customers)",
                                     answer.channels[c].first));
    }
  }
  if (answer.cohort && std::isnan(answer.cohort->profit.front().second.value) && answer.customers > 0) {
    warnings.push_back(
        fmt::format("fewer customers were simulated than the cohort of {} asked about: its quantiles are unknown", answer.cohort->n));
  }
  return warnings;
}

}  // namespace valuescale::results
