// A results file as tables for a spreadsheet.
#include "results/csv/export_csv.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/sheets/about_sheets.hpp"
#include "results/sheets/decision_sheets.hpp"
#include "results/sheets/run_sheets.hpp"
#include "results/terminal/in_words.hpp"
#include "results/terminal/text.hpp"
#include "results/xlsx/export_xlsx.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/stated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace valuescale::tools {
namespace {

using Scenarios = std::vector<std::pair<std::string, std::string>>;  // name and text
using Assumptions = std::vector<results::AssumptionFacts>;

void check(const ExportOptions& options) {
  std::vector<models::Problem> problems;
  if (options.csv_directory.empty() && options.workbook.empty())
    problems.push_back({{"export", 0, 0},
                        "nothing to write",
                        "neither --csv nor --xlsx is given",
                        "give --csv DIR, -o FILE.xlsx, or both; see valuescale export --help"});
  if (!options.workbook.empty() && !options.workbook.ends_with(".xlsx"))
    problems.push_back({{"--xlsx", 0, 0},
                        fmt::format("'{}' is no name of a workbook", options.workbook),
                        "Excel opens it only where it ends in .xlsx",
                        fmt::format("write {}.xlsx", options.workbook)});
  if (!problems.empty()) throw models::InputError(std::move(problems));
}

/// What the scenarios assume; nothing where this program does not understand the text of one, as of a newer program's.
std::optional<Assumptions> assumptions_of(const Scenarios& texts) {
  Assumptions assumptions;
  try {
    for (const auto& [name, text] : texts) {
      const models::Scenario scenario = scenarios::read_scenario_text(text, name);
      for (const models::Quantity* quantity : scenarios::quantities_of(scenario)) {
        if (!quantity->given) continue;
        const scenarios::LawFigures law = scenarios::figures_of(*quantity);
        assumptions.push_back({name, quantity->path, quantity->text, scenarios::reading_of(*quantity), law.mean, law.lo, law.hi,
                               quantity->note, quantity->source});
      }
    }
  } catch (const models::InputError&) {
    return std::nullopt;
  }
  return assumptions;
}

/// Where a scenario's text is not understood: as it was read then.
void add_as_stated(const std::string& scenario, const std::vector<results::StatedAssumption>& stated, Assumptions& assumptions) {
  for (const results::StatedAssumption& one : stated)
    assumptions.push_back(
        {scenario, one.path, one.text, one.reading, results::kMissing, results::kMissing, results::kMissing, one.note, one.source});
}

void write_workbook(const ExportOptions& options, std::vector<results::Sheet> sheets, const results::SheetUnits& units,
                    const std::string& title) {
  for (const std::string& notice : results::export_xlsx(sheets, units, title, options.workbook))
    complain(results::printable(options.workbook + ": " + notice));
  print(results::printable(options.workbook) + "\n");
}

void write_tables(const ExportOptions& options, const std::vector<results::Sheet>& sheets) {
  for (const auto& path : results::export_csv(sheets, options.csv_directory)) print(results::printable(path) + "\n");
}

/// The sheets of a workbook in the order in which they are read: the answer in words, its numbers, what it rests on.
std::vector<results::Sheet> in_order(const std::string& words, std::vector<results::Sheet> numbers, const Assumptions& assumptions,
                                     const Scenarios& scenarios) {
  std::erase_if(numbers, [](const results::Sheet& sheet) { return sheet.name == "assumptions"; });
  std::vector<results::Sheet> sheets{results::words_sheet(words)};
  std::move(numbers.begin(), numbers.end(), std::back_inserter(sheets));
  sheets.push_back(results::assumptions_sheet(assumptions));
  sheets.push_back(results::scenario_sheet(scenarios));
  return sheets;
}

void export_decision(const ExportOptions& options, const results::DecisionRecord& decision) {
  std::vector<results::Sheet> tables = results::decision_sheets(decision.answer);
  Scenarios scenarios;
  Assumptions as_stated;
  for (const results::RanScenario& ran : decision.scenarios) {
    scenarios.push_back({ran.name, ran.text});
    add_as_stated(ran.name, ran.stated, as_stated);
  }
  const Assumptions assumptions = assumptions_of(scenarios).value_or(std::move(as_stated));
  tables.push_back(results::assumptions_sheet(assumptions));
  if (!options.csv_directory.empty()) write_tables(options, tables);
  if (options.workbook.empty()) return;
  std::vector<results::Sheet> sheets = in_order(decision.words, tables, assumptions, scenarios);
  sheets.insert(sheets.begin(), results::about_decision(decision.answer, sheets));
  write_workbook(options, std::move(sheets), {}, results::title_of(decision.answer));
}

void export_run(const ExportOptions& options, const results::Answer& answer) {
  if (!options.csv_directory.empty()) write_tables(options, results::run_sheets(answer));
  if (options.workbook.empty()) return;
  const Scenarios scenarios{{answer.title, answer.scenario_text}};
  Assumptions as_stated;
  add_as_stated(answer.title, answer.stated, as_stated);
  const Assumptions assumptions = assumptions_of(scenarios).value_or(std::move(as_stated));
  std::vector<results::Sheet> sheets = in_order(results::in_words(answer, {}), results::run_sheets(answer), assumptions, scenarios);
  sheets.insert(sheets.begin(), results::about_run(answer, sheets));
  write_workbook(options, std::move(sheets), {answer.currency, answer.step}, answer.title);
}

}  // namespace

int export_tables(const ExportOptions& options) {
  check(options);
  if (const auto decision = read_decision(options.results))
    export_decision(options, *decision);
  else
    export_run(options, results::read_results(options.results));
  return kDone;
}

}  // namespace valuescale::tools
