#include "results/decision/world_metric.hpp"

#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace valuescale::results {

using models::Tallies;

namespace {

std::function<WorldValues(const Tallies&)> mean(models::View view, models::Metric metric, Part part = {}) {
  return [=](const Tallies& tallies) { return world_means(tallies, view, metric, part); };
}

/// Of plans; none where there is no plan.
std::function<WorldValues(const Tallies&)> of_plan(const std::function<double(const models::PlanOutcome&, double units)>& amount) {
  return [=](const Tallies& tallies) {
    WorldValues worlds;
    if (!tallies.plan) return worlds;
    const std::size_t count = tallies.plan->worlds.size();
    for (const models::PlanOutcome& outcome : tallies.plan->worlds)
      worlds.value.push_back(amount(outcome, static_cast<double>(tallies.units_per_currency)));
    worlds.weight.assign(count, 1.0);
    worlds.within.assign(count, 0.0);
    return worlds;
  };
}

/// What the money spent on channels that respond to it earns, all together: their customers times what each brings.
WorldValues profit_of_spend(const Tallies& tallies) {
  WorldValues worlds;
  if (tallies.spend_curves.empty()) return worlds;
  const models::Dimensions& dims = tallies.dims;
  const double units = static_cast<double>(tallies.units_per_currency);
  // Before what it costs to win them, which the facts of the spend say.
  const auto earned_by = [](const models::Sums& sums) {
    return static_cast<double>(sums.sum[models::customer_profit] + sums.sum[models::customer_cac]);
  };
  std::vector<models::Sums> pooled(dims.channels), here(dims.channels);
  for (std::size_t i = 0; i < tallies.world_cells.size(); ++i) pooled[i % dims.cells() / dims.segments] += tallies.world_cells[i];
  for (std::size_t world = 0; world < dims.worlds; ++world) {
    here.assign(dims.channels, {});
    for (std::size_t cell = 0; cell < dims.cells(); ++cell) here[cell / dims.segments] += tallies.world_cell(world, cell);
    double value = 0, within = 0;
    for (std::size_t c = 0; c < dims.channels; ++c) {
      const models::SpendCurve& curve = tallies.spend_curves[world * dims.channels + c];
      if (!curve.response) continue;
      const models::SpendFacts facts = curve.at();
      const models::Sums& sums = here[c].customers > 0 ? here[c] : pooled[c];
      const double each = sums.customers > 0 ? facts.customers / static_cast<double>(sums.customers) : 0;
      value += each > 0 ? each * earned_by(sums) / units - facts.customers * facts.average_cac : -facts.spend;
      if (sums.customers > 1)
        within += facts.customers * each *
                  sim::variance(sums.customers, sums.sum[models::customer_profit], sums.square[models::customer_profit]) / (units * units);
    }
    worlds.value.push_back(value);
    worlds.within.push_back(within);
    worlds.weight.push_back(1);
  }
  return worlds;
}

const std::vector<WorldMetric>& all() {
  using models::customer_view, models::lead_view, models::PlanOutcome;
  using Unit = WorldMetric::Unit;
  static const std::vector<WorldMetric> metrics{
      {"spend.profit", false, true, profit_of_spend},
      {"customer.profit.mean", false, true, mean(customer_view, models::customer_profit)},
      {"customer.npv.mean", false, true, mean(customer_view, models::customer_npv)},
      {"customer.ltv.mean", false, true, mean(customer_view, models::ltv)},
      {"customer.cac.mean", false, true, mean(customer_view, models::customer_cac), Unit::money, true},
      {"customer.ltv_cac", false, false, [](const Tallies& tallies) { return world_ltv_cac(tallies, models::customer_view); }, Unit::ratio},
      {"customer.p_loss", false, true, world_losses, Unit::share, true},
      {"customer.payback.ever", false, true, [](const Tallies& tallies) { return world_payback_ever(tallies, models::customer_view); },
       Unit::share},
      {"lead.profit.mean", false, true, mean(lead_view, models::lead_profit)},
      {"lead.npv.mean", false, true, mean(lead_view, models::lead_npv)},
      {"lead.ltv.mean", false, true, mean(lead_view, models::ltv)},
      {"lead.cac.mean", false, true, mean(lead_view, models::lead_cac), Unit::money, true},
      {"plan.profit.mean", true, true, of_plan([](const PlanOutcome& o, double units) { return static_cast<double>(o.profit()) / units; })},
      {"plan.npv.mean", true, true, of_plan([](const PlanOutcome& o, double units) { return o.npv / units; })},
      {"plan.run_off.profit.mean", true, true,
       of_plan([](const PlanOutcome& o, double units) { return static_cast<double>(o.run_off) / units; })},
      {"plan.run_off.npv.mean", true, true, of_plan([](const PlanOutcome& o, double units) { return o.run_off_npv / units; })},
      {"plan.peak_funding.mean", true, true,
       of_plan([](const PlanOutcome& o, double units) { return -static_cast<double>(o.lowest_operating) / units; }), Unit::money, true},
      {"plan.customers", true, true, of_plan([](const PlanOutcome& o, double) { return static_cast<double>(o.customers()); }), Unit::count},
      {"plan.p_ruin", true, true, of_plan([](const PlanOutcome& o, double) { return o.ruin == models::kNoMonth ? 0.0 : 1.0; }), Unit::share,
       true},
      {"plan.p_loss", true, true, of_plan([](const PlanOutcome& o, double) { return o.profit() < 0 ? 1.0 : 0.0; }), Unit::share, true},
  };
  return metrics;
}

/// The part of a name behind what it begins with, a whole number; nothing if it is none.
std::optional<std::size_t> number_behind(const std::string& path, const std::string& beginning) {
  constexpr std::size_t kMostDigits = 6;
  if (path.rfind(beginning, 0) != 0) return std::nullopt;
  const std::string digits = path.substr(beginning.size());
  if (digits.empty() || digits.size() > kMostDigits || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoul(digits);
}

/// Paid back by the end of a step.
std::optional<WorldMetric> paid_back(const std::string& path) {
  for (const auto& [beginning, view] :
       {std::pair{"customer.payback.cdf.", models::customer_view}, std::pair{"lead.payback.cdf.", models::lead_view}})
    if (const auto step = number_behind(path, beginning))
      return WorldMetric{path, false, true,
                         [view = view, step = *step](const Tallies& tallies) { return world_payback_by(tallies, view, step); },
                         WorldMetric::Unit::share};
  return std::nullopt;
}

/// Of one channel: what is a mean over its people.
std::optional<WorldMetric> of_channel(const std::string& path, const Labels& labels) {
  using models::customer_view, models::lead_view;
  using Unit = WorldMetric::Unit;
  const std::string beginning = "by.channel.";
  const std::size_t end = path.find('.', beginning.size());
  if (path.rfind(beginning, 0) != 0 || end == std::string::npos) return std::nullopt;
  const auto channel = std::find(labels.channels.begin(), labels.channels.end(), path.substr(beginning.size(), end - beginning.size()));
  if (channel == labels.channels.end()) return std::nullopt;
  const Part part{Part::What::channel, static_cast<std::size_t>(channel - labels.channels.begin())};
  const WorldMetric metrics[] = {
      {"customer.profit.mean", false, true, mean(customer_view, models::customer_profit, part)},
      {"customer.npv.mean", false, true, mean(customer_view, models::customer_npv, part)},
      {"customer.ltv.mean", false, true, mean(customer_view, models::ltv, part)},
      {"customer.cac.mean", false, true, mean(customer_view, models::customer_cac, part), Unit::money, true},
      {"customer.ltv_cac", false, false, [=](const Tallies& tallies) { return world_ltv_cac(tallies, customer_view, part); }, Unit::ratio},
      {"lead.profit.mean", false, true, mean(lead_view, models::lead_profit, part)},
      {"lead.npv.mean", false, true, mean(lead_view, models::lead_npv, part)},
      {"lead.ltv.mean", false, true, mean(lead_view, models::ltv, part)},
      {"lead.cac.mean", false, true, mean(lead_view, models::lead_cac, part), Unit::money, true},
  };
  const std::string name = path.substr(end + 1);
  for (WorldMetric metric : metrics)
    if (metric.path == name || metric.path == name + ".mean") {
      metric.path = path.substr(0, end + 1) + metric.path;
      return metric;
    }
  return std::nullopt;
}

}  // namespace

std::optional<WorldMetric> world_metric(const std::string& path, const Labels& labels) {
  if (const auto known = paid_back(path)) return known;
  if (const auto known = of_channel(path, labels)) return known;
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const WorldMetric& known) { return known.path == path || known.path == path + ".mean"; });
  if (found == all().end()) return std::nullopt;
  return *found;
}

std::vector<std::string> world_metric_names() {
  std::vector<std::string> names;
  for (const WorldMetric& metric : all()) names.push_back(metric.path);
  names.push_back("by.channel.NAME.lead.profit.mean and the like");
  names.push_back("customer.payback.cdf.STEP");
  names.push_back("lead.payback.cdf.STEP");
  return names;
}

std::optional<Measured> measured_by_worlds(const Tallies& tallies, const WorldMetric& metric, double value) {
  const std::size_t replicates = tallies.dims.replicates, groups = std::min(replicates, kGroups);
  if (!metric.is_mean || tallies.dims.worlds < 2 || groups < 2) return std::nullopt;
  const WorldValues worlds = metric.by_world(tallies);
  std::vector<double> sum(groups), weight(groups);
  for (std::size_t w = 0; w < worlds.value.size(); ++w) {
    if (!(worlds.weight[w] > 0)) continue;
    // Replicates are runs of worlds, groups runs of replicates, as where a run is taken apart.
    const std::size_t replicate = w * replicates / worlds.value.size(), group = ((replicate + 1) * groups - 1) / replicates;
    sum[group] += worlds.weight[w] * worlds.value[w];
    weight[group] += worlds.weight[w];
  }
  const double all = std::accumulate(sum.begin(), sum.end(), 0.0), of_all = std::accumulate(weight.begin(), weight.end(), 0.0);
  Measured measured{value, {}};
  for (std::size_t g = 0; g < groups; ++g)
    measured.without.push_back(of_all > weight[g] ? value + (weight[g] * all / of_all - sum[g]) / (of_all - weight[g]) : kMissing);
  return measured;
}

WorldValues expected_by_world(const Tallies& tallies, const WorldMetric& metric) {
  WorldValues worlds = metric.by_world(tallies);
  if (!metric.is_of_plan) worlds.value = shrink(worlds, 0, DrawnWorlds(tallies.dims)).shrunk;
  for (std::size_t w = 0; w < worlds.value.size(); ++w)
    if (std::isnan(worlds.value[w])) worlds.weight[w] = 0;
  return worlds;
}

double over_worlds(const Tallies& tallies, const WorldMetric& metric, double level) {
  const WorldValues worlds = expected_by_world(tallies, metric);
  std::vector<sim::Mass> masses;
  for (std::size_t w = 0; w < worlds.value.size(); ++w)
    if (worlds.weight[w] > 0) masses.push_back({worlds.value[w], worlds.value[w], worlds.weight[w]});
  return masses.empty() ? kMissing : sim::Masses(std::move(masses)).quantile(level);
}

}  // namespace valuescale::results
