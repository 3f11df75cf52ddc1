// The answer as sheets.
#pragma once

#include "results/answer/answer.hpp"
#include "results/sheets/sheet.hpp"

#include <vector>

namespace valuescale::results {

/// summary, payback, by_channel, by_segment, by_stage, quantiles, worlds, assumptions and more (results/README.md), always the same; the answer
/// must outlive them.
std::vector<Sheet> run_sheets(const Answer& answer);

}  // namespace valuescale::results
