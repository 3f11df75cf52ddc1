// What a plan comes to, as founders and whoever lends them money read it.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/text.hpp"

#include <string>

namespace valuescale::results {

/// What the business earns, the money it needs on the way, what can go wrong and why. The answer must hold a plan.
std::string plan_in_words(const Answer& answer, const Style& style);

}  // namespace valuescale::results
