// The answer as tables for a spreadsheet.
#pragma once

#include "results/answer/answer.hpp"
#include "results/json/numbers_of.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// One file a table, named NAME.csv in `directory`, which is made if it is missing: summary, payback, by_channel, by_segment, by_stage,
/// quantiles, worlds, assumptions and more (results/README.md). Returns their paths. Every file is new whole or as it was; throws
/// std::runtime_error where the disk refuses.
std::vector<std::string> export_csv(const Answer& answer, const std::string& directory);

/// The numbers of a decision's answer likewise, in a single table, numbers.csv.
std::vector<std::string> export_csv(const std::vector<NamedNumber>& numbers, const std::string& directory);

}  // namespace valuescale::results
