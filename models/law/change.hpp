// A scenario with one of its numbers changed: what is asked by "what if", "how far", and "at which".
#pragma once

#include "models/description/quantities.hpp"

#include <string_view>

namespace valuescale::models {

/// Expected value of what a quantity's law says, in the units it was written in; an uncertain parameter counts with its mean.
double mean_of(const Quantity& quantity);

/// Multiplies every value that the number may take. What follows it along a curve goes along.
void multiply(Scenario& scenario, Quantity& quantity, double by);

/// Adds to every value that the number may take, in the units it was written in. Likewise. A draw whose law has uncertain parameters can be moved
/// only where it is normal or uniform: the run throws InputError.
void add(Scenario& scenario, Quantity& quantity, double by);

/// Gives the number this mean: what is certain is set, a law is scaled as a whole. Throws InputError where the law's mean is 0.
void set_mean(Scenario& scenario, Quantity& quantity, double mean);

/// From here on the number is certain, `value` in the units it was written in, for everybody and in all worlds. Likewise; it goes together with
/// nothing any more.
void set(Scenario& scenario, Quantity& quantity, double value);

/// The same of an assumption by the path under which results list it: a whole number, or an uncertain parameter of a draw. False if there is none.
bool set_assumption(Scenario& scenario, std::string_view path, double value);

}  // namespace valuescale::models
