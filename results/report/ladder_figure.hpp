// Customers on their way up the ladder: pictures of who is asked what, and who takes it.
#pragma once

#include "results/report/telling.hpp"

#include <vector>

namespace valuescale::results::report {

/// Of the first purchase, and of repeat purchases. Nothing where nobody is asked anything, or a file of an earlier version does not say who is asked.
std::vector<Figure> ladder_figures(const Telling& telling);

}  // namespace valuescale::results::report
