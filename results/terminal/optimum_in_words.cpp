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
    if (!optimum_.found) page_.paragraph(page_.bold("No choice keeps all limits.") + (is_any() ? " What comes nearest:" : ""));
    if (is_any()) tell_choice();
    if (!optimum_.limits.empty()) tell_limits();
    if (!optimum_.frontier.empty()) tell_frontier();
    page_.blank();
    for (const std::string& warning : optimum_.warnings) page_.paragraph("Mind: " + printable(warning) + ".");
    tell_effort();
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
  /// Of the frontier: the number itself, whatever of it was to be large.
  std::string amount(double value) const {
    switch (optimum_.question.objective.metric.unit) {
      case WorldMetric::Unit::money: return amounts_.bare_money(value);
      case WorldMetric::Unit::share: return amounts_.share(value);
      default: return fmt::format("{:.6g}", value);
    }
  }
  std::string spread(const Interval& interval) const { return amount(interval.lo) + " to " + amount(interval.hi); }
  std::string slope(double value) const { return std::isnan(value) ? "?" : fmt::format("{:.3g}", value); }
  std::string span(const Interval& interval) const { return fmt::format("{} to {}", worth(interval.lo), worth(interval.hi)); }

  bool is_any() const { return !std::isnan(optimum_.metric.value); }
  std::string chosen_text(const Chosen& choice) const {
    const std::string value = value_text(choice.value, choice.meaning, amounts_);
    if (choice.end == Chosen::End::none) return value;
    return value + (choice.end == Chosen::End::floor ? " (least)" : " (most)");
  }

  void tell_choice() {
    std::vector<std::string> headings{"", "today", optimum_.found ? "best" : "nearest"};
    if (optimum_.found) headings.insert(headings.end(), {"one unit more adds", "95 %"});
    Table table(std::move(headings));
    for (const Chosen& choice : optimum_.choices) {
      std::vector<std::string> row{printable(choice.path), value_text(choice.now, choice.meaning, amounts_), chosen_text(choice)};
      if (optimum_.found)
        row.insert(row.end(), {slope(choice.marginal.value), slope(choice.marginal.lo) + " to " + slope(choice.marginal.hi)});
      table.add(std::move(row));
    }
    page_.add(table.text(style_));
    page_.blank();
    const std::string unit = is_money() ? " " + run_.currency : "";
    page_.paragraph(fmt::format("{} {}{} (95 %: {}), today's choice {}: {} (95 %: {}).", optimum_.found ? "It brings" : "There it is",
                                page_.bold(worth(optimum_.metric.value)), unit, span(optimum_.metric), worth(optimum_.metric_now.value),
                                (optimum_.gain.value < 0 ? "" : "+") + worth(optimum_.gain.value), span(optimum_.gain)));
    page_.paragraph("This was told by runs with random numbers of their own: the search's luck is not in it.");
  }

  std::string number_text(const Limit& limit, double value) const {
    const auto known = world_metric(limit.metric.path);
    if (known && known->unit == WorldMetric::Unit::share) return amounts_.share(value);
    if (known && known->unit == WorldMetric::Unit::money) return amounts_.bare_money(value);
    return fmt::format("{:.6g}", value);
  }

  static const char* verdict_text(const Limit& limit, const Limited& there) {
    switch (there.verdict) {
      case Limited::Verdict::kept: return "kept";
      case Limited::Verdict::broken: return "broken";
      case Limited::Verdict::open: break;
    }
    const bool is_kept = limit.at_most ? there.value.value <= limit.bound : there.value.value >= limit.bound;
    return is_kept ? "kept, but not beyond chance" : "passed, but not beyond chance";
  }

  void tell_limits() {
    page_.blank();
    bool any_broken = false;
    for (std::size_t i = 0; i < optimum_.limits.size(); ++i) {
      const Limit& limit = optimum_.question.limits[i];
      const Limited& there = optimum_.limits[i];
      any_broken = any_broken || there.verdict == Limited::Verdict::broken;
      page_.fact(printable(limit.metric.path),
                 fmt::format("{} (95 %: {} to {}), {} {}: {}", number_text(limit, there.value.value), number_text(limit, there.value.lo),
                             number_text(limit, there.value.hi), limit.at_most ? "at most" : "at least", number_text(limit, limit.bound),
                             verdict_text(limit, there)));
    }
    if (optimum_.found && any_broken)
      page_.paragraph(page_.bold("The choice breaks a limit beyond chance:") +
                      " it kept it by the luck of the search alone. Give more --worlds or --customers, or a tighter limit.");
  }

  void tell_effort() {
    page_.paragraph(effort_text(optimum_.runs, optimum_.lifetimes));
    constexpr double kWorthTelling = 1.5;
    const double naive = optimum_.lifetimes_without_common_numbers, times = naive / static_cast<double>(optimum_.lifetimes);
    if (times > kWorthTelling)
      page_.paragraph(fmt::format("Runs with luck of their own, for a gain as well known, would have taken {} times as many: {}.",
                                  count_text(std::llround(times)), count_text(std::llround(naive))));
  }

  void tell_frontier() {
    page_.blank();
    page_.paragraph(fmt::format("What more safety costs (mean, and mean of the worst {:.3g} % of worlds), and what is chosen for it:",
                                100 * (1 - optimum_.question.objective.level)));
    Table worth({"", "mean", "95 %", "worst", "95 %"});
    std::vector<std::string> headings{""};
    bool any_dominated = false;
    for (const FrontierPoint& point : optimum_.frontier) {
      any_dominated = any_dominated || point.is_dominated;
      headings.push_back(std::to_string(headings.size()) + (point.is_dominated ? " *" : ""));
      worth.add({headings.back(), amount(point.mean.value), spread(point.mean), amount(point.cvar.value), spread(point.cvar)});
    }
    page_.add(worth.text(style_));
    page_.blank();
    Table choices(std::move(headings));
    for (std::size_t c = 0; c < optimum_.choices.size(); ++c) {
      std::vector<std::string> row{printable(optimum_.choices[c].path)};
      for (const FrontierPoint& point : optimum_.frontier)
        row.push_back(value_text(point.choice[c], optimum_.choices[c].meaning, amounts_));
      choices.add(std::move(row));
    }
    page_.add(choices.text(style_));
    if (any_dominated) page_.paragraph("* Another is better in both, beyond chance.");
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
