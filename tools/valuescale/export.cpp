// A results file as tables for a spreadsheet.
#include "results/csv/export_csv.hpp"
#include "results/hdf5/decision_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/sheets/decision_sheets.hpp"
#include "results/sheets/run_sheets.hpp"
#include "results/terminal/text.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

namespace valuescale::tools {
namespace {

int write(const ExportOptions& options, const std::vector<results::Sheet>& sheets) {
  for (const auto& path : results::export_csv(sheets, options.csv_directory)) print(results::printable(path) + "\n");
  return kDone;
}

}  // namespace

int export_tables(const ExportOptions& options) {
  if (const auto decision = results::read_decision(options.results)) {
    const std::vector<results::NamedNumber> numbers = results::numbers_of(decision->answer);
    return write(options, {results::numbers_sheet(numbers)});
  }
  const results::Answer answer = results::read_results(options.results);
  return write(options, results::run_sheets(answer));
}

}  // namespace valuescale::tools
