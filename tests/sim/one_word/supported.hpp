// Which of the compiled instruction sets this processor can run.
#pragma once

#include "tests/sim/one_word/one_word.hpp"

#include <vector>

namespace valuescale::sim {

/// In rising order; the baseline is always there.
std::vector<const OneWord*> supported_one_words();

}  // namespace valuescale::sim
