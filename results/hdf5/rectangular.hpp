// Arrays are rectangular: what one channel has and another lacks is missing (NaN) there.
#pragma once

#include "results/answer/answer.hpp"
#include "results/hdf5/view_layout.hpp"

namespace valuescale::results {

/// Makes all views of an answer the same length, which it returns.
Lengths make_rectangular(Answer& answer);

}  // namespace valuescale::results
