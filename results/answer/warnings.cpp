#include "results/answer/warnings.hpp"

#include "results/answer/plan_warnings.hpp"
#include "results/answer/rough_errors.hpp"
#include "results/answer/sample.hpp"
#include "results/answer/sentences.hpp"
#include "results/answer/worlds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

using models::Tallies;

namespace {

std::string percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

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
  if (const auto warning = skewed_mean(said<"profit.customer">(), parts, weights, tallies.dims.worlds > 1)) warnings.push_back(*warning);
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
      warnings.push_back(open ? said<"warning.few-worlds-open">(worlds) : said<"warning.few-worlds">(worlds));
  }
  if (answer.cohort && worlds == 1 && has_open_end(answer.cohort->profit))
    warnings.push_back(said<"warning.few-cohorts">(answer.cohort->n, kFewestBeyondPoints * answer.cohort->n));
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
    warnings.push_back(tallies.plan ? said<"warning.luck-shapes-of-plan">(percent(most)) : said<"warning.luck-shapes">(percent(most)));
}

}  // namespace

std::vector<std::string> warnings_for(const Tallies& tallies, const Answer& answer) {
  std::vector<std::string> warnings;
  if (tallies.interrupted) warnings.push_back(said<"warning.stopped">());
  if (answer.plan) {
    const std::vector<std::string> of_plan = plan_warnings(tallies, *answer.plan);
    warnings.insert(warnings.end(), of_plan.begin(), of_plan.end());
  }

  const ViewAnswer& customer = answer.all.customer;
  const bool many_active = customer.active.value > 0.05, much_late = customer.late_ltv_share > 0.10;
  const std::string active = percent(customer.active.value), late = percent(customer.late_ltv_share);
  if (many_active && much_late)
    warnings.push_back(said<"warning.horizon-both">(active, late));
  else if (many_active)
    warnings.push_back(said<"warning.horizon-active">(active));
  else if (much_late)
    warnings.push_back(said<"warning.horizon-late">(late));
  const std::size_t worlds = tallies.dims.worlds;
  warn_if_ends_are_open(tallies, answer, warnings);
  if (answer.worlds_interval) {
    for (const auto& [view, name] : {std::pair{&answer.worlds_interval->customer, said<"one.customer">()},
                                     std::pair{&answer.worlds_interval->lead, said<"one.lead">()}}) {
      if (view->not_distinguishable_from_luck.empty()) continue;
      std::string list;
      for (const std::string& metric : view->not_distinguishable_from_luck) list += (list.empty() ? "" : ", ") + metric;
      // A plan has just so many customers.
      warnings.push_back(tallies.plan ? said<"warning.within-luck-of-plan">(list, name) : said<"warning.within-luck">(list, name));
    }
  }
  if (answer.worlds_interval) warn_if_luck_shapes_the_interval(tallies, warnings);
  warn_if_skewed(tallies, warnings);
  const std::string more = tallies.plan ? said<"more.worlds">() : worlds > 1 ? said<"more.both">() : said<"more.customers">();
  if (const auto warning = few_cases(said<"chance.customer-loses">(), customer.p_loss, more)) warnings.push_back(*warning);
  if (answer.worlds_without_customers > 0) {
    warnings.push_back(said<"warning.worlds-without-customers">(answer.worlds_without_customers, worlds));
  }
  for (std::size_t i = 0; i < tallies.capped_worlds.size() && i < tallies.capped_what.size(); ++i) {
    if (tallies.capped_worlds[i] > 0) warnings.push_back(said<"warning.capped">(tallies.capped_what[i], tallies.capped_worlds[i], worlds));
  }
  for (std::size_t world = 0, c = 0; c < tallies.dims.channels; ++c) {
    double buyers = 0;
    std::int64_t simulated = 0;
    for (world = 0; world < worlds; ++world) {
      buyers += lead_shares(tallies, {}, world, c).buyers;
      for (const std::size_t cell : cells_of(tallies, {}, c)) simulated += tallies.world_cell(world, cell).customers;
    }
    if (buyers > 0 && simulated == 0 && c < answer.channels.size()) {
      warnings.push_back(said<"warning.channel-not-lived">(answer.channels[c].first));
    }
  }
  if (answer.cohort && std::isnan(answer.cohort->profit.front().second.value) && answer.customers > 0) {
    warnings.push_back(said<"warning.cohort-too-large">(answer.cohort->n));
  }
  return warnings;
}

std::string without_numbers(std::string warning) {
  std::erase_if(warning, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
  return warning;
}

}  // namespace valuescale::results
