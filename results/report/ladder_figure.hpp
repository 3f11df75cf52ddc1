// Customers on their way up the ladder: a picture of who is asked what, and who takes it.
#pragma once

#include "results/report/telling.hpp"

#include <optional>

namespace valuescale::results::report {

/// Nothing where nobody is asked anything, or a file of an earlier version does not say who is asked.
std::optional<Figure> ladder_figure(const Telling& telling);

}  // namespace valuescale::results::report
