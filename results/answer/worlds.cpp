#include "results/answer/worlds.hpp"

#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results {

using models::Metric;
using models::Sums;
using models::Tallies;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Of one metric among a channel's buyers.
struct MetricSums {
  std::int64_t customers = 0;
  sim::Int128 sum = 0, square = 0;
};
/// [world][channel]
std::vector<MetricSums> channel_sums(const Tallies& tallies, Metric metric) {
  const models::Dimensions& dims = tallies.dims;
  std::vector<MetricSums> result(dims.worlds * dims.channels);
  for (std::size_t i = 0; i < tallies.world_cells.size(); ++i) {
    MetricSums& here = result[i / dims.segments];
    here.customers += tallies.world_cells[i].customers;
    here.sum += tallies.world_cells[i].sum[metric];
    here.square += tallies.world_cells[i].square[metric];
  }
  return result;
}

/// Mean and variance of a metric among a channel's buyers of all worlds: stands in where a world simulated too few.
struct ChannelMoments {
  double mean = 0, variance = 0;
};
std::vector<ChannelMoments> pooled_moments(const std::vector<MetricSums>& by_world, std::size_t channels) {
  std::vector<ChannelMoments> result(channels);
  for (std::size_t c = 0; c < result.size(); ++c) {
    double deviations = 0, degrees = 0;
    MetricSums all;
    for (std::size_t i = c; i < by_world.size(); i += channels) {
      const MetricSums& sums = by_world[i];
      all.customers += sums.customers;
      all.sum += sums.sum;
      if (sums.customers < 2) continue;
      deviations += sim::squared_deviations(sums.customers, sums.sum, sums.square);
      degrees += static_cast<double>(sums.customers - 1);
    }
    if (all.customers > 0) result[c].mean = static_cast<double>(all.sum) / static_cast<double>(all.customers);
    if (degrees > 0) result[c].variance = deviations / degrees;
  }
  return result;
}

double wasted_sign(models::View view, Metric metric) {
  if (view == models::customer_view || metric == models::ltv) return 0;
  return metric == models::lead_cac ? 1 : -1;
}

}  // namespace

std::int64_t customers_of(const Tallies& tallies, std::size_t world) {
  std::int64_t customers = 0;
  for (std::size_t cell = 0; cell < tallies.dims.cells(); ++cell) customers += tallies.world_cell(world, cell).customers;
  return customers;
}

bool spends_in_vain(const Tallies& tallies, std::size_t world) {
  if (tallies.world_weight[world] > 0) return false;
  for (std::size_t c = 0; c < tallies.dims.channels; ++c) {
    const models::ChannelFacts& facts = tallies.channel_facts[world * tallies.dims.channels + c];
    if (facts.lead_share * facts.wasted_mean > 0) return true;
  }
  return false;
}

bool anything_uncertain(const Tallies& tallies) { return tallies.dims.worlds > 1 && !tallies.assumptions.empty(); }

Spread shrink(const WorldValues& values, double luck, const DrawnWorlds& drawn) {
  Spread spread;
  double total = 0, sum = 0;
  for (std::size_t w = 0; w < values.value.size(); ++w) {
    if (!(values.weight[w] > 0)) continue;
    total += values.weight[w];
    sum += values.weight[w] * values.value[w];
  }
  spread.shrunk = values.value;
  if (!(total > 0)) return spread;
  spread.mean = sum / total;

  double squares_of_weights = 0;
  for (std::size_t w = 0; w < values.value.size(); ++w) {
    if (!(values.weight[w] > 0)) continue;
    const double weight = values.weight[w] / total, offset = values.value[w] - spread.mean;
    squares_of_weights += weight * weight;
    spread.observed += weight * offset * offset;
    spread.within += weight * (1 - weight) * values.within[w];
  }
  if (!(squares_of_weights < 1)) return spread;
  spread.observed /= 1 - squares_of_weights;
  spread.within /= 1 - squares_of_weights;
  // Values that are equal but for rounding have no spread.
  if (spread.observed <= 1e-24 * spread.mean * spread.mean) spread.observed = 0;
  spread.between = spread.observed - spread.within;
  spread.luck_only = spread.observed > 0 && spread.between <= 0;
  const double wanted = std::max(0.0, spread.between) + luck * spread.within;
  spread.factor = spread.observed > 0 ? std::sqrt(wanted / spread.observed) : 0;
  std::vector<double> pulls(values.value.size(), 0.0);
  for (std::size_t w = 0; w < values.value.size(); ++w) {
    if (!(values.weight[w] > 0)) continue;
    const double offset = values.value[w] - spread.mean;
    spread.shrunk[w] = spread.mean + offset * spread.factor;
    if (!(wanted > 0)) continue;
    // How this world pulls at what is wanted, at what was observed, and so at the root of their ratio.
    const double kept = offset * offset - (1 - luck) * values.within[w];
    pulls[w] = values.weight[w] / total * ((kept - wanted) / wanted - (offset * offset - spread.observed) / spread.observed);
  }
  spread.factor_error = spread.factor / 2 * std::sqrt(drawn.variance_of_sum(pulls));
  return spread;
}

WorldValues world_means(const Tallies& tallies, models::View view, Metric metric, Part part) {
  const std::vector<std::size_t> own = channels_of(tallies, part);
  const std::size_t worlds = tallies.dims.worlds, channels = tallies.dims.channels;
  const double units = static_cast<double>(tallies.units_per_currency);
  const std::vector<MetricSums> by_world = channel_sums(tallies, metric);
  const std::vector<ChannelMoments> stand_in = pooled_moments(by_world, channels);
  WorldValues result{std::vector<double>(worlds, 0.0), std::vector<double>(worlds, 0.0), std::vector<double>(worlds, 0.0)};
  for (std::size_t world = 0; world < worlds; ++world) {
    double everyone = 0, value = 0, within = 0;
    const double all_leads = leads_of(tallies, part, world);
    for (const std::size_t c : own) everyone += static_cast<double>(by_world[world * channels + c].customers);
    for (const std::size_t c : own) {
      const LeadShares leads = lead_shares(tallies, part, world, c);
      const MetricSums& sums = by_world[world * channels + c];
      const double n = static_cast<double>(sums.customers);
      const double share = view == models::customer_view ? (everyone > 0 ? n / everyone : 0.0)
                           : all_leads > 0               ? leads.buyers / all_leads
                                                         : 0.0;
      if (share > 0) {
        value += share * (n > 0 ? static_cast<double>(sums.sum) / n : stand_in[c].mean);
        const double variance = n > 1 ? sim::variance(sums.customers, sums.sum, sums.square) : stand_in[c].variance;
        within += share * share * variance / std::max(n, 1.0);
      }
      if (view == models::lead_view && all_leads > 0)
        value += wasted_sign(view, metric) * leads.nonbuyers / all_leads * tallies.channel_facts[world * channels + c].wasted_mean;
    }
    result.value[world] = value / units;
    result.within[world] = within / (units * units);
    result.weight[world] = view == models::customer_view ? everyone : all_leads;
    if (result.weight[world] == 0) result.value[world] = kMissing;
  }
  return result;
}

WorldValues world_ltv_cac(const Tallies& tallies, models::View view, Part part) {
  const bool customer = view == models::customer_view;
  const Metric cac_metric = customer ? models::customer_cac : models::lead_cac;
  const WorldValues ltv = world_means(tallies, view, models::ltv, part);
  const WorldValues cac = world_means(tallies, view, cac_metric, part);
  const WorldValues npv = world_means(tallies, view, customer ? models::customer_npv : models::lead_npv, part);
  WorldValues result = ltv;
  for (std::size_t world = 0; world < result.value.size(); ++world) {
    if (!(result.weight[world] > 0) || !(cac.value[world] > 0)) {
      result.value[world] = kMissing;
      result.weight[world] = result.within[world] = 0;
      continue;
    }
    const double ratio = ltv.value[world] / cac.value[world];
    const double covariance = (ltv.within[world] + cac.within[world] - npv.within[world]) / 2;
    result.value[world] = ratio;
    result.within[world] = std::max(0.0, ltv.within[world] - 2 * ratio * covariance + ratio * ratio * cac.within[world]) /
                           (cac.value[world] * cac.value[world]);
  }
  return result;
}

WorldValues world_losses(const Tallies& tallies) {
  WorldValues worlds;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    Sums sums;
    for (std::size_t cell = 0; cell < tallies.dims.cells(); ++cell) sums += tallies.world_cell(world, cell);
    const double n = static_cast<double>(sums.customers);
    const double share = n > 0 ? static_cast<double>(sums.losses[models::customer_view]) / n : kMissing;
    worlds.value.push_back(share);
    worlds.weight.push_back(n);
    worlds.within.push_back(n > 0 ? share * (1 - share) / std::max(1.0, n - 1) : 0);
  }
  return worlds;
}

WorldValues world_payback_ever(const Tallies& tallies, models::View view) { return world_payback_by(tallies, view, tallies.dims.lifetime); }

WorldValues world_payback_by(const Tallies& tallies, models::View view, std::size_t step) {
  const std::size_t worlds = tallies.dims.worlds, steps = tallies.dims.lifetime + 1;
  const auto& counts = tallies.any_outflow_after_start ? tallies.world_lasting[view] : tallies.world_first[view];
  WorldValues result{std::vector<double>(worlds, 0.0), std::vector<double>(worlds, 0.0), std::vector<double>(worlds, 0.0)};
  for (std::size_t world = 0; world < worlds; ++world) {
    std::int64_t paid = 0;
    for (std::size_t k = 0; k < std::min(step + 1, steps); ++k) paid += counts[world * steps + k];
    const double n = static_cast<double>(customers_of(tallies, world));
    // A lead pays back only if it buys.
    const double people = view == models::customer_view ? 1.0 : tallies.world_weight[world];
    result.weight[world] = view == models::customer_view ? n : leads_of(tallies, {}, world);
    if (n > 0) {
      const double share = static_cast<double>(paid) / n;
      result.value[world] = people * share;
      result.within[world] = people * people * share * (1 - share) / std::max(1.0, n - 1);
    } else if (view == models::customer_view) {
      result.value[world] = kMissing;
    }
  }
  return result;
}

CohortSteps cohort_steps(const Tallies& tallies, Part part, models::View view) {
  const models::Dimensions& dims = tallies.dims;
  const std::size_t steps = dims.lifetime + 1, margins = dims.margins();
  std::vector<std::size_t> own;
  if (part.what == Part::What::all)
    own = channels_of(tallies, part);
  else
    own = {part.what == Part::What::channel ? part.index : dims.channels + part.index};
  // A segment's leads carry their own cost; for everything else the two views put the same cost on a customer.
  const bool own_cost = view == models::lead_view && part.what == Part::What::segment;

  const auto reached = [&](const std::vector<sim::Int128>& cash, sim::Int128 cost, double wasted) {
    sim::Int128 balance = -cost;
    for (std::size_t k = 0; k < steps; ++k) {
      balance += cash[k];
      if (wasted > 0 ? static_cast<double>(balance) >= wasted * (1 - 1e-12) : balance >= 0) return static_cast<double>(k);
    }
    return kInfinity;
  };

  CohortSteps result;
  std::vector<sim::Int128> all_cash(steps, 0), cash(steps);
  sim::Int128 all_cost = 0;
  double all_wasted = 0;
  std::int64_t everyone = 0;
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    std::int64_t customers = 0;
    sim::Int128 cost = 0;
    double wasted = 0, buyers = 0, in_vain = 0;
    for (const std::size_t c : channels_of(tallies, part)) {
      const LeadShares leads = lead_shares(tallies, part, world, c);
      const double waste = leads.nonbuyers * tallies.channel_facts[world * dims.channels + c].wasted_mean;
      buyers += leads.buyers;
      in_vain += waste;
      for (const std::size_t cell : cells_of(tallies, part, c)) {
        const Sums& sums = tallies.world_cell(world, cell);
        customers += sums.customers;
        cost += sums.sum[own_cost ? models::lead_cac : models::customer_cac];
        if (own_cost && leads.buyers > 0) wasted += waste / leads.buyers * static_cast<double>(sums.customers);
      }
    }
    if (customers == 0) {
      result.by_world.push_back(buyers > 0 || !(in_vain > 0) ? kMissing : kInfinity);
      continue;
    }
    for (std::size_t k = 0; k < steps; ++k) {
      cash[k] = 0;
      for (const std::size_t margin : own) cash[k] += tallies.cash[(world * margins + margin) * steps + k];
      all_cash[k] += cash[k];
    }
    result.by_world.push_back(reached(cash, cost, wasted));
    all_cost += cost;
    all_wasted += wasted;
    everyone += customers;
  }
  if (everyone > 0) result.pooled = reached(all_cash, all_cost, all_wasted);
  return result;
}

CohortPayback cohort_payback(const PartView& view) {
  const Tallies& tallies = view.tallies();
  const std::size_t steps = tallies.dims.lifetime + 1;
  const CohortSteps cohorts = cohort_steps(tallies, view.part(), view.view());
  const Sample of_worlds = view.means().unit == Unit::world ? Sample{} : make_sample(tallies, view.part(), view.view(), Unit::world);
  const std::vector<double>& people = view.means().unit == Unit::world ? view.means().people : of_worlds.people;
  CohortPayback result;
  result.step = cohorts.pooled;
  std::vector<double> values, weights;
  for (std::size_t world = 0; world < tallies.dims.worlds; ++world) {
    if (std::isnan(cohorts.by_world[world]) || !(people[world] > 0)) continue;
    values.push_back(cohorts.by_world[world]);
    weights.push_back(people[world]);
  }
  if (values.empty()) {
    result.cdf.assign(steps, kMissing);
    return result;
  }
  std::vector<sim::Mass> masses;
  for (std::size_t i = 0; i < values.size(); ++i) masses.push_back({values[i], values[i], weights[i]});
  const sim::Masses all(std::move(masses));
  for (std::size_t k = 0; k < steps; ++k) result.cdf.push_back(all.cdf(static_cast<double>(k)));
  if (anything_uncertain(tallies)) {
    result.lo = all.quantile(0.05);
    result.hi = all.quantile(0.95);
  }
  return result;
}

std::vector<WorldRow> world_rows(const Tallies& tallies) {
  const WorldValues cac = world_means(tallies, models::customer_view, models::customer_cac);
  const WorldValues ltv = world_means(tallies, models::customer_view, models::ltv);
  const WorldValues customer = world_means(tallies, models::customer_view, models::customer_profit);
  const WorldValues lead = world_means(tallies, models::lead_view, models::lead_profit);
  const WorldValues ever = world_payback_ever(tallies, models::customer_view);
  const CohortSteps cohorts = cohort_steps(tallies, {}, models::customer_view);
  std::vector<WorldRow> rows(tallies.dims.worlds);
  for (std::size_t world = 0; world < rows.size(); ++world) {
    WorldRow& row = rows[world];
    row.weight = tallies.world_weight[world];
    row.customers = customers_of(tallies, world);
    row.conversion = 0;
    for (std::size_t c = 0; c < tallies.dims.channels; ++c) row.conversion += lead_shares(tallies, {}, world, c).buyers;
    if (const double leads = leads_of(tallies, {}, world); leads > 0) row.conversion /= leads;
    row.cac = cac.value[world];
    row.ltv = ltv.value[world];
    row.customer_profit = customer.value[world];
    row.lead_profit = lead.value[world];
    row.payback_ever = ever.value[world];
    row.cohort_payback = cohorts.by_world[world];
  }
  return rows;
}

}  // namespace valuescale::results
