// A number of a run in its unit, told by its name in `run --json`.
#pragma once

#include "results/terminal/amounts.hpp"

#include <string>
#include <string_view>

namespace valuescale::results {

enum class MetricUnit { money, share, number };
/// What a number of a run is counted in, by its path.
MetricUnit metric_unit(std::string_view path);

/// "1,234.50 USD", "4.5 %", "5.98"; "never" where it is a time that never comes, "?" where it is missing.
std::string metric_text(double value, std::string_view path, const Amounts& amounts);

/// The same with a sign, for a change; points of a percentage are points.
std::string metric_change_text(double value, std::string_view path, const Amounts& amounts);

/// Is more of it worse? Losses, ruin, costs and times are.
bool is_worse_when_more(std::string_view path);

}  // namespace valuescale::results
