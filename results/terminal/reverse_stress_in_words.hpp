// What has to go wrong, as a business owner reads it.
#pragma once

#include "results/decision/reverse_stress.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const ReverseStress& answer, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
