// What it is worth to know more, as a business owner reads it.
#pragma once

#include "results/decision/voi.hpp"
#include "results/terminal/decision_words.hpp"

#include <string>

namespace valuescale::results {

std::string in_words(const Voi& voi, const RunLabel& run, const Style& style);

}  // namespace valuescale::results
