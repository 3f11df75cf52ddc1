// The answer in a few sentences, hedged as its numbers are, and the numbers that people ask for first.
#include "results/report/telling.hpp"

#include <cmath>

namespace valuescale::results::report {
namespace {

/// May this have happened by chance of the simulation?
bool is_clear(const Estimate& estimate, double factor) {
  return std::isnan(estimate.se) || std::abs(estimate.value) > factor * estimate.se;
}

std::string profit_sentence(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  const Estimate& profit = customer.profit.mean;
  const std::string horizon = numbers.steps(answer.lifetime);
  const std::string verdict = profit.value < 0 ? "answer.loss" : "answer.profit";
  const double cac = customer.cac.mean.value;
  std::string sentence = say(verdict + (is_clear(profit, factor) ? "" : "-unclear"),
                             {{"profit", numbers.money(std::abs(profit.value))},
                              {"cac", cac == 0 ? say("answer.costs-nothing") : say("answer.costs", {{"cac", numbers.money(cac)}})},
                              {"after", cac == 0 ? std::string() : say("answer.after-cost")},
                              {"horizon", horizon},
                              {"error", numbers.money(factor * profit.se)}});
  if (answer.worlds_interval) {
    const std::string range = telling.range(answer.worlds_interval->customer.profit, numbers);
    sentence += range.empty() ? say("sentence-end") : say("answer.profit-worlds", {{"range", range}});
  } else {
    sentence += say("answer.nothing-uncertain");
  }
  return sentence;
}

std::string payback_sentence(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PaybackCurve& curve = telling.headline(answer.all.customer.payback);
  if (std::isnan(curve.ever.value)) return {};
  const std::string unpaid = numbers.share(1 - curve.ever.value);
  const std::string horizon = numbers.steps(answer.lifetime);
  constexpr double kRare = 0.001;
  if (curve.ever.value < kRare) return say(curve.ever.value == 0 ? "answer.payback-none" : "answer.payback-rare", {{"horizon", horizon}});
  if (std::isinf(curve.median.value))
    return say(curve.never.value < 0.5 ? "answer.payback-open" : "answer.payback-never", {{"unpaid", unpaid}, {"horizon", horizon}});
  if (std::isnan(curve.median.value)) return say("answer.payback-share", {{"unpaid", unpaid}, {"horizon", horizon}});
  // Nobody was seen who does not, and hardly anyone may have been missed.
  const auto is_all = [factor = factor](const Estimate& share) { return share.value == 1 && factor * share.se < kRare; };
  const bool by_all = is_all(curve.ever);
  if (by_all && !curve.cdf.empty() && is_all(curve.cdf.front())) return say("answer.payback-all-at-once");
  const char* verdict = curve.median.value == 0 ? (by_all ? "answer.payback-at-once-all" : "answer.payback-at-once")
                                                : (by_all ? "answer.payback-all" : "answer.payback");
  std::string when = numbers.at_step(curve.median.value);
  if (curve.median.lo < curve.median.hi)
    when =
        say("answer.when-unsure", {{"when", when}, {"from", numbers.at_step(curve.median.lo)}, {"to", numbers.at_step(curve.median.hi)}});
  return say(verdict, {{"when", when}, {"unpaid", unpaid}, {"horizon", horizon}});
}

std::string plan_sentence(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  const Estimate& profit = plan.profit.mean;
  const std::string months = std::to_string(plan.months);
  const bool loses = profit.value < 0;
  const char* verdict = is_clear(profit, factor) ? (loses ? "answer.plan-loss" : "answer.plan-profit")
                                                 : (loses ? "answer.plan-loss-unclear" : "answer.plan-unclear");
  std::string sentence =
      say(verdict, {{"profit", business.money(std::abs(profit.value))}, {"months", months}, {"error", business.money(factor * profit.se)}});
  const std::string range = telling.range(plan.profit.quantiles, business);
  if (answer.worlds < 2 || range.empty()) return sentence + say("answer.plan-one-world");
  return sentence + say("answer.plan-worlds", {{"range", range}, {"p_loss", numbers.share(plan.p_loss.value)}});
}

std::string funding_sentence(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  const BreakEven& even = plan.break_even;
  const double most = at_level(plan.peak_funding.quantiles, 0.95);
  std::string sentence = say("answer.funding", {{"mean", business.money(plan.peak_funding.mean.value)}});
  if (answer.worlds > 1 && std::isfinite(most)) sentence += say("answer.funding-worlds", {{"most", business.money(most)}});
  if (std::isinf(even.median.value)) {
    sentence += say("answer.even-never", {{"never", numbers.share(even.never.value)}, {"months", std::to_string(plan.months)}});
  } else if (!std::isnan(even.median.value)) {
    sentence += say("answer.even", {{"when", numbers.at_month(even.median.value)}, {"never", numbers.share(even.never.value)}});
  }
  if (std::isnan(even.median.value)) sentence += say("sentence-end");
  if (plan.p_ruin) sentence += say("answer.ruin", {{"p", numbers.share(plan.p_ruin->value)}});
  return sentence;
}

void customer_tiles(const Telling& telling, Document& document) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  const auto over_worlds = [&](const WorldsView::Quantiles WorldsView::*of) {
    if (!answer.worlds_interval) return std::string();
    const std::string range = telling.range(answer.worlds_interval->customer.*of, numbers);
    return range.empty() ? range : say("tile.worlds", {{"range", range}});
  };
  document.tiles.push_back({say("tile.cac"), numbers.money(customer.cac.mean.value), over_worlds(&WorldsView::cac)});
  // Amounts of which one is discounted and another is not stand side by side.
  const bool discounted = telling.is_discounted();
  const std::string ltv =
      discounted ? say("tile.ltv-at", {{"rate", together(printable(say.again("rate", answer.rate_label)))}}) : say("tile.ltv");
  document.tiles.push_back({ltv, numbers.money(customer.ltv.mean.value), over_worlds(&WorldsView::ltv)});
  if (std::isfinite(customer.ltv_cac.value)) {
    std::string detail;
    if (answer.worlds_interval) {
      const double from = at_level(answer.worlds_interval->customer.ltv_cac, 0.05),
                   to = at_level(answer.worlds_interval->customer.ltv_cac, 0.95);
      if (std::isfinite(from) && std::isfinite(to))
        detail = say("tile.worlds", {{"range", say("range", {{"from", numbers.ratio(from)}, {"to", numbers.ratio(to)}})}});
    }
    document.tiles.push_back({say("tile.ltv-cac"), numbers.ratio(customer.ltv_cac.value), detail});
  }
  const PaybackCurve& curve = telling.headline(customer.payback);
  const auto by = [&](double step) {
    if (std::isinf(step) && curve.never.value < 0.5) return say("tile.not-within", {{"horizon", numbers.steps(answer.lifetime)}});
    return step > 0 && std::isfinite(step) ? say("tile.by", {{"when", numbers.at_step(step)}}) : numbers.at_step(step);
  };
  if (!std::isnan(curve.median.value))
    document.tiles.push_back(
        {say("tile.payback"), by(curve.median.value), say("tile.never", {{"never", numbers.share(curve.never.value)}})});
  // The business comes first where there is one.
  if (answer.plan) return;
  document.tiles.push_back({say(discounted ? "tile.profit-undiscounted" : "tile.profit"), numbers.money(customer.profit.mean.value),
                            over_worlds(&WorldsView::profit)});
  document.tiles.push_back({say("tile.p-loss"), numbers.share(customer.p_loss.value), say("tile.p-loss-detail")});
}

void plan_tiles(const Telling& telling, Document& document) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  const auto tile = [&](const char* name, const Distribution& of) {
    const std::string range = answer.worlds > 1 ? telling.range(of.quantiles, business) : std::string();
    document.tiles.push_back({say(name), business.money(of.mean.value), range.empty() ? range : say("tile.worlds", {{"range", range}})});
  };
  tile("tile.plan-profit", plan.profit);
  tile("tile.funding", plan.peak_funding);
  document.tiles.push_back({say("tile.even"), numbers.at_month(plan.break_even.median.value),
                            say("tile.not-even", {{"never", numbers.share(plan.break_even.never.value)}})});
  if (plan.p_ruin) document.tiles.push_back({say("tile.ruin"), numbers.share(plan.p_ruin->value), say("tile.ruin-detail")});
}

}  // namespace

void tell_answer(const Telling& telling, Document& document) {
  const Answer& answer = telling.answer;
  const bool has_customers = !std::isnan(answer.all.customer.cac.mean.value);
  if (answer.plan) {
    document.answer.push_back(plan_sentence(telling));
    document.answer.push_back(funding_sentence(telling));
    plan_tiles(telling, document);
  }
  if (!has_customers) {
    document.answer.push_back(telling.say("answer.nobody"));
    return;
  }
  if (!answer.plan) {
    document.answer.push_back(profit_sentence(telling));
    if (const std::string payback = payback_sentence(telling); !payback.empty()) document.answer.push_back(payback);
  }
  customer_tiles(telling, document);
}

}  // namespace valuescale::results::report
