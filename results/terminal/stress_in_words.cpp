#include "results/terminal/stress_in_words.hpp"

#include "results/terminal/metric_text.hpp"
#include "results/terminal/page.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results {

namespace {

/// The single stress that moves the first number furthest to the bad side; null where none does.
const StressRow* worst(const StressTable& table) {
  const double sign = is_worse_when_more(table.metrics.front().path) ? 1 : -1;
  const StressRow* found = nullptr;
  double most = 0;
  for (const StressRow& row : table.rows) {
    if (row.changes.empty() || row.trouble.stresses.size() > 1 || !(sign * row.changes.front().value > most)) continue;
    most = sign * row.changes.front().value;
    found = &row;
  }
  return found;
}

std::string range_of(const Interval& range, const std::string& path, const Amounts& amounts) {
  if (std::isnan(range.lo)) return "not known";
  return fmt::format("{} to {}", metric_change_text(range.lo, path, amounts), metric_change_text(range.hi, path, amounts));
}

/// Nobody counts the cents of amounts of five figures.
Amounts amounts_for(const StressTable& table, std::size_t m, const Amounts& amounts) {
  double largest = std::fabs(table.base[m].value);
  for (const StressRow& row : table.rows)
    if (!row.values.empty()) largest = std::fmax(largest, std::fabs(row.values[m].value));
  return largest >= 10'000 ? amounts.whole() : amounts;
}

void add_metric(Page& page, const StressTable& table, std::size_t m, const Amounts& all, const Style& style) {
  const std::string& path = table.metrics[m].path;
  const Amounts amounts = amounts_for(table, m, all);
  Table lines({printable(path), "value", "change", "95 % interval of the change"});
  lines.add({"as it is", metric_text(table.base[m].value, path, amounts), "", ""});
  for (const StressRow& row : table.rows)
    if (!row.values.empty())
      lines.add({printable(row.trouble.name), metric_text(row.values[m].value, path, amounts),
                 metric_change_text(row.changes[m].value, path, amounts), range_of(row.change_intervals[m], path, amounts)});
  page.add(lines.text(style));
  page.blank();
}

void add_sentence(Page& page, const StressTable& table, const Amounts& all) {
  const Amounts amounts = amounts_for(table, 0, all);
  const StressRow* row = worst(table);
  if (std::isnan(table.base[0].value)) return page.paragraph(missing_text(table.metrics[0].path));
  if (!std::isfinite(table.base[0].value))
    return page.paragraph(fmt::format("{} is {} as it is: no stress can be told by it.", printable(table.metrics[0].path),
                                      metric_text(table.base[0].value, table.metrics[0].path, amounts)));
  if (!row) return page.paragraph("None of them makes it worse.");
  const std::string& path = table.metrics.front().path;
  page.paragraph(
      page.bold(fmt::format("What hurts most is {}: it takes {} from {} to {}.", printable(row->trouble.name), printable(path),
                            metric_text(table.base.front().value, path, amounts), metric_text(row->values.front().value, path, amounts))));
}

/// What it does, and in its author's words where there are any.
std::string what_of(const Trouble& trouble) {
  if (!trouble.nothing.empty()) return "nothing to act on: " + trouble.nothing;
  const std::string note = trouble.stresses.size() == 1 ? trouble.stresses.front().note : std::string();
  return note.empty() ? trouble.what : fmt::format("{} ({})", trouble.what, note);
}

void add_effort(Page& page, const StressTable& table) {
  std::string text = effort_text(table.runs, table.lifetimes);
  if (table.saved_most > 1.5)
    text += fmt::format(" Runs that share no luck would need {:.2g} to {:.6g} times as many lifetimes for changes as exact as these.",
                        table.saved_least, std::round(table.saved_most));
  page.paragraph(text);
}

}  // namespace

std::string in_words(const StressTable& table, const RunLabel& run, const Style& style) {
  const Amounts amounts(run.currency, run.step, style);
  Page page(style);
  page.heading(printable(run.title));
  for (const StressRow& row : table.rows) page.fact(printable(row.trouble.name), printable(what_of(row.trouble)));
  page.blank();
  for (std::size_t m = 0; m < table.metrics.size(); ++m) add_metric(page, table, m, amounts, style);
  add_sentence(page, table, amounts);
  for (const std::string& warning : table.warnings) page.paragraph("Mind: " + printable(warning) + ".");
  for (const StressRow& row : table.rows)
    for (const std::string& warning : row.warnings)
      page.paragraph(fmt::format("Mind: under {} {}.", printable(row.trouble.name), printable(warning)));
  add_effort(page, table);
  return page.so_far();
}

}  // namespace valuescale::results
