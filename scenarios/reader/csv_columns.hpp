// Columns of CSV files, where lists may stand: { values = "history.csv", column = "conversion" }.
#pragma once

#include "scenarios/reader/node.hpp"
#include "scenarios/reader/problems.hpp"

#include <filesystem>

namespace valuescale::scenarios {

/// Puts a list of the cells in the place of each table below `node` that names a column; from then on the scenario holds them itself. Files
/// are relative to `folder`. Throws models::InputError with everything that is wrong with them.
void fill_in_columns(Node& node, const std::filesystem::path& folder, Problems& problems);

}  // namespace valuescale::scenarios
