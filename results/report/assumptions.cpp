// What the numbers rest on, all of it, and how they were computed, so that anyone can compute them again.
#include "results/report/stated.hpp"
#include "results/report/telling.hpp"
#include "sim/stats/empirical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace valuescale::results::report {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// What the worlds of a run drew for one assumption.
struct Drawn {
  const AssumptionColumn* assumption;
  double mean, low, high;  ///< the ends: 5 % and 95 % of worlds below
  double width() const { return (high - low) / mean; }
};

/// Nothing where it has no mean above zero that its values could be compared with.
std::optional<Drawn> drawn(const AssumptionColumn& assumption) {
  std::vector<double> values = assumption.values;
  if (values.empty() || !std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) return std::nullopt;
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  const Drawn result{&assumption, mean, sim::empirical_quantile(values, 0.05), sim::empirical_quantile(values, 0.95)};
  return result.mean > 0 && result.low >= 0 ? std::optional(result) : std::nullopt;
}

/// How far apart the values of what is not known lie, the widest first.
std::optional<Figure> how_unsure(const Telling& telling) {
  constexpr std::size_t kMost = 20;  // more nobody compares
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  std::vector<Drawn> all;
  for (const AssumptionColumn& assumption : answer.assumptions) {
    if (const auto one = drawn(assumption)) all.push_back(*one);
  }
  std::stable_sort(all.begin(), all.end(), [](const Drawn& a, const Drawn& b) { return a.width() > b.width(); });
  if (all.size() > kMost) all.resize(kMost);
  if (all.empty()) return std::nullopt;
  Json rows = Json::array(), mean = Json::array(), low = Json::array(), high = Json::array(), texts = Json::array();
  Table table{{say("assumptions.path"), say("assumptions.text"), say("plan.mean"), say("unknown.from"), say("unknown.to")}, {}, 2};
  for (const Drawn& one : all) {
    rows.push_back(name_of(one.assumption->path));
    texts.push_back(shortened(printable(one.assumption->text), 30, Style{}));
    mean.push_back(1);
    low.push_back(number(one.low / one.mean));
    high.push_back(number(one.high / one.mean));
    constexpr double kWhole = 1000;  // from here on no part of one is told
    const auto written = [](double value) {
      return std::fabs(value) >= kWhole ? count_text(std::llround(value)) : fmt::format("{:.4g}", value);
    };
    table.rows.push_back({name_of(one.assumption->path), one.assumption->text, written(one.mean), written(one.low), written(one.high)});
  }
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.times-mean"), "number")}, {"rows", std::move(rows)}};
  chart["series"] = Json::array({{{"name", say("unsure.series")},
                                  {"to", std::move(mean)},
                                  {"worlds", {{"lo", std::move(low)}, {"hi", std::move(high)}}},
                                  {"texts", std::move(texts)},
                                  {"dots", true}}});
  return Figure{"unsure", say("unsure.title"), say("unsure.says"), std::move(chart), std::move(table)};
}

}  // namespace

void tell_unknowns(const Telling& telling, Document& document) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Section section{"unknown", say("heading.unknown"), {}};
  if (!answer.worlds_interval) {
    section.blocks.emplace_back(Paragraph{say("unknown.nothing")});
    document.sections.push_back(std::move(section));
    return;
  }
  const WorldsView& customer = answer.worlds_interval->customer;
  std::string says = say("unknown.says", {{"worlds", count_text(answer.worlds)}});
  if (answer.channels.size() > 1) says += say("unknown.shared");
  section.blocks.emplace_back(Paragraph{std::move(says)});
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
    for (const auto& name : customer.not_distinguishable_from_luck) {
      const std::string next = name_of(say.again("number", name));
      names = names.empty() ? next : say("list.words", {{"so-far", names}, {"next", next}});
    }
    section.blocks.emplace_back(Paragraph{say("unknown.luck", {{"names", names}}), true});
  }
  if (auto figure = how_unsure(telling)) section.blocks.emplace_back(std::move(*figure));
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
  row("method.step", numbers.steps(1));
  row("method.horizon", telling.horizon());
  row("method.rate", printable(say.again("rate", answer.rate_label)));
  row("method.scenario-hash", answer.scenario_hash);
  row("method.program-hash", fmt::format("{:016x}", answer.program_hash));
  section.blocks.emplace_back(std::move(table));
  Table errors{{say("method.number"), say("method.estimate"), say("method.error"), say("method.interval")}, {}, 1};
  const auto error = [&](const char* name, const Estimate& estimate, std::string (Numbers::*write)(double) const, double least = -kInfinity,
                         double most = kInfinity) {
    if (!std::isfinite(estimate.value)) return;
    const bool known = std::isfinite(estimate.se);
    errors.rows.push_back({say(name), (numbers.*write)(estimate.value), known ? (numbers.*write)(estimate.se) : "?",
                           known ? say("range", {{"from", (numbers.*write)(std::fmax(least, estimate.value - factor * estimate.se))},
                                                 {"to", (numbers.*write)(std::fmin(most, estimate.value + factor * estimate.se))}})
                                 : "?"});
  };
  const ViewAnswer& customer = answer.all.customer;
  error("unknown.profit", customer.profit.mean, &Numbers::money);
  error("unknown.cac", customer.cac.mean, &Numbers::money);
  error("unknown.ltv", customer.ltv.mean, &Numbers::money);
  error("tile.p-loss", customer.p_loss, &Numbers::share, 0, 1);
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
