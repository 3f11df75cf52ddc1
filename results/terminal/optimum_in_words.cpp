#include "results/terminal/optimum_in_words.hpp"

#include "results/terminal/page.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results {
namespace {

class Telling {
 public:
  Telling(const Optimum& optimum, const RunLabel& run, const Style& style)
      : optimum_(optimum), run_(run), style_(style), amounts_(run.currency, run.step, style), page_(style) {}

  std::string text() {
    page_.heading(printable(run_.title));
    page_.paragraph(std::string(optimum_.question.objective.is_smallest() ? "As small as can be: " : "As large as can be: ") +
                    printable(in_words(optimum_.question.objective)) + goal() + ".");
    page_.blank();
    if (optimum_.found)
      tell_choice();
    else
      page_.paragraph(page_.bold("No choice keeps all limits."));
    if (!optimum_.frontier.empty()) tell_frontier();
    page_.blank();
    for (const std::string& warning : optimum_.warnings) page_.paragraph("Mind: " + printable(warning) + ".");
    page_.paragraph(effort_text(optimum_.runs, optimum_.lifetimes));
    return page_.so_far();
  }

 private:
  std::string goal() const {
    std::string words;
    if (optimum_.question.budget) words += " with a budget of " + amounts_.money(*optimum_.question.budget);
    for (const Limit& limit : optimum_.question.limits)
      words += fmt::format("{}{} {} {:.6g}", words.empty() ? " with " : " and ", printable(limit.metric.path),
                           limit.at_most ? "at most" : "at least", limit.bound);
    return words;
  }
  bool is_money() const {
    return !optimum_.question.objective.is_share() && optimum_.question.objective.metric.unit == WorldMetric::Unit::money;
  }
  std::string worth(double value) const {
    if (optimum_.question.objective.is_share()) return amounts_.share(value);
    return is_money() ? amounts_.bare_money(value) : fmt::format("{:.6g}", value);
  }
  std::string slope(double value) const { return std::isnan(value) ? "?" : fmt::format("{:.3g}", value); }
  std::string span(const Interval& interval) const { return fmt::format("{} to {}", worth(interval.lo), worth(interval.hi)); }

  void tell_choice() {
    Table table({"", "today", "best", "one unit more adds", "95 %"});
    for (const Chosen& choice : optimum_.choices)
      table.add({printable(choice.path), value_text(choice.now, choice.meaning, amounts_),
                 value_text(choice.value, choice.meaning, amounts_), slope(choice.marginal.value),
                 slope(choice.marginal.lo) + " to " + slope(choice.marginal.hi)});
    page_.add(table.text(style_));
    page_.blank();
    const std::string unit = is_money() ? " " + run_.currency : "";
    page_.paragraph(fmt::format("It brings {}{} (95 %: {}), today's choice {}: {} (95 %: {}).", page_.bold(worth(optimum_.metric.value)),
                                unit, span(optimum_.metric), worth(optimum_.metric_now.value),
                                (optimum_.gain.value < 0 ? "" : "+") + worth(optimum_.gain.value), span(optimum_.gain)));
    page_.paragraph("This was told by a run with random numbers of its own: the choice's luck is not in it.");
    for (std::size_t i = 0; i < optimum_.limits.size(); ++i)
      page_.fact(printable(optimum_.question.limits[i].metric.path),
                 fmt::format("{:.6g} ({:.6g} to {:.6g})", optimum_.limits[i].value, optimum_.limits[i].lo, optimum_.limits[i].hi));
  }

  void tell_frontier() {
    page_.blank();
    page_.paragraph(fmt::format("What more safety costs (mean, and mean of the worst {:.3g} % of worlds):",
                                100 * (1 - optimum_.question.objective.level)));
    std::vector<std::string> headings{"", "mean", "worst"};
    for (const Chosen& choice : optimum_.choices) headings.push_back(printable(choice.path));
    Table table(std::move(headings));
    for (std::size_t i = 0; i < optimum_.frontier.size(); ++i) {
      const FrontierPoint& point = optimum_.frontier[i];
      std::vector<std::string> row{std::to_string(i + 1), amounts_.bare_money(point.mean), amounts_.bare_money(point.cvar)};
      for (std::size_t c = 0; c < point.choice.size(); ++c)
        row.push_back(value_text(point.choice[c], optimum_.choices[c].meaning, amounts_));
      table.add(std::move(row));
    }
    page_.add(table.text(style_));
  }

  const Optimum& optimum_;
  const RunLabel& run_;
  const Style& style_;
  Amounts amounts_;
  Page page_;
};

}  // namespace

std::string in_words(const Optimum& optimum, const RunLabel& run, const Style& style) { return Telling(optimum, run, style).text(); }

}  // namespace valuescale::results
