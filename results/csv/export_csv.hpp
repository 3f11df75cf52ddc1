// Sheets as files of comma-separated values.
#pragma once

#include "results/sheets/sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace valuescale::results {

/// A cell as RFC 4180 writes it; text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_text(std::string_view text);
/// Of a number the shortest text that reads back as the same; empty if it is missing, "infinite" of a cost, "never" of a time.
std::string csv_cell(const Cell& cell);

/// One file a sheet, named NAME.csv in `directory`, which is made if it is missing. Returns their paths. Every file is new whole or as it
/// was; throws std::runtime_error where the disk refuses.
std::vector<std::string> export_csv(const std::vector<Sheet>& sheets, const std::string& directory);

}  // namespace valuescale::results
