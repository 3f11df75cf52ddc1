// What a workbook is and how it was made, for who finds it without what it was made from.
#pragma once

#include "results/answer/answer.hpp"
#include "results/json/pieces.hpp"
#include "results/sheets/sheet.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

/// Name and value: what was run and by which command, then what is in each of the other sheets that has rows.
Sheet about_run(const Answer& answer, const std::vector<Sheet>& others);
Sheet about_decision(const Json& answer, const std::vector<Sheet>& others);
std::string title_of(const Json& decision);

/// The answer in words, a line a row.
Sheet words_sheet(const std::string& words);

/// Scenarios (name, whole text), a line a row. A line that is too long for a cell goes on in further rows of its number.
Sheet scenario_sheet(const std::vector<std::pair<std::string, std::string>>& scenarios);

/// A number that a scenario states, and its law in numbers, which are missing where the law has none.
struct AssumptionFacts {
  std::string scenario, path, text, reading;
  double mean = kMissing, lo = kMissing, hi = kMissing;  ///< 5 % and 95 % points
  std::string note, source;
};
Sheet assumptions_sheet(const std::vector<AssumptionFacts>& assumptions);

}  // namespace valuescale::results
