#include "results/terminal/solution_in_words.hpp"

#include "results/terminal/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::results {
std::string in_words(const Solution& solution, const RunLabel& run, const Style& style) {
  const SolveQuestion& question = solution.question;
  const Amounts amounts(run.currency, run.step, style);
  const auto value = [&](double x) { return value_text(x, solution.meaning, amounts); };
  const std::string vary = printable(question.vary), metric = printable(question.metric.path);
  std::string goal = fmt::format("{} {:.6g}", question.at_most ? "at most" : question.probability ? "at least" : "=", question.target);
  goal = question.probability ? fmt::format("{} {} in {:.4g} % of worlds", metric, goal, 100 * *question.probability)
                              : fmt::format("{} {}", metric, goal);
  Page page(style);
  page.heading(printable(run.title));
  page.fact("what is wanted", goal);
  page.fact(question.probability ? "today, at that edge" : "today", fmt::format("{:.6g}", solution.metric_now));
  page.fact("what is varied", vary);
  page.fact(solution.is_uncertain ? "today, on average" : "today", value(solution.now));
  const Root& root = solution.root;
  if (root.found) {
    page.fact("answer", page.bold(value(root.at.value)));
    page.fact("95 % interval", fmt::format("{} to {}", value(root.at.lo), value(root.at.hi)));
  } else {
    const auto [least, most] =
        std::minmax_element(root.tried.begin(), root.tried.end(), [](const Trial& a, const Trial& b) { return a.value < b.value; });
    page.fact("answer", page.bold("there is no such value"));
    if (!root.tried.empty())
      page.paragraph(fmt::format("From {} to {} the number lies between {:.6g} and {:.6g}.", value(root.tried.front().at),
                                 value(root.tried.back().at), least->value, most->value));
  }
  page.blank();
  if (solution.is_uncertain && root.found)
    page.paragraph("It is not known exactly: its whole law was scaled, and this is its mean. --as value makes it certain.");
  if (solution.assumes_as_many_buyers) page.paragraph("Assuming as many buyers at any price.");
  for (const std::string& warning : solution.warnings) page.paragraph("Mind: " + printable(warning) + ".");
  page.paragraph(effort_text(solution.runs, solution.lifetimes));
  return page.so_far();
}

}  // namespace valuescale::results
