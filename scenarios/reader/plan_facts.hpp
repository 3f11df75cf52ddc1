// What a plan comes to at central values, for checks and for telling people: not for living it.
#pragma once

#include "models/acquisition/response.hpp"
#include "models/description/scenario.hpp"

namespace valuescale::scenarios {

/// The amount of a month, counted from 1.
double amount_in(const models::Schedule& schedule, int month);

/// Whom a spend brings through a channel that responds to it.
models::Bought bought_for(const models::Response& response, double spend);

}  // namespace valuescale::scenarios
