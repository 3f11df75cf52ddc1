// What a decision rests on, in words: every number that its scenarios state, with notes and sources.
#pragma once

#include "results/answer/assumed.hpp"
#include "results/terminal/text.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// Empty where nothing is stated.
std::string in_words(const std::vector<Assumed>& scenarios, const Style& style);

}  // namespace valuescale::results
