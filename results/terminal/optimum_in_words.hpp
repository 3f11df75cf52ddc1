// The best choice found, as a business owner reads it.
#pragma once

#include "results/decision/optimize.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const Optimum& optimum, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
