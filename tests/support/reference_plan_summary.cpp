#include "tests/support/reference_plan_summary.hpp"

#include "tests/support/reference_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace valuescale::tests::reference {

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Estimate share(std::size_t part, std::size_t all) {
  const double n = static_cast<double>(all), p = static_cast<double>(part) / n;
  return {p, std::sqrt(p * (1 - p) / n)};
}

/// Σ above ÷ Σ below over worlds, with the error of its linear part.
Estimate ratio(const std::vector<double>& above, const std::vector<double>& below) {
  const double n = static_cast<double>(above.size()), all = sum(below), value = sum(above) / all;
  double squares = 0;
  for (std::size_t w = 0; w < above.size(); ++w) squares += std::pow((above[w] - value * below[w]) / all, 2);
  return {value, std::sqrt(squares * n / (n - 1))};
}

class PlanTally {
 public:
  explicit PlanTally(const Business& business) : business_(business) {}

  void count(const PlanOutcome& world, double peak_funding) {
    for (std::size_t m = 0; m < world.cash.size(); ++m) add(fmt::format("cash {}", m + 1), world.cash[m]);
    for (std::size_t m = 0; m < world.active.size(); ++m) add(fmt::format("active {}", m + 1), world.active[m]);
    add("profit", world.profit);
    add("npv", world.npv);
    add("run_off profit", world.run_off_profit);
    add("run_off npv", world.run_off_npv);
    add("peak_funding", peak_funding);
    add("lowest_bank", world.lowest_bank);
    add("interest", world.interest);
    add("fixed_costs", world.fixed_costs);
    add_by_channel("customers", world.customers);
    add_by_channel("leads", world.leads);
    add_by_channel("outlay", world.outlay);
    add_by_channel("channel profit", world.channel_profit);
    add("loss", world.profit < 0 ? 1 : 0);
    add_month("ruined", world.ruined);
    add_month("break_even", world.break_even);
    add_month("lasting_break_even", world.lasting_break_even);
    for (std::size_t c = 0; c < business_.channels.size(); ++c) {
      add_month("break_even of " + business_.channels[c].name, world.channel_break_even[c]);
      add_month("lasting_break_even of " + business_.channels[c].name, world.channel_lasting_break_even[c]);
    }
    const double outlay = sum(world.outlay), shares = world.first_sale_shares;
    customers_.push_back(sum(world.customers));
    leads_.push_back(sum(world.leads));
    profits_.push_back(world.contribution - outlay);
    costs_.push_back(outlay + shares);
    loaded_costs_.push_back(outlay + shares + world.marketing_costs);
  }

  ReferencePlan finish() {
    result_.worlds = customers_.size();
    for (auto& [name, sample] : result_.samples) sample.sort();
    result_.ratios["customer profit"] = ratio(profits_, customers_);
    result_.ratios["lead profit"] = ratio(profits_, leads_);
    result_.ratios["cac"] = ratio(costs_, customers_);
    result_.ratios["fully_loaded_cac"] = ratio(loaded_costs_, customers_);
    return result_;
  }

 private:
  void add(const std::string& name, double value) { result_.samples[name].add(value); }

  void add_by_channel(const std::string& name, const std::vector<double>& by_channel) {
    add(name, sum(by_channel));
    for (std::size_t c = 0; c < by_channel.size(); ++c) add(name + " of " + business_.channels[c].name, by_channel[c]);
  }

  void add_month(const std::string& name, std::optional<int> month) {
    for (int m = 1; m <= business_.plan->months; ++m) add(fmt::format("{} by {}", name, m), month && *month <= m ? 1 : 0);
    add(name + " ever", month ? 1 : 0);
  }

  const Business& business_;
  ReferencePlan result_;
  std::vector<double> customers_, leads_, profits_, costs_, loaded_costs_;  // by world
};

}  // namespace

void Sample::sort() { std::sort(values_.begin(), values_.end()); }

Estimate Sample::mean() const {
  const double n = static_cast<double>(size());
  return {sum(values_) / n, sd().value / std::sqrt(n)};
}

Estimate Sample::sd() const {
  const double n = static_cast<double>(size()), mean = sum(values_) / n;
  double squares = 0, fourths = 0;
  for (const double value : values_) {
    squares += std::pow(value - mean, 2);
    fourths += std::pow(value - mean, 4);
  }
  const double variance = squares / (n - 1);
  // What rounding leaves of a difference of equals.
  if (!(variance > 1e-18 * mean * mean)) return {0, 0};
  // Of two numbers that are as likely, the first order of the error is nothing.
  const double second_order = std::sqrt(variance) / n;
  return {std::sqrt(variance), std::max(second_order, std::sqrt(std::max(0.0, fourths / n - variance * variance) / n / (4 * variance)))};
}

Estimate Sample::at_most(double point) const {
  return share(static_cast<std::size_t>(std::upper_bound(values_.begin(), values_.end(), point) - values_.begin()), size());
}

Estimate Sample::below(double point) const {
  return share(static_cast<std::size_t>(std::lower_bound(values_.begin(), values_.end(), point) - values_.begin()), size());
}

double Sample::quantile(double share) const {
  const double rank = std::ceil(share * static_cast<double>(size())) - 1;
  return values_[static_cast<std::size_t>(std::clamp(rank, 0.0, static_cast<double>(size() - 1)))];
}

ReferencePlan summed_up(const Business& business, const std::vector<PlanOutcome>& lived, const std::vector<double>& deepest) {
  PlanTally tally(business);
  for (std::size_t w = 0; w < lived.size(); ++w) tally.count(lived[w], deepest[w]);
  return tally.finish();
}

ReferencePlan reference_plan(const Business& business, std::size_t worlds, std::uint64_t seed) {
  Random random(seed);
  PlanTally tally(business);
  for (std::size_t w = 0; w < worlds; ++w) {
    const World world(business, random);
    const PlanOutcome lived = live_plan(business, world, Limits::as_planned, random);
    // Where nothing runs out the plan as it was lived is the unconstrained one.
    const bool is_limited = business.plan->cash.has_value();
    tally.count(lived, is_limited ? live_plan(business, world, Limits::none, random).deepest : lived.deepest);
  }
  return tally.finish();
}

ReferencePlan reference_plan(const std::string& path, const Settings& settings, std::size_t worlds, std::uint64_t seed) {
  return reference_plan(read_business(path, settings), worlds, seed);
}

}  // namespace valuescale::tests::reference
