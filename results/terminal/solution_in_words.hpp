// At which value a number meets a target, as a business owner reads it.
#pragma once

#include "results/decision/solve.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const Solution& solution, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
