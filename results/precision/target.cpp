#include "results/precision/target.hpp"

#include "results/answer/plan.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>

namespace valuescale::results {

using models::Tallies;

namespace {

models::View view_of(Target target) { return target == Target::lead_profit ? models::lead_view : models::customer_view; }

models::Metric metric_of(Target target) {
  switch (target) {
    case Target::npv: return models::customer_npv;
    case Target::ltv: return models::ltv;
    case Target::cac: return models::customer_cac;
    case Target::lead_profit: return models::lead_profit;
    default: return models::customer_profit;
  }
}

Reading reading(const Estimate& estimate, double critical) { return {estimate.value, critical * estimate.se, critical}; }

Estimate of_plan(const PlanAnswer& plan, Target target) {
  switch (target) {
    case Target::plan_npv: return plan.npv.mean;
    case Target::plan_loss: return plan.p_loss;
    case Target::peak_funding: return plan.peak_funding.mean;
    case Target::ruin: return plan.p_ruin.value_or(Estimate{});
    default: return plan.profit.mean;
  }
}

}  // namespace

std::optional<Target> target_named(std::string_view name) {
  const auto* found = std::find_if(kTargets.begin(), kTargets.end(), [&](const TargetName& known) { return name == known.name; });
  if (found == kTargets.end()) return std::nullopt;
  return found->target;
}

const TargetName& name_of(Target target) { return kTargets[static_cast<std::size_t>(target)]; }

Reading read(const Tallies& tallies, Target target) {
  if (is_of_plan(target)) {
    if (!tallies.plan || tallies.dims.worlds < 2) return {};
    return reading(of_plan(plan_answer(tallies, {}), target), sim::t_quantile(static_cast<double>(tallies.dims.worlds - 1), 0.975));
  }
  const PartView view(tallies, {}, view_of(target));
  const double critical = view.critical(view.means());
  switch (target) {
    case Target::ltv_cac: {
      const Interval ratio = ltv_over_cac(view);
      return {ratio.value, (ratio.hi - ratio.lo) / 2, critical};
    }
    case Target::p_loss:
      return reading(
          view.share([](const models::Sums& sums) { return sums.losses[models::customer_view]; }, [](std::int64_t) { return false; }),
          critical);
    case Target::payback: {
      const Payback both = payback(view);
      return reading(tallies.any_outflow_after_start ? both.lasting.ever : both.first.ever, view.critical(view.replicates()));
    }
    default: return reading(view.mean(metric_of(target)), critical);
  }
}

WorldValues by_world(const Tallies& tallies, Target target) {
  switch (target) {
    case Target::ltv_cac: return world_ltv_cac(tallies, models::customer_view);
    case Target::p_loss: return world_losses(tallies);
    case Target::payback: return world_payback_ever(tallies, models::customer_view);
    default: return world_means(tallies, view_of(target), metric_of(target));
  }
}

}  // namespace valuescale::results
