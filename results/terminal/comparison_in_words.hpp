// Which is better, as a business owner reads it.
#pragma once

#include "results/decision/comparison.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const Comparison& comparison, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
