// A results file as tables for a spreadsheet.
#include "results/csv/export_csv.hpp"
#include "results/hdf5/decision_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/terminal/text.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

namespace valuescale::tools {

int export_tables(const ExportOptions& options) {
  const auto decision = results::read_decision(options.results);
  const auto paths = decision ? results::export_csv(results::numbers_of(decision->answer), options.csv_directory)
                              : results::export_csv(results::read_results(options.results), options.csv_directory);
  for (const auto& path : paths) print(results::printable(path) + "\n");
  return kDone;
}

}  // namespace valuescale::tools
