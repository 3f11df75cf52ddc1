// What a reader must be told before believing the numbers.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

namespace valuescale::results {

/// Warnings that the numbers call for; `answer` is otherwise complete.
std::vector<std::string> warnings_for(const models::Tallies& tallies, const Answer& answer);

/// What a warning says, whatever the numbers in it: alike for runs that differ in these alone.
std::string without_numbers(std::string warning);

}  // namespace valuescale::results
