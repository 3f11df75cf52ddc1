#include "results/json/plan_to_json.hpp"

namespace valuescale::results {
namespace {

Json to_json(const PlanMonth& month) {
  Json object = {{"at", month.month}};
  for (const auto& [level, interval] : month.quantiles) object[fmt::format("{}", level)] = number(interval.value);
  object["mean"] = number(month.mean.value);
  object["se"] = number(month.mean.se);
  object["quantiles"] = to_json(month.quantiles);
  return object;
}

Json by_month(const std::vector<Estimate>& shares) {
  Json list = Json::array();
  for (std::size_t m = 0; m < shares.size(); ++m)
    list.push_back({{"at", m + 1}, {"value", number(shares[m].value)}, {"se", number(shares[m].se)}});
  return list;
}

Json to_json(const BreakEven& even) {
  return {{"cdf", by_month(even.cdf)},
          {"ever", to_json(even.ever)},
          {"never", to_json(even.never)},
          {"median", time_interval(even.median)},
          {"quantiles", time_intervals(even.quantiles)}};
}

Json to_json(const BreakEven& first, const BreakEven& lasting) {
  Json object = to_json(first);
  object["lasting"] = to_json(lasting);
  return object;
}

Json to_json(const VarianceParts& parts) {
  return {{"luck", to_json(parts.luck)},
          {"unknowns", to_json(parts.unknowns)},
          {"shocks", to_json(parts.shocks)},
          {"interaction", to_json(parts.interaction)},
          {"total", to_json(parts.total)}};
}

Json to_json(const PlanCohortAnswer& cohort) {
  Json ages = Json::array();
  for (std::size_t age = 0; age < cohort.by_age.size(); ++age)
    ages.push_back({{"at", age + 1}, {"earned", to_json(cohort.by_age[age].earned)}, {"paid_back", to_json(cohort.by_age[age].paid_back)}});
  return {{"month", cohort.month},
          {"customers", to_json(cohort.customers)},
          {"acquisition", to_json(cohort.acquisition)},
          {"contribution", to_json(cohort.contribution)},
          {"payback", {{"ever", to_json(cohort.ever)}, {"median", time_interval(cohort.median)}}},
          {"complete", cohort.is_complete},
          {"by_age", std::move(ages)}};
}

Json to_json(const PlanChannelAnswer& channel) {
  return {{"leads", to_json(channel.leads)},
          {"customers", to_json(channel.customers)},
          {"acquisition", to_json(channel.acquisition)},
          {"cac", to_json(channel.cac)},
          {"revenue", to_json(channel.revenue)},
          {"contribution", to_json(channel.contribution)},
          {"whole_contribution", to_json(channel.whole_contribution)},
          {"profit", to_json(channel.profit)},
          {"roi", to_json(channel.roi)},
          {"plan_profit", to_json(channel.plan_profit)},
          {"break_even", to_json(channel.break_even, channel.lasting_break_even)}};
}

Json to_json(const Shortage& shortage) {
  return {{"p", to_json(shortage.p)},
          {"customers_lost", to_json(shortage.customers_lost)},
          {"profit_lost", to_json(shortage.profit_lost)},
          {"run_off_lost", to_json(shortage.run_off_lost)}};
}

Json p_ruin(const PlanAnswer& plan) {
  Json object = to_json(*plan.p_ruin);
  if (!plan.ruin_sampling) return object;
  const RuinSampling& sampling = *plan.ruin_sampling;
  object["lo"] = number(sampling.p.lo);
  object["hi"] = number(sampling.p.hi);
  object["sampling"] = std::isnan(sampling.p.value) ? "independent" : "importance";
  object["worlds"] = sampling.worlds;
  object["ruined"] = sampling.ruined;
  object["effective"] = number(sampling.effective);
  return object;
}

}  // namespace

Json to_json(const PlanAnswer& plan) {
  Json object;
  object["months"] = plan.months;
  object["lived_share"] = number(plan.lived_share);
  object["cash"] = Json::array();
  for (const PlanMonth& month : plan.cash) object["cash"].push_back(to_json(month));
  object["profit"] = to_json(plan.profit);
  object["npv"] = to_json(plan.npv);
  object["p_loss"] = to_json(plan.p_loss);
  object["var"] = object["cvar"] = Json::object();
  for (const Tail& tail : plan.tails) {
    const std::string level = fmt::format("{}", tail.level);
    object["var"][level] = to_json(tail.var);
    object["cvar"][level] = to_json(tail.cvar);
  }
  object["peak_funding"] = to_json(plan.peak_funding);
  object["break_even"] = to_json(plan.break_even, plan.lasting_break_even);
  object["p_ruin"] = plan.p_ruin ? p_ruin(plan) : Json(nullptr);
  object["ruin"] = plan.p_ruin ? by_month(plan.ruin_cdf) : Json(nullptr);
  object["lowest_cash"] = plan.lowest_cash ? to_json(*plan.lowest_cash) : Json(nullptr);
  object["shortage"] = plan.shortage ? to_json(*plan.shortage) : Json(nullptr);
  object["revenue"] = {{"total", to_json(plan.revenue)}, {"by_month", by_month(plan.revenue_by_month)}, {"by_stage", Json::object()}};
  for (const PlanStage& stage : plan.by_stage) object["revenue"]["by_stage"][stage.name] = to_json(stage.revenue);
  object["active"] = Json::array();
  for (const PlanMonth& month : plan.active) object["active"].push_back(to_json(month));
  object["customers"] = to_json(plan.customers);
  object["leads"] = to_json(plan.leads);
  object["acquisition"] = to_json(plan.acquisition);
  object["fixed_costs"] = to_json(plan.fixed_costs);
  object["interest"] = to_json(plan.interest);
  object["cac"] = to_json(plan.cac);
  object["fully_loaded_cac"] = to_json(plan.fully_loaded_cac);
  object["variance"] = to_json(plan.variance);
  object["run_off"] = {
      {"profit", to_json(plan.run_off_profit)}, {"npv", to_json(plan.run_off_npv)}, {"p_loss", to_json(plan.run_off_p_loss)}};
  object["by_stage"] = Json::object();
  for (const PlanStage& stage : plan.by_stage) object["by_stage"][stage.name] = to_json(stage.cash);
  object["cohorts"] = Json::array();
  for (const PlanCohortAnswer& cohort : plan.cohorts) object["cohorts"].push_back(to_json(cohort));
  object["channels"] = Json::object();
  for (const PlanChannelAnswer& channel : plan.channels) object["channels"][channel.name] = to_json(channel);
  return object;
}

}  // namespace valuescale::results
