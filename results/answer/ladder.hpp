// How customers come through the ladder: who is asked what, and who takes it.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "results/answer/answer.hpp"

#include <optional>

namespace valuescale::results {

/// Nothing where no step, repeat process or referral follows a sale.
std::optional<Ladder> ladder(const models::Tallies& tallies);

/// Is anybody asked anything, or do customers only come back by themselves?
bool has_questions(const Ladder& ladder);

}  // namespace valuescale::results
