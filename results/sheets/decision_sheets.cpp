#include "results/sheets/decision_sheets.hpp"

namespace valuescale::results {

Sheet numbers_sheet(const std::vector<NamedNumber>& numbers) {
  return sheet_of("numbers", "a number of the answer, by its path", numbers, [](Row& row, const NamedNumber& one, std::size_t) {
    row.cell("number", text(one.path));
    row.number("value", one.value, Measure::number);
    row.number("standard_error", one.se, Measure::number);
    row.number("lower_95", one.lo, Measure::number);
    row.number("upper_95", one.hi, Measure::number);
  });
}

}  // namespace valuescale::results
