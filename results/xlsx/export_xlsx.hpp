// Sheets as an Excel workbook.
#pragma once

#include "results/sheets/sheet.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace valuescale::results {

/// Excel's own limits.
inline constexpr std::size_t kMostSheetRows = 1'048'576, kMostSheetColumns = 16'384;

/// One sheet each, in this order; those without rows are left out. Numbers are numbers, to 16 digits and shown by what they measure; texts are
/// texts whatever they say, never formulas or links. A row of headings and, where anything has a unit, one of units stay in sight. The same
/// sheets give the same bytes, on any day. Returns a sentence for each sheet in which texts were too long for a cell and have been cut.
/// Throws models::InputError, with all sheets that are too large for Excel, or where something else stands at `path`; std::runtime_error where
/// the disk refuses. The file is new whole or as it was.
std::vector<std::string> export_xlsx(const std::vector<Sheet>& sheets, const SheetUnits& units, const std::string& title,
                                     const std::string& path);

}  // namespace valuescale::results
