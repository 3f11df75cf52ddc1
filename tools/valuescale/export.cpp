// A results file as tables for a spreadsheet.
#include "results/csv/export_csv.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/terminal/text.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

namespace valuescale::tools {

int export_tables(const ExportOptions& options) {
  const results::Answer answer = results::read_results(options.results);
  for (const auto& path : results::export_csv(answer, options.csv_directory)) print(results::printable(path) + "\n");
  return kDone;
}

}  // namespace valuescale::tools
