// The answer as a business owner reads it.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/text.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// What customers cost, when they pay back, what they earn and what can go wrong. Says only what `answer` holds, so that an answer read
/// back from a file prints the same, apart from how long the run took.
std::string in_words(const Answer& answer, const Style& style);

/// A moment of a customer's life worth reporting, such as "after 12 weeks = 84 days".
struct Moment {
  int step = 0;
  std::string label;
};

/// The last steps that end no later than 30, 90 and 365 days; with months and longer steps, 1, 3, 12 months or the steps themselves.
std::vector<Moment> moments_of(const Answer& answer);

}  // namespace valuescale::results
