// Which assumption matters most, as a business owner reads it.
#pragma once

#include "results/decision/sensitivity.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const Sensitivity& sensitivity, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
