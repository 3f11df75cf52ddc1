// Exact sums. Money is counted in integer units, so that adding is associative and a result does not depend on how work was split.
#pragma once

#include <cstdint>

namespace valuescale::sim {

__extension__ typedef __int128 Int128;

}  // namespace valuescale::sim
