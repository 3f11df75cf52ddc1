// The cubics of a quantile table as floats, such that the lanes' own rounding never lets a larger word give a smaller variate.
#pragma once

#include <array>
#include <vector>

namespace valuescale::sim {

/// c[0] + c[1] t + c[2] t^2 + c[3] t^3 over t in [0, 1].
using Cubic = std::array<double, 4>;

/// Writes the rows of a table: first the lower tail's, rising towards the middle, then the upper tail's, falling towards it; kTableRowsPerTail each.
/// As the lanes evaluate it, the table is monotone over all words, to the bit. A cubic that turns around within its row is limited to one that
/// does not, a hopeless one becomes a straight line.
void write_monotone_rows(const std::vector<Cubic>& rows, float* table);

/// A row as the lanes evaluate it.
float evaluate_row(const float* row, float t);

}  // namespace valuescale::sim
