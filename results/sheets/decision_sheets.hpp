// A decision's answer as sheets.
#pragma once

#include "results/json/numbers_of.hpp"
#include "results/sheets/sheet.hpp"

#include <vector>

namespace valuescale::results {

/// A sheet for each part of the answer that is a list of things, or a thing under each of several names ("tornado", "p_best"), and "numbers":
/// all numbers of the answer, each by its path. What is too wide for a sheet to be read stands in the last alone.
std::vector<Sheet> decision_sheets(const Json& answer);

}  // namespace valuescale::results
