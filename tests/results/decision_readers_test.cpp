// R and Python read the numbers of a decision's file as the command told them.
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include "results/json/numbers_of.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <vector>

using namespace valuescale;
using results::NamedNumber;
using tests::Folder;
using tests::shell;

namespace {

const std::string kProgram = VALUESCALE_PROGRAM, kScenarios = VALUESCALE_SOURCE_DIR "/scenarios/";

/// A number as R or Python printed it with 17 digits.
double value_of(const std::string& text) {
  return text == "NA" || text == "NaN" || text == "nan" ? results::kMissing : std::strtod(text.c_str(), nullptr);
}

/// The table "numbers": a line each, its parts between tabs.
std::vector<NamedNumber> read_by(const std::string& command) {
  const tests::Outcome outcome = shell(command);
  CAPTURE(command, outcome.err);
  REQUIRE(outcome.code == 0);
  std::vector<NamedNumber> numbers;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string path, value, se, lo, hi;
    for (std::string* part : {&path, &value, &se, &lo, &hi}) std::getline(parts, *part, '\t');
    numbers.push_back({path, value_of(value), value_of(se), value_of(lo), value_of(hi)});
  }
  return numbers;
}

bool is_same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void check_same(const std::vector<NamedNumber>& read, const std::vector<NamedNumber>& told) {
  REQUIRE(read.size() == told.size());
  std::size_t same = 0;
  for (std::size_t i = 0; i < told.size(); ++i) {
    CAPTURE(told[i].path, told[i].value, read[i].path, read[i].value);
    same += read[i].path == told[i].path && is_same(read[i].value, told[i].value) && is_same(read[i].se, told[i].se) &&
            is_same(read[i].lo, told[i].lo) && is_same(read[i].hi, told[i].hi);
  }
  CHECK(same == told.size());
}

const char* const kR = R"(suppressMessages(library(ncdf4))
f <- nc_open(commandArgs(trailingOnly = TRUE)[1])
part <- function(name) sprintf('%.17g', ncvar_get(f, paste0('numbers/', name)))
cat(paste(ncvar_get(f, 'numbers/number'), part('value'), part('se'), part('lo'), part('hi'), sep = '\t'), sep = '\n')
)";

const char* const kPython = R"(
import sys, xarray
table = xarray.open_dataset(sys.argv[1], engine='h5netcdf', group='numbers').to_dataframe()
for row in table[['value', 'se', 'lo', 'hi']].itertuples(): print(*row, sep='\t')
)";

}  // namespace

TEST_CASE("R and pandas read a comparison, stresses and sensitivities as --json told them") {
  const bool has_r = shell("Rscript -e 'library(ncdf4)'").code == 0;
  if (!has_r) WARN("not tested with R: R with ncdf4 is not installed (Debian: r-cran-ncdf4)");
  const Folder folder;
  tests::put(folder / "read.R", kR);
  tests::put(folder / "read.py", kPython);
  struct Decision {
    std::string command, path;  ///< and a number that its answer has
  };
  const Decision decisions[] = {
      {"compare " + kScenarios + "english-school-free.toml " + kScenarios + "english-school.toml --customers 2000",
       "options.english-school.profit"},
      {"stress " + kScenarios + "investor-plan-stresses.toml --worlds 20", "stresses."},
      {"sensitivity " + kScenarios + "hairdresser-unsure.toml --metric customer.profit.mean --rows 64 --customers 20000",
       "tornado.repeat.cut.return.swing"}};
  for (const auto& [command, path] : decisions) {
    CAPTURE(command);
    const tests::Outcome told = shell(kProgram + " " + command + " --json --quiet -o " + (folder / "a.h5"));
    CAPTURE(told.err);
    REQUIRE(told.code == 0);
    const std::vector<NamedNumber> numbers = results::numbers_of(results::Json::parse(told.out));
    CHECK(numbers.size() > 20);
    CHECK(std::any_of(numbers.begin(), numbers.end(), [&](const NamedNumber& number) { return number.path.starts_with(path); }));
    check_same(read_by("PYTHONIOENCODING=utf-8 /usr/bin/python3 " + (folder / "read.py") + " " + (folder / "a.h5")), numbers);
    if (has_r) check_same(read_by("Rscript " + (folder / "read.R") + " " + (folder / "a.h5")), numbers);
  }
}
