// A business under one stress after another, as its owner reads it.
#pragma once

#include "results/decision/stress.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const StressTable& table, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
