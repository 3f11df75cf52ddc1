// Laws made of others: the earliest of several, a number divided by one.
#pragma once

#include "models/description/law.hpp"
#include "scenarios/reader/range.hpp"

#include <cstddef>
#include <vector>

namespace valuescale::scenarios {

/// So many laws compete at most.
inline constexpr std::size_t kMostEarliest = 4;

/// Number of laws that a mixture, with the mixtures in it, chooses from; 1 for other laws.
std::size_t parts_of(const models::Law& law);

/// The smallest of independent draws.
models::Law earliest_of(std::vector<models::Law> parts);

/// One of several numbers, each as likely; certain where all are the same. There is one at least.
models::Law one_of(std::vector<double> numbers);

/// dividend > 0, over a divisor that was checked.
models::Law quotient_of(double dividend, const models::Law& divisor);

/// Throws ExpressionError, pointing at byte `at`, unless the law is positive and so seldom close to 0 that its inverse has mean and variance.
void check_divisor(const models::Law& divisor, std::size_t at);

/// What "a to b" means below '/'.
Range range_of_divisor();

}  // namespace valuescale::scenarios
