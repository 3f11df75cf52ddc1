// Channels side by side: what a customer costs and brings, and what one more would cost.
#include "results/report/telling.hpp"

#include <cmath>

namespace valuescale::results::report {
namespace {

/// One kind of amount in all rows.
struct Amount {
  Ends ends;
  Json low = Json::array(), high = Json::array();

  void add(const Estimate& estimate, double factor, double from, double to) {
    ends.add(estimate, factor);
    low.push_back(number(from));
    high.push_back(number(to));
  }
  Json series(const std::string& name) {
    return {{"name", name},
            {"to", std::move(ends.value)},
            {"lo", std::move(ends.lo)},
            {"hi", std::move(ends.hi)},
            {"worlds", {{"lo", std::move(low)}, {"hi", std::move(high)}}},
            {"dots", true}};
  }
};

Figure costs_and_values(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Json rows = Json::array();
  Amount cac, ltv;
  Table table{{say("channels.channel"), say("channels.cac"), say("channels.ltv"), say("channels.ratio"), say("channels.profit"),
               say("channels.paid-back"), say("channels.p-loss"), say("channels.conversion"), say("channels.of-customers")},
              {},
              1};
  const auto row = [&](const std::string& name, const Block& block, const WorldsView* worlds) {
    const ViewAnswer& customer = block.customer;
    if (std::isnan(customer.cac.mean.value)) return;
    rows.push_back(name);
    const auto level = [worlds](const WorldsView::Quantiles WorldsView::*of, double at) {
      return worlds ? at_level(worlds->*of, at) : kMissing;
    };
    cac.add(customer.cac.mean, factor, level(&WorldsView::cac, 0.05), level(&WorldsView::cac, 0.95));
    ltv.add(customer.ltv.mean, factor, level(&WorldsView::ltv, 0.05), level(&WorldsView::ltv, 0.95));
    table.rows.push_back({name, numbers.with_error(customer.cac.mean), numbers.with_error(customer.ltv.mean),
                          numbers.ratio(customer.ltv_cac.value), numbers.with_error(customer.profit.mean),
                          numbers.share(telling.headline(customer.payback).ever.value), numbers.share(customer.p_loss.value),
                          numbers.share(block.conversion.value), numbers.share(block.share_of_customers)});
  };
  row(say("channels.all"), answer.all, answer.worlds_interval ? &answer.worlds_interval->customer : nullptr);
  if (answer.channels.size() > 1) {
    for (const auto& [name, block] : answer.channels) row(name_of(name), block, nullptr);
  }
  if (answer.segments.size() > 1) {
    for (const auto& [name, block] : answer.segments) row(name_of(name), block, nullptr);
  }
  Json chart = {
      {"kind", "bars"}, {"x", axis(say("axis.per-customer", {{"currency", answer.currency}}), "money")}, {"rows", std::move(rows)}};
  chart["series"] = Json::array({cac.series(say("channels.cac")), ltv.series(say("channels.ltv"))});
  chart["series"][0]["role"] = "loss";
  chart["series"][1]["role"] = "gain";
  return {"ltv-cac", say("channels.title"), say("channels.says"), std::move(chart), std::move(table)};
}

std::optional<Figure> one_more(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Json rows = Json::array();
  Amount average, marginal, ltv;
  Table table{{say("spend.channel"), say("spend.spent"), say("spend.customers"), say("spend.average"), say("spend.marginal"),
               say("channels.ltv"), say("spend.last-unit")},
              {},
              1};
  std::string verdicts;
  for (const auto& [name, block] : answer.channels) {
    if (!block.spend) continue;
    const SpendAnswer& spend = *block.spend;
    rows.push_back(name_of(name));
    average.add({spend.average_cac.value, kMissing}, 0, spend.average_cac.lo, spend.average_cac.hi);
    marginal.add({spend.marginal_cac.value, kMissing}, 0, spend.marginal_cac.lo, spend.marginal_cac.hi);
    ltv.add(block.customer.ltv.mean, factor, kMissing, kMissing);
    const auto cell = [&](const OverWorlds& of) {
      const std::string middle = numbers.bare_money(of.value);
      if (std::isnan(of.lo) || of.lo == of.hi) return middle;
      return say("spend.cell", {{"value", middle}, {"from", numbers.bare_money(of.lo)}, {"to", numbers.bare_money(of.hi)}});
    };
    const auto people = [&](const OverWorlds& of) {
      if (std::isnan(of.lo) || of.lo == of.hi) return numbers.count(of.value);
      return say("spend.cell", {{"value", numbers.count(of.value)}, {"from", numbers.count(of.lo)}, {"to", numbers.count(of.hi)}});
    };
    table.rows.push_back({name_of(name), cell(spend.spend), people(spend.customers), cell(spend.average_cac), cell(spend.marginal_cac),
                          numbers.with_error(block.customer.ltv.mean), numbers.with_error(spend.last_unit)});
    const Estimate& last = spend.last_unit;
    if (!std::isfinite(last.value)) continue;
    // A difference that nobody would act on is none.
    const double unclear = std::fmax(0.005, std::isfinite(last.se) ? factor * last.se : 0);
    const char* verdict = last.value > 1 + unclear ? "spend.more" : last.value < 1 - unclear ? "spend.less" : "spend.enough";
    verdicts += say(verdict, {{"channel", name_of(name)}, {"back", numbers.ratio(last.value)}, {"currency", answer.currency}});
  }
  if (rows.empty()) return std::nullopt;
  Json chart = {
      {"kind", "bars"}, {"x", axis(say("axis.per-customer", {{"currency", answer.currency}}), "money")}, {"rows", std::move(rows)}};
  chart["series"] =
      Json::array({average.series(say("spend.average")), marginal.series(say("spend.marginal")), ltv.series(say("channels.ltv"))});
  return Figure{"one-more", say("spend.title"), say("spend.says") + verdicts, std::move(chart), std::move(table)};
}

}  // namespace

void tell_channels(const Telling& telling, Document& document) {
  if (std::isnan(telling.answer.all.customer.cac.mean.value)) return;
  Section section{"channels", telling.say("heading.channels"), {}};
  section.blocks.emplace_back(costs_and_values(telling));
  if (auto figure = one_more(telling)) section.blocks.emplace_back(std::move(*figure));
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
