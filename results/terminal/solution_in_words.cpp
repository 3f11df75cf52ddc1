#include "results/terminal/solution_in_words.hpp"

#include "results/terminal/metric_text.hpp"
#include "results/terminal/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace valuescale::results {

std::string in_words(const Solution& solution, const RunLabel& run, const Style& style) {
  const SolveQuestion& question = solution.question;
  const Amounts amounts(run.currency, run.step, style);
  const auto value = [&](double x) { return value_text(x, solution.meaning, amounts); };
  const std::string vary = printable(question.vary), metric = printable(question.metric.path);
  const auto number = [&](double x) { return metric_text(x, question.metric.path, amounts.as_fine_as(x)); };
  std::string goal = fmt::format("{} {}", question.at_most ? "at most" : question.probability ? "at least" : "=", number(question.target));
  goal = question.probability ? fmt::format("{} {} in {:.4g} % of worlds", metric, goal, 100 * *question.probability)
                              : fmt::format("{} {}", metric, goal);
  Page page(style);
  page.heading(printable(run.title));
  page.fact("what is wanted", goal);
  page.fact(question.probability ? "today, at that edge" : "today", number(solution.metric_now));
  page.fact("what is varied", vary);
  page.fact(solution.is_uncertain ? "today, on average" : "today", value(solution.now));
  const Root& root = solution.root;
  if (root.found) {
    page.fact("answer", page.bold(value(root.at.value)));
    page.fact(root.is_range ? "every value does" : "95 % interval", interval_text(root.at, value));
  } else {
    page.fact("answer", page.bold("there is no such value"));
    std::vector<Trial> known = root.tried;
    std::erase_if(known, [](const Trial& trial) { return std::isnan(trial.value); });
    const auto [least, most] =
        std::minmax_element(known.begin(), known.end(), [](const Trial& a, const Trial& b) { return a.value < b.value; });
    const bool is_moved = !known.empty() && !(std::fabs(most->value - least->value) <= 1e-6 * std::fabs(most->value));
    if (!known.empty() && !is_moved) page.paragraph(fmt::format("{} does not depend on {}.", metric, vary));
    if (is_moved)
      page.paragraph(fmt::format("At the {} values tried from {} to {} the number lies between {} and {}.", known.size(),
                                 value(known.front().at), value(known.back().at), number(least->value), number(most->value)));
  }
  page.blank();
  if (root.found && std::isnan(root.at.lo) && std::isnan(root.at.hi))
    page.paragraph("No interval is known: the number moves in steps there.");
  if (std::isnan(solution.metric_now)) page.paragraph(missing_text(question.metric.path));
  if (solution.is_uncertain && root.found)
    page.paragraph("It is not known exactly: its whole law was scaled, and this is its mean. --as value makes it certain.");
  if (solution.assumes_as_many_buyers) page.paragraph("Assuming as many buyers at any price.");
  for (const std::string& warning : solution.warnings) page.paragraph("Mind: " + printable(warning) + ".");
  page.paragraph(effort_text(solution.runs, solution.lifetimes) + halving_text(solution.lifetimes, solution.lifetimes_by_halving));
  return page.so_far();
}

}  // namespace valuescale::results
