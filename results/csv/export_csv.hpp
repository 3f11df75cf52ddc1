// The answer as tables for a spreadsheet.
#pragma once

#include "results/answer/answer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace valuescale::results {

/// One file a table, named NAME.csv in `directory`, which is made if it is missing: summary, payback, by_channel, by_segment, by_stage,
/// quantiles, worlds, assumptions. Returns their paths. Every file is new whole or as it was; throws std::runtime_error where the disk refuses.
std::vector<std::string> export_csv(const Answer& answer, const std::string& directory);

/// A cell as RFC 4180 writes it; text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_text(std::string_view text);
/// Shortest text that reads back as the same number; empty if it is missing, "never" or "infinite" are left to the caller.
std::string csv_number(double value);

}  // namespace valuescale::results
