#include "results/answer/warnings.hpp"

#include "results/answer/plan_warnings.hpp"
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

/// Third moment of the mean's independent parts, standardised: the skewness that the normal approximation has to get over.
double skewness(const std::vector<double>& parts, const std::vector<double>& weights) {
  double total = 0, mean = 0, second = 0, third = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) total += weights[i], mean += weights[i] * parts[i];
  mean /= total;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double offset = parts[i] - mean;
    second += weights[i] * offset * offset;
    third += weights[i] * offset * offset * offset;
  }
  second /= total;
  return second > 0 ? third / total / (second * std::sqrt(second)) : 0;
}

/// How many parts, those furthest from the mean first, make up half of the variance.
double carriers_of_half(const std::vector<double>& parts, const std::vector<double>& weights) {
  double total = 0, mean = 0, all = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) total += weights[i], mean += weights[i] * parts[i];
  mean /= total;
  std::vector<std::pair<double, double>> by_square;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    by_square.emplace_back((parts[i] - mean) * (parts[i] - mean), weights[i]);
    all += by_square.back().first * weights[i];
  }
  std::sort(by_square.rbegin(), by_square.rend());
  double carriers = 0, carried = 0;
  for (const auto& [square, weight] : by_square) {
    const double needed = square > 0 ? std::ceil((all / 2 - carried) / square) : weight;
    if (needed <= weight) return carriers + std::max(needed, 0.0);
    carriers += weight;
    carried += square * weight;
  }
  return carriers;
}

/// A mean over n skewed parts is near enough to normal for its interval from 25 × skewness² parts on (Cochran 1977, section 2.15).
void warn_if_skewed(const Tallies& tallies, std::vector<std::string>& warnings) {
  std::vector<double> parts, weights;
  double n = 0;
  if (tallies.dims.worlds == 1) {
    sim::SparseHistogram all;
    for (std::size_t cell = 0; cell < tallies.dims.cells(); ++cell) all.merge(tallies.histogram(cell, models::customer_profit));
    for (const sim::Bin& bin : all.bins()) {
      parts.push_back((static_cast<double>(bin.low) + static_cast<double>(bin.high)) / 2);
      weights.push_back(static_cast<double>(bin.count));
    }
    n = static_cast<double>(all.count());
  } else {
    const Sample sample = make_sample(tallies, {}, models::customer_view, Unit::world);
    parts = linearise(sample, numerator(sample, [](const models::Sums& sums) { return sums.sum[models::customer_profit]; })).pulls;
    weights.assign(parts.size(), 1.0);
    n = static_cast<double>(parts.size());
  }
  if (parts.empty() || n < 2) return;
  const double skew = skewness(parts, weights);
  const double needed = 25 * skew * skew;
  if (n >= needed) return;
  const char* what = tallies.dims.worlds == 1 ? "customers" : "worlds";
  warnings.push_back(
      fmt::format("profit is very skewed: {:.0f} of {:.0f} {} make up half of its variance, so that errors of means are rough; simulate "
                  "about {:.2g} (--{})",
                  carriers_of_half(parts, weights), n, what, needed, what));
}

/// An error of a share is near enough to right from about ten independent cases on either side.
constexpr double kFewestCases = 10;

void warn_if_rare(const Tallies& tallies, const Estimate& share, const char* what, std::vector<std::string>& warnings) {
  if (!(share.value > 0 && share.value < 1) || !(share.se > 0)) return;
  const double independent = share.value * (1 - share.value) / (share.se * share.se);
  const double cases = independent * std::min(share.value, 1 - share.value);
  if (cases >= kFewestCases) return;
  warnings.push_back(fmt::format("{} rests on {} independent cases: its error is rough; simulate {:.2g} times as many {}", what,
                                 cases < 1.5 ? "one or two" : fmt::format("about {:.0f}", cases), std::ceil(kFewestCases / cases),
                                 tallies.dims.worlds > 1 ? "worlds and customers (--worlds, --customers)" : "customers (--customers)"));
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
  warn_if_rare(tallies, customer.p_loss, "P(a customer loses money)", warnings);
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
