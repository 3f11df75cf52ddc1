#include "results/json/to_json.hpp"

#include "results/json/pieces.hpp"
#include "results/json/plan_to_json.hpp"

namespace valuescale::results {
namespace {

Json to_json(const PaybackCurve& curve) {
  Json cdf = Json::array();
  for (std::size_t k = 0; k < curve.cdf.size(); ++k) {
    cdf.push_back({{"at", k}, {"value", number(curve.cdf[k].value)}, {"se", number(curve.cdf[k].se)}});
  }
  return {{"cdf", std::move(cdf)},
          {"ever", to_json(curve.ever)},
          {"never", to_json(curve.never)},
          {"open", to_json(curve.open)},
          {"median", time_interval(curve.median)}};
}

Json to_json(const CohortPayback& cohort) {
  Json cdf = Json::array();
  for (std::size_t k = 0; k < cohort.cdf.size(); ++k) cdf.push_back({{"at", k}, {"value", number(cohort.cdf[k])}});
  return {{"step", time(cohort.step)}, {"cdf", std::move(cdf)}, {"lo", time(cohort.lo)}, {"hi", time(cohort.hi)}};
}

Json to_json(const Payback& payback, const Answer& answer) {
  Json object = {{"headline", answer.lasting_is_headline ? "lasting" : "first"}, {"step", answer.step}};
  const Json first = to_json(payback.first);
  object.update(first);
  object["lasting"] = to_json(payback.lasting);
  object["cohort"] = to_json(payback.cohort);
  return object;
}

Json to_json(const FrontPart& part) {
  const bool none = std::isnan(part.p_nonnegative.value);
  return {{"mean", to_json(part.mean)}, {"p_nonnegative", none ? Json(nullptr) : to_json(part.p_nonnegative)}};
}

Json to_json(const Concentration& concentration) {
  Json object;
  object["tenths"] = Json::array();
  for (const auto& [best, tenth] : concentration.tenths) {
    object["tenths"].push_back({{"best", number(best)},
                                {"mean", to_json(tenth.mean)},
                                {"share", to_json(tenth.share)},
                                {"cumulative", to_json(tenth.cumulative)}});
  }
  object["profitable"] = to_json(concentration.profitable);
  object["peak"] = to_json(concentration.peak);
  object["unprofitable"] = to_json(concentration.unprofitable);
  object["loss_mean"] = to_json(concentration.loss_mean);
  object["loss_share"] = to_json(concentration.loss_share);
  object["gini"] = to_json(concentration.gini);
  object["bring_80"] = to_json(concentration.bring_80);
  return object;
}

Json to_json(const Histogram& histogram) {
  Json bins = Json::array();
  for (std::size_t bin = 0; bin < histogram.shares.size(); ++bin) {
    Json one = {{"from", number(histogram.edges[bin])}, {"to", number(histogram.edges[bin + 1])}};
    one.update(to_json(histogram.shares[bin]));
    bins.push_back(std::move(one));
  }
  return {{"bins", std::move(bins)}, {"below", to_json(histogram.below)}, {"above", to_json(histogram.above)}};
}

Json to_json(const RankedProfit& group) {
  return {{"until", number(group.until)}, {"low", number(group.low)}, {"high", number(group.high)}, {"mean", number(group.mean)}};
}

Json to_json(const ProfitGroup& group) {
  return {{"name", group.name},
          {"share_of_customers", number(group.share_of_customers)},
          {"share_of_profit", to_json(group.share_of_profit)},
          {"relative", to_json(group.relative)},
          {"cumulative", to_json(group.cumulative)}};
}

Json to_json(const ViewAnswer& view, const Answer& answer) {
  Json object;
  object["profit"] = to_json(view.profit);
  object["npv"] = to_json(view.npv);
  object["cac"] = to_json(view.cac);
  object["ltv"] = to_json(view.ltv);
  object["ltv_cac"] = to_json(view.ltv_cac);
  object["p_loss"] = to_json(view.p_loss);
  object["payback"] = to_json(view.payback, answer);
  object["by_stage"] = Json::object();
  for (const auto& [stage, mean] : view.by_stage) object["by_stage"][stage] = {{"mean", to_json(mean)}};
  object["first_sale"] = to_json(view.first_sale);
  object["front_end"] = to_json(view.front_end);
  object["back_end"] = to_json(view.back_end);
  object["purchases"] = {{"mean", to_json(view.purchases)}};
  object["active"] = to_json(view.active);
  object["late_ltv_share"] = number(view.late_ltv_share);
  if (view.concentration) object["concentration"] = to_json(*view.concentration);
  if (view.profit_histogram) object["profit_histogram"] = to_json(*view.profit_histogram);
  for (const RankedProfit& group : view.profit_ranks) object["profit_ranks"].push_back(to_json(group));
  return object;
}

Json to_json(const OverWorlds& worlds) { return {{"value", number(worlds.value)}, {"lo", number(worlds.lo)}, {"hi", number(worlds.hi)}}; }

Json to_json(const SpendPoint& point) {
  return {{"spend", to_json(point.spend)},
          {"leads", to_json(point.leads)},
          {"customers", to_json(point.customers)},
          {"average_cac", to_json(point.average_cac)},
          {"marginal_cac", to_json(point.marginal_cac)}};
}

Json to_json(const SpendAnswer& spend) {
  Json object = to_json(static_cast<const SpendPoint&>(spend));
  object["last_unit"] = to_json(spend.last_unit);
  object["worth_until"] = to_json(spend.worth_until);
  object["curve"] = Json::array();
  for (const auto& [times, point] : spend.curve) {
    Json there = {{"times", number(times)}};
    there.update(to_json(point));
    object["curve"].push_back(std::move(there));
  }
  return object;
}

Json to_json(const Referrals& referrals, const Answer& answer) {
  Json by_segment = Json::object();
  for (const auto& [name, children] : referrals.by_segment) by_segment[name] = to_json(children);
  return {{"children",
           {{"mean", to_json(referrals.children)}, {"direct", to_json(referrals.direct_children)}, {"by_segment", std::move(by_segment)}}},
          {"cac", {{"paid", to_json(referrals.cac_paid)}, {"blended", to_json(referrals.cac_blended)}}},
          {"without", {{"lead", to_json(referrals.lead, answer)}, {"customer", to_json(referrals.customer, answer)}}}};
}

Json to_json(const Block& block, const Answer& answer) {
  Json object = {{"conversion", to_json(block.conversion)},
                 {"share", {{"leads", number(block.share_of_leads)}, {"customers", number(block.share_of_customers)}}},
                 {"lead", to_json(block.lead, answer)},
                 {"customer", to_json(block.customer, answer)}};
  if (block.spend) object["spend"] = to_json(*block.spend);
  if (block.referrals) object["referrals"] = to_json(*block.referrals, answer);
  return object;
}

Json to_json(const std::vector<std::pair<std::string, Block>>& blocks, const Answer& answer) {
  Json object = Json::object();
  for (const auto& [name, block] : blocks) object[name] = to_json(block, answer);
  return object;
}

Json to_json(const WorldsView& view) {
  return {{"profit", to_json(view.profit)},
          {"npv", to_json(view.npv)},
          {"cac", to_json(view.cac)},
          {"ltv", to_json(view.ltv)},
          {"ltv_cac", to_json(view.ltv_cac)},
          {"payback_ever", to_json(view.payback_ever)},
          {"cohort_payback", time_intervals(view.cohort_payback)},
          {"p_loss", to_json(view.p_loss)},
          {"not_distinguishable_from_luck", view.not_distinguishable_from_luck}};
}

Json to_json(const Cohort& cohort) {
  return {{"n", cohort.n},
          {"profit", to_json(cohort.profit)},
          {"p_loss", to_json(cohort.p_loss)},
          {"mean", number(cohort.mean)},
          {"sd", number(cohort.sd)}};
}

Json to_json(const LadderNumbers& numbers) {
  return {{"asked", to_json(numbers.asked)},
          {"taken", to_json(numbers.taken)},
          {"later", to_json(numbers.later)},
          {"rate", to_json(numbers.rate)}};
}

Json to_json(const Ladder& ladder) {
  Json object = {{"places", Json::object()}, {"ways", Json::array()}};
  for (const LadderPlace& place : ladder.places) {
    Json& one = object["places"][place.name] = to_json(place.numbers);
    one["purchases"] = to_json(place.purchases);
  }
  for (const LadderWay& way : ladder.ways) {
    object["ways"].push_back({{"name", way.name()}, {"from", way.from}, {"after", way.after}, {"to", way.to}});
    object["ways"].back().update(to_json(way.numbers));
  }
  return object;
}

Json to_json(const StatedAssumption& stated) {
  return {{"path", stated.path}, {"text", stated.text}, {"reading", stated.reading}, {"note", stated.note}, {"source", stated.source}};
}

}  // namespace

Json json_of(const Answer& answer) {
  Json object;
  object["schema"] = "valuescale.run/1";
  object["title"] = answer.title;
  object["program_version"] = answer.program_version;
  object["program_hash"] = fmt::format("{:016x}", answer.program_hash);
  object["scenario_hash"] = answer.scenario_hash;
  object["seed"] = answer.seed;
  object["worlds"] = answer.worlds;
  object["sampling"] = answer.worlds_are_stratified ? "stratified" : "independent";
  object["customers"] = answer.customers;
  object["customers_per_world"] = answer.customers_per_world;
  object["worlds_without_customers"] = answer.worlds_without_customers;
  object["seconds"] = number(answer.seconds);
  object["interrupted"] = answer.interrupted;
  object["currency"] = answer.currency;
  object["step"] = answer.step;
  object["step_days"] = number(answer.step_days);
  object["lifetime"] = answer.lifetime;
  object["horizon"] = answer.horizon_label;
  object["discount_rate"] = answer.rate_label;
  object["warnings"] = answer.warnings;
  object["conversion"] = to_json(answer.all.conversion);
  object["lead"] = to_json(answer.all.lead, answer);
  object["customer"] = to_json(answer.all.customer, answer);
  object["referrals"] = answer.all.referrals ? to_json(*answer.all.referrals, answer) : Json(nullptr);
  object["by"] = {{"channel", to_json(answer.channels, answer)}, {"segment", to_json(answer.segments, answer)}};
  object["profit_groups"] = Json::array();
  for (const auto& group : answer.profit_groups) object["profit_groups"].push_back(to_json(group));
  object["worlds_interval"] = nullptr;
  if (answer.worlds_interval) {
    object["worlds_interval"] = {{"lead", to_json(answer.worlds_interval->lead)}, {"customer", to_json(answer.worlds_interval->customer)}};
  }
  object["cohort"] = answer.cohort ? to_json(*answer.cohort) : Json(nullptr);
  object["plan"] = answer.plan ? to_json(*answer.plan) : Json(nullptr);
  object["ladder"] = answer.ladder ? to_json(*answer.ladder) : Json(nullptr);
  object["assumptions"] = Json::array();
  for (const auto& stated : answer.stated) object["assumptions"].push_back(to_json(stated));
  return object;
}

std::string to_json(const Answer& answer) { return as_text(json_of(answer)); }

}  // namespace valuescale::results
