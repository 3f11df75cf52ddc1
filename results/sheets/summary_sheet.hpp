// All single numbers of a run in one sheet.
#pragma once

#include "results/answer/answer.hpp"
#include "results/sheets/sheet.hpp"

namespace valuescale::results {

/// One number a row: whose it is, its name and unit, its value, and the error of the simulation. First what was run, in the group "run".
Sheet summary_sheet(const Answer& answer);

}  // namespace valuescale::results
