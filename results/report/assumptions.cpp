// What the numbers rest on, all of it, and how they were computed, so that anyone can compute them again.
#include "results/report/stated.hpp"
#include "results/report/telling.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results::report {

void tell_unknowns(const Telling& telling, Document& document) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Section section{"unknown", say("heading.unknown"), {}};
  if (!answer.worlds_interval) {
    section.blocks.emplace_back(Paragraph{say("unknown.nothing")});
    document.sections.push_back(std::move(section));
    return;
  }
  const WorldsView& customer = answer.worlds_interval->customer;
  section.blocks.emplace_back(Paragraph{say("unknown.says", {{"worlds", count_text(answer.worlds)}})});
  Table table{{say("unknown.number"), say("unknown.from"), say("unknown.middle"), say("unknown.to")}, {}, 1};
  const auto row = [&](const char* name, const WorldsView::Quantiles& quantiles, std::string (Numbers::*write)(double) const) {
    const double from = at_level(quantiles, 0.05), middle = at_level(quantiles, 0.5), to = at_level(quantiles, 0.95);
    if (std::isnan(from) || std::isnan(to)) return;
    table.rows.push_back({say(name), (numbers.*write)(from), (numbers.*write)(middle), (numbers.*write)(to)});
  };
  row("unknown.profit", customer.profit, &Numbers::money);
  row("unknown.npv", customer.npv, &Numbers::money);
  row("unknown.cac", customer.cac, &Numbers::money);
  row("unknown.ltv", customer.ltv, &Numbers::money);
  row("unknown.ltv-cac", customer.ltv_cac, &Numbers::ratio);
  row("unknown.payback", customer.payback_ever, &Numbers::share);
  row("unknown.cohort", customer.cohort_payback, &Numbers::at_step);
  row("unknown.lead-profit", answer.worlds_interval->lead.profit, &Numbers::money);
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(Paragraph{say("unknown.p-loss", {{"p", numbers.share_with_error(customer.p_loss)}})});
  if (!customer.not_distinguishable_from_luck.empty()) {
    std::string names;
    for (const auto& name : customer.not_distinguishable_from_luck) names += (names.empty() ? "" : ", ") + name_of(name);
    section.blocks.emplace_back(Paragraph{say("unknown.luck", {{"names", names}}), true});
  }
  document.sections.push_back(std::move(section));
}

void tell_assumptions(const Telling& telling, Document& document) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Section section{"assumptions", say("heading.assumptions"), {}};
  section.blocks.emplace_back(Paragraph{say("assumptions.says")});
  std::vector<const StatedAssumption*> stated;
  for (const StatedAssumption& one : answer.stated) stated.push_back(&one);
  Table table = stated_table(stated, say);
  if (!table.empty()) section.blocks.emplace_back(std::move(table));
  if (!answer.scenario_text.empty()) section.blocks.emplace_back(Folded{say("assumptions.scenario"), Preformatted{answer.scenario_text}});
  document.sections.push_back(std::move(section));
}

void tell_method(const Telling& telling, Document& document) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Section section{"method", say("heading.method"), {}};
  section.blocks.emplace_back(Paragraph{say("method.says")});
  Table table{{say("method.what"), say("method.value")}, {}, 2};
  const auto row = [&](const char* name, const std::string& value) { table.rows.push_back({say(name), value}); };
  row("method.program", "valuescale " + answer.program_version);
  row("method.seed", std::to_string(answer.seed));
  row("method.customers", count_text(answer.customers));
  row("method.worlds", count_text(answer.worlds) + (answer.worlds_are_stratified ? " " + say("method.stratified") : ""));
  row("method.step", numbers.step_word());
  row("method.horizon", telling.horizon());
  row("method.rate", printable(answer.rate_label));
  row("method.scenario-hash", answer.scenario_hash);
  row("method.program-hash", fmt::format("{:016x}", answer.program_hash));
  section.blocks.emplace_back(std::move(table));
  Table errors{{say("method.number"), say("method.estimate"), say("method.error"), say("method.interval")}, {}, 1};
  const auto error = [&](const char* name, const Estimate& estimate, std::string (Numbers::*write)(double) const) {
    if (!std::isfinite(estimate.value)) return;
    const bool known = std::isfinite(estimate.se);
    errors.rows.push_back({say(name), (numbers.*write)(estimate.value), known ? (numbers.*write)(estimate.se) : "?",
                           known ? say("range", {{"from", (numbers.*write)(estimate.value - factor * estimate.se)},
                                                 {"to", (numbers.*write)(estimate.value + factor * estimate.se)}})
                                 : "?"});
  };
  const ViewAnswer& customer = answer.all.customer;
  error("unknown.profit", customer.profit.mean, &Numbers::money);
  error("unknown.cac", customer.cac.mean, &Numbers::money);
  error("unknown.ltv", customer.ltv.mean, &Numbers::money);
  error("tile.p-loss", customer.p_loss, &Numbers::share);
  if (answer.plan) error("tile.plan-profit", answer.plan->profit.mean, &Numbers::money);
  if (!errors.empty()) {
    section.blocks.emplace_back(Paragraph{say("method.errors")});
    section.blocks.emplace_back(std::move(errors));
  }
  section.blocks.emplace_back(Paragraph{say("method.not-modelled")});
  if (!answer.plan) section.blocks.emplace_back(Paragraph{say("method.no-plan")});
  section.blocks.emplace_back(Paragraph{say("method.again", {{"seed", std::to_string(answer.seed)}})});
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
