// What the money spent on channels brings, whether the last of it was well spent, and what more or less of it would bring.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

namespace valuescale::results {

/// Of a channel, whose customers' pooled LTV is `ltv`; nothing where it does not respond to spend.
std::optional<SpendAnswer> spend_answer(const models::Tallies& tallies, std::size_t channel, const Estimate& ltv);

}  // namespace valuescale::results
