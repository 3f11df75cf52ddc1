#include "results/decision/option_values.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace valuescale::results {

using models::Sums;
using models::Tallies;

namespace {

/// What a unit's leads bring and cost together.
struct OfLeads {
  double worth = 0, cost = 0, leads = 0;
};

struct Buyers {
  double customers = 0, worth = 0, cost = 0;
};

/// Buyers of a part in one channel; units of money.
Buyers buyers_of(const std::vector<std::size_t>& cells, models::Metric worth, models::Metric cost,
                 const std::function<const Sums&(std::size_t cell)>& sums_of) {
  Buyers buyers;
  for (const std::size_t cell : cells) {
    const Sums& sums = sums_of(cell);
    buyers.customers += static_cast<double>(sums.customers);
    buyers.worth += static_cast<double>(sums.sum[worth]);
    buyers.cost += static_cast<double>(sums.sum[cost]);
  }
  return buyers;
}

bool is_sliced(const Tallies& tallies) { return tallies.dims.worlds == 1; }
std::size_t units_of(const Tallies& tallies) { return is_sliced(tallies) ? tallies.dims.replicates : tallies.dims.worlds; }

/// Of a channel's buyers in all worlds: stands in where a world lived none of those who would buy. Such worlds are no accident, there few buy; slices of a
/// single world are, and are left out.
std::vector<Buyers> pooled_buyers(const Option& option, models::Metric worth, models::Metric cost) {
  const Tallies& tallies = *option.tallies;
  std::vector<Buyers> pooled(tallies.dims.channels);
  for (const std::size_t c : channels_of(tallies, option.part))
    for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
      const Buyers here = buyers_of(cells_of(tallies, option.part, c), worth, cost,
                                    [&](std::size_t cell) -> const Sums& { return tallies.world_cell(world, cell); });
      pooled[c].customers += here.customers, pooled[c].worth += here.worth, pooled[c].cost += here.cost;
    }
  return pooled;
}

std::vector<double> by_lead(const Option& option, Basis basis, Worth worth) {
  const Tallies& tallies = *option.tallies;
  const models::Metric metric = worth == Worth::profit ? models::lead_profit : models::lead_npv;
  const std::vector<Buyers> pooled = pooled_buyers(option, metric, models::lead_cac);
  std::vector<double> values;
  for (std::size_t unit = 0; unit < units_of(tallies); ++unit) {
    const std::size_t world = is_sliced(tallies) ? 0 : unit;
    OfLeads sum;
    bool is_known = true;
    for (const std::size_t c : channels_of(tallies, option.part)) {
      const LeadShares shares = lead_shares(tallies, option.part, world, c);
      Buyers here = buyers_of(cells_of(tallies, option.part, c), metric, models::lead_cac, [&](std::size_t cell) -> const Sums& {
        return is_sliced(tallies) ? tallies.replicate_cell(unit, cell).sums : tallies.world_cell(unit, cell);
      });
      if (here.customers == 0 && !is_sliced(tallies)) here = pooled[c];
      is_known = is_known && (here.customers > 0 || !(shares.buyers > 0));
      const double wasted = shares.nonbuyers * tallies.channel_facts[world * tallies.dims.channels + c].wasted_mean;
      sum.leads += shares.leads;
      sum.worth -= wasted;
      sum.cost += wasted;
      if (!(shares.buyers > 0 && here.customers > 0)) continue;
      sum.worth += shares.buyers * here.worth / here.customers;
      sum.cost += shares.buyers * here.cost / here.customers;
    }
    const double per = basis == Basis::money ? sum.cost : sum.leads * static_cast<double>(tallies.units_per_currency);
    values.push_back(per > 0 && is_known ? sum.worth / per : kMissing);
  }
  return values;
}

std::vector<double> by_customer(const Option& option, Worth worth) {
  const Tallies& tallies = *option.tallies;
  const models::Metric metric = worth == Worth::profit ? models::customer_profit : models::customer_npv;
  std::vector<double> values;
  for (std::size_t unit = 0; unit < units_of(tallies); ++unit) {
    Buyers all;
    for (const std::size_t c : channels_of(tallies, option.part)) {
      const Buyers here = buyers_of(cells_of(tallies, option.part, c), metric, models::customer_cac, [&](std::size_t cell) -> const Sums& {
        return is_sliced(tallies) ? tallies.replicate_cell(unit, cell).sums : tallies.world_cell(unit, cell);
      });
      all.customers += here.customers, all.worth += here.worth;
    }
    values.push_back(all.customers > 0 ? all.worth / all.customers / static_cast<double>(tallies.units_per_currency) : kMissing);
  }
  return values;
}

std::vector<double> of_plans(const Tallies& tallies, Worth worth) {
  std::vector<double> values;
  for (const models::PlanOutcome& outcome : tallies.plan->worlds)
    values.push_back((worth == Worth::profit ? static_cast<double>(outcome.profit()) : outcome.npv) /
                     static_cast<double>(tallies.units_per_currency));
  return values;
}

}  // namespace

const char* name_of(Basis basis) {
  switch (basis) {
    case Basis::lead: return "lead";
    case Basis::money: return "money";
    case Basis::customer: return "customer";
    case Basis::plan: return "plan";
  }
  return "";
}

const char* in_words(Basis basis) {
  switch (basis) {
    case Basis::lead: return "profit per lead";
    case Basis::money: return "profit per unit of money spent on acquisition";
    case Basis::customer: return "profit per customer";
    case Basis::plan: return "profit of the plan";
  }
  return "";
}

std::vector<double> values_by_unit(const Option& option, Basis basis, Worth worth) {
  if (basis == Basis::plan) return of_plans(*option.tallies, worth);
  return basis == Basis::customer ? by_customer(option, worth) : by_lead(option, basis, worth);
}

const models::Dimensions& dimensions_of(const std::vector<Option>& options) {
  for (const Option& option : options)
    if (option.tallies->dims.sampling == models::Sampling::stratified) return option.tallies->dims;
  return options.front().tallies->dims;
}

OptionTable::OptionTable(const std::vector<Option>& options, Basis basis, Worth worth) : values_(options.size()) {
  std::vector<std::vector<double>> all;
  for (const Option& option : options) all.push_back(values_by_unit(option, basis, worth));
  for (std::size_t unit = 0; unit < all.front().size(); ++unit) {
    if (std::any_of(all.begin(), all.end(), [&](const auto& values) { return std::isnan(values[unit]); })) continue;
    units_.push_back(unit);
    for (std::size_t o = 0; o < all.size(); ++o) values_[o].push_back(all[o][unit]);
  }
  left_out_ = all.front().size() - units_.size();
  const models::Dimensions& dims = dimensions_of(options);
  if (left_out_ == 0 && dims.worlds > 1) drawn_ = DrawnWorlds(dims);
  degrees_ = drawn_.are_stratified() ? static_cast<double>(models::kHypercubes - 1) : static_cast<double>(units_.size()) - 1;
}

std::vector<double> profit_by_step(const Option& option, Basis basis) {
  const Tallies& tallies = *option.tallies;
  const double units = static_cast<double>(tallies.units_per_currency);
  std::vector<double> sums;
  if (basis == Basis::plan) {
    sums.assign(static_cast<std::size_t>(tallies.plan->months), 0.0);
    for (const models::PlanOutcome& outcome : tallies.plan->worlds)
      for (std::size_t month = 0; month < sums.size(); ++month)
        sums[month] += static_cast<double>(outcome.cash[month]) / units / static_cast<double>(tallies.plan->worlds.size());
    return sums;
  }
  // A segment's cash is not kept by channel, in which leads differ.
  if (option.part.what == Part::What::segment && tallies.dims.channels > 1 && basis != Basis::customer) return sums;
  const std::size_t steps = tallies.dims.lifetime + 1, margins = tallies.dims.margins();
  sums.assign(steps, 0.0);
  const models::Metric own = basis == Basis::customer ? models::customer_cac : models::lead_cac;
  const auto margin_of = [&](std::size_t c) {
    return option.part.what == Part::What::segment ? tallies.dims.channels + option.part.index : c;
  };
  const auto cash_of = [&](std::size_t world, std::size_t c, std::size_t step) {
    return static_cast<double>(tallies.cash[(world * margins + margin_of(c)) * steps + step]);
  };
  // Where none was lived who would buy, those of all worlds stand in, as in the values.
  const std::vector<Buyers> pooled = pooled_buyers(option, models::ltv, own);
  std::vector<std::vector<double>> pooled_cash(tallies.dims.channels);
  for (const std::size_t c : channels_of(tallies, option.part)) {
    pooled_cash[c].assign(steps, 0.0);
    for (std::size_t world = 0; world < tallies.dims.worlds; ++world)
      for (std::size_t step = 0; step < steps; ++step) pooled_cash[c][step] += cash_of(world, c, step);
  }
  double per = 0;  // what sums are divided by: people, or of money worlds
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    std::vector<double> cash(steps, 0.0);
    double people = 0, cost = 0;
    for (const std::size_t c : channels_of(tallies, option.part)) {
      const LeadShares shares = lead_shares(tallies, option.part, world, c);
      Buyers here = buyers_of(cells_of(tallies, option.part, c), models::ltv, own,
                              [&](std::size_t cell) -> const Sums& { return tallies.world_cell(world, cell); });
      const bool stands_in = basis != Basis::customer && here.customers == 0;
      if (stands_in) here = pooled[c];
      const double each = basis == Basis::customer ? 1 : here.customers > 0 ? shares.buyers / here.customers : 0;
      people += basis == Basis::customer ? here.customers : shares.leads;
      cost += each * here.cost;
      if (basis != Basis::customer) cost += shares.nonbuyers * tallies.channel_facts[world * tallies.dims.channels + c].wasted_mean;
      for (std::size_t step = 0; step < steps; ++step) cash[step] += each * (stands_in ? pooled_cash[c][step] : cash_of(world, c, step));
    }
    // Worlds that count in the values count here.
    if (!(people > 0) || (basis == Basis::money && !(cost > 0))) continue;
    const double unit = basis == Basis::money ? cost : units;
    per += basis == Basis::money ? 1 : people;
    double balance = -cost;
    for (std::size_t step = 0; step < steps; ++step) sums[step] += (balance += cash[step]) / unit;
  }
  for (double& sum : sums) sum /= per;
  return sums;
}

}  // namespace valuescale::results
