#include "results/terminal/comparison_in_words.hpp"

#include "results/terminal/page.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {
namespace {

/// Profit per unit of money is told for so many units.
constexpr double kUnits = 1000;

class Telling {
 public:
  Telling(const Comparison& comparison, const RunLabel& run, const Style& style)
      : comparison_(comparison),
        run_(run),
        style_(style),
        amounts_(Amounts(run.currency, run.step, style).as_fine_as(scale() * largest())),
        page_(style) {}

  std::string text() {
    page_.heading(printable(run_.title));
    page_.paragraph(fmt::format("Compared by {}, with common random numbers{}.", basis_text(),
                                comparison_.is_uncertain ? fmt::format(" in {} worlds", comparison_.worlds) : std::string()));
    page_.blank();
    tell_options();
    page_.blank();
    tell_differences();
    tell_winner();
    tell_crossings();
    tell_budgets();
    page_.blank();
    // What differs by the same for everybody has no error to save on, but for rounding.
    constexpr double kRounding = 1e6;
    if (const PairedDifference& pair = comparison_.of_best.front(); pair.saved > 1.05 && pair.saved < kRounding)
      page_.paragraph(fmt::format("Independent runs would have taken {:.3g} times as many lifetimes to tell {} from {} as well.",
                                  pair.saved, name(pair.a), name(pair.b)));
    for (const std::string& warning : comparison_.warnings) page_.paragraph("Mind: " + printable(warning) + ".");
    for (const ComparedOption& option : comparison_.options)
      for (const std::string& warning : option.warnings)
        page_.paragraph(fmt::format("Mind: of {}: {}.", name(option.name), printable(warning)));
    page_.paragraph(effort_text(comparison_.runs, comparison_.lifetimes));
    return page_.so_far();
  }

 private:
  std::string basis_text() const {
    if (comparison_.basis != Basis::money) return in_words(comparison_.basis);
    return "profit for every " + amounts_.whole().money(kUnits) + " spent on acquisition";
  }
  /// Of what the options bring.
  double largest() const {
    double amount = 0;
    for (const ComparedOption& option : comparison_.options) amount = std::max(amount, std::fabs(option.profit.value));
    return amount;
  }
  double scale() const { return comparison_.basis == Basis::money ? kUnits : 1; }
  std::string name(const std::string& of) const { return printable(of); }
  std::string money(double value) const { return amounts_.money(scale() * value); }
  std::string bare(double value) const { return amounts_.bare_money(scale() * value); }
  /// Nothing where there is no error.
  std::string span(const Interval& interval) const {
    return bare(interval.lo) == bare(interval.hi) ? std::string() : fmt::format("{} to {}", bare(interval.lo), bare(interval.hi));
  }

  void tell_options() {
    Table table({"", "profit", "95 %", "NPV", "P(best)", "regret"});
    for (const ComparedOption& option : comparison_.options) {
      const bool is_nothing = option.name == kNothing;
      table.add({name(option.name), bare(option.profit.value), is_nothing ? "" : span(option.profit), bare(option.npv.value),
                 amounts_.share(option.p_best), bare(option.regret.value)});
    }
    page_.add(table.text(style_));
  }

  /// The sentence for a slide.
  void tell_differences() {
    for (const PairedDifference& pair : comparison_.of_best) {
      const bool a_leads = pair.profit.value >= 0;
      const std::string& better = a_leads ? pair.a : pair.b;
      const std::string& worse = a_leads ? pair.b : pair.a;
      if (pair.profit.value == 0 && pair.se == 0) {
        page_.paragraph(fmt::format("{} and {} are the same.", name(pair.a), name(pair.b)));
        continue;
      }
      const double lo = a_leads ? pair.profit.lo : -pair.profit.hi, hi = a_leads ? pair.profit.hi : -pair.profit.lo;
      const double p = a_leads ? pair.odds.p.value : 1 - pair.odds.p.value;
      page_.paragraph(
          fmt::format("{}{} earns {} more than {} (95 %: {} to {}), {}.",
                      comparison_.basis == Basis::money ? "For every " + amounts_.whole().money(kUnits) + " spent, " : std::string(),
                      name(better), money(std::fabs(pair.profit.value)), name(worse), bare(lo), bare(hi), how_surely(pair, a_leads, p)));
      tell_dominance(pair, a_leads);
    }
  }

  /// In how many worlds, and what it costs where it is otherwise; where nothing is uncertain, how sure the simulation is.
  std::string how_surely(const PairedDifference& pair, bool a_leads, double p) const {
    if (!comparison_.is_uncertain) return fmt::format("as far as the simulation knows, with {} probability", amounts_.share(p));
    std::string words = fmt::format("with {} probability", amounts_.share(p));
    if (p < 1)
      words += fmt::format("; if that is wrong it loses {} on average", money(a_leads ? pair.odds.if_wrong : pair.odds.if_other_wrong));
    return words;
  }

  void tell_dominance(const PairedDifference& pair, bool a_leads) {
    const std::optional<Dominance>& dominance = a_leads ? pair.a_over_b : pair.b_over_a;
    if (!dominance || !dominance->second) return;
    page_.paragraph(dominance->everywhere ? "It is at least as good in every world."
                    : dominance->first    ? "Whatever one dares, it is the better bet (first-order stochastic dominance)."
                                          : "For whoever shuns risk it is the better bet (second-order stochastic dominance).");
  }

  void tell_winner() {
    const auto best = std::find_if(comparison_.options.begin(), comparison_.options.end(),
                                   [&](const ComparedOption& option) { return option.name == comparison_.best; });
    if (best == comparison_.options.end()) return;
    if (comparison_.winner)
      page_.paragraph(fmt::format("{} is best: beyond chance, whichever of the {} is looked at.", page_.bold(name(best->name)),
                                  comparison_.options.size()));
    else
      page_.paragraph(page_.bold("No winner can be told yet") + fmt::format(": {} leads by no more than chance might.", name(best->name)));
    const std::size_t real = comparison_.options.size() - (comparison_.options.back().name == kNothing ? 1 : 0);
    if (comparison_.is_uncertain && best->p_best.value < 1)
      page_.paragraph(fmt::format("It is the best of all with {} probability; else it loses {} on average against the best.",
                                  amounts_.share(best->p_best.value), money(best->regret.value / (1 - best->p_best.value))));
    if (real > 2)
      page_.paragraph(
          fmt::format("Picking whichever looks best brings {}, without the luck of having been picked.", money(comparison_.picked)));
  }

  void tell_crossings() {
    if (comparison_.crossings.size() < 2) return;
    std::string words = name(comparison_.crossings.front().leader) + " is ahead, or least behind, at first";
    for (std::size_t i = 1; i < comparison_.crossings.size(); ++i)
      words += fmt::format("{} {} from {} on", i == 1 ? "," : " and", name(comparison_.crossings[i].leader),
                           amounts_.at_step(comparison_.crossings[i].at));
    page_.paragraph(words + ".");
  }

  void tell_budgets() {
    if (!comparison_.budgets) return;
    page_.blank();
    page_.paragraph("What all of a budget earns, spent on one of them:");
    std::vector<std::string> headings{"budget"};
    for (const std::string& channel : comparison_.budgets->channels) headings.push_back(name(channel));
    headings.push_back("best");
    Table table(std::move(headings));
    for (const BudgetRow& row : comparison_.budgets->rows) {
      std::vector<std::string> cells{amounts_.whole().bare_money(row.budget)};
      for (const Interval& profit : row.profit) cells.push_back(amounts_.bare_money(profit.value));
      cells.push_back(name(row.leader));
      table.add(std::move(cells));
    }
    page_.add(table.text(style_));
    for (const BudgetCrossing& crossing : comparison_.budgets->crossings)
      page_.paragraph(
          fmt::format("From {} on, {} earns more than {}.", amounts_.whole().money(crossing.at), name(crossing.to), name(crossing.from)));
  }

  const Comparison& comparison_;
  const RunLabel& run_;
  const Style& style_;
  Amounts amounts_;
  Page page_;
};

}  // namespace

std::string in_words(const Comparison& comparison, const RunLabel& run, const Style& style) {
  return Telling(comparison, run, style).text();
}

}  // namespace valuescale::results
