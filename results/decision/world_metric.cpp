#include "results/decision/world_metric.hpp"

#include <algorithm>

namespace valuescale::results {

using models::Tallies;

namespace {

std::function<WorldValues(const Tallies&)> mean(models::View view, models::Metric metric) {
  return [=](const Tallies& tallies) { return world_means(tallies, view, metric); };
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

const std::vector<WorldMetric>& all() {
  using models::customer_view, models::lead_view, models::PlanOutcome;
  static const std::vector<WorldMetric> metrics{
      {"customer.profit.mean", false, mean(customer_view, models::customer_profit)},
      {"customer.npv.mean", false, mean(customer_view, models::customer_npv)},
      {"customer.ltv.mean", false, mean(customer_view, models::ltv)},
      {"customer.cac.mean", false, mean(customer_view, models::customer_cac)},
      {"customer.ltv_cac", false, [](const Tallies& tallies) { return world_ltv_cac(tallies, models::customer_view); }},
      {"customer.p_loss", false, world_losses},
      {"customer.payback.ever", false, [](const Tallies& tallies) { return world_payback_ever(tallies, models::customer_view); }},
      {"lead.profit.mean", false, mean(lead_view, models::lead_profit)},
      {"lead.npv.mean", false, mean(lead_view, models::lead_npv)},
      {"lead.ltv.mean", false, mean(lead_view, models::ltv)},
      {"lead.cac.mean", false, mean(lead_view, models::lead_cac)},
      {"plan.profit.mean", true, of_plan([](const PlanOutcome& o, double units) { return static_cast<double>(o.profit()) / units; })},
      {"plan.npv.mean", true, of_plan([](const PlanOutcome& o, double units) { return o.npv / units; })},
      {"plan.run_off.profit.mean", true,
       of_plan([](const PlanOutcome& o, double units) { return static_cast<double>(o.run_off) / units; })},
      {"plan.run_off.npv.mean", true, of_plan([](const PlanOutcome& o, double units) { return o.run_off_npv / units; })},
      {"plan.peak_funding.mean", true,
       of_plan([](const PlanOutcome& o, double units) { return -static_cast<double>(o.lowest_operating) / units; })},
      {"plan.customers", true, of_plan([](const PlanOutcome& o, double) { return static_cast<double>(o.customers()); })},
      {"plan.p_ruin", true, of_plan([](const PlanOutcome& o, double) { return o.ruin == models::kNoMonth ? 0.0 : 1.0; })},
      {"plan.p_loss", true, of_plan([](const PlanOutcome& o, double) { return o.profit() < 0 ? 1.0 : 0.0; })},
  };
  return metrics;
}

}  // namespace

std::optional<WorldMetric> world_metric(const std::string& path) {
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const WorldMetric& known) { return known.path == path || known.path == path + ".mean"; });
  if (found == all().end()) return std::nullopt;
  return *found;
}

std::vector<std::string> world_metric_names() {
  std::vector<std::string> names;
  for (const WorldMetric& metric : all()) names.push_back(metric.path);
  return names;
}

double over_worlds(const Tallies& tallies, const WorldMetric& metric, double level) {
  WorldValues worlds = metric.by_world(tallies);
  if (!metric.is_of_plan) worlds.value = shrink(worlds, 0, DrawnWorlds(tallies.dims)).shrunk;
  std::vector<sim::Mass> masses;
  for (std::size_t w = 0; w < worlds.value.size(); ++w)
    if (worlds.weight[w] > 0 && !std::isnan(worlds.value[w])) masses.push_back({worlds.value[w], worlds.value[w], worlds.weight[w]});
  return masses.empty() ? kMissing : sim::Masses(std::move(masses)).quantile(level);
}

}  // namespace valuescale::results
