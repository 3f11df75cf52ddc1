// A decision's answer as sheets.
#pragma once

#include "results/json/numbers_of.hpp"
#include "results/sheets/sheet.hpp"

#include <vector>

namespace valuescale::results {

/// All numbers of the answer, each by its path, which must outlive the sheet.
Sheet numbers_sheet(const std::vector<NamedNumber>& numbers);

}  // namespace valuescale::results
