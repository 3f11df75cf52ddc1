// The shape of a quantile table, for those who build it and those who read it.
#pragma once

namespace valuescale::sim {

inline constexpr int kTableRowsPerTail = 256;
inline constexpr int kTableFloats = 2 * kTableRowsPerTail * 4;

}  // namespace valuescale::sim
