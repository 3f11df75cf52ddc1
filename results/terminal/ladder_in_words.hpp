// How customers come through the ladder, for a terminal.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/table.hpp"

#include <optional>

namespace valuescale::results {

/// A row a way that anybody took; nothing where nobody is asked anything.
std::optional<Table> ladder_in_words(const Answer& answer, const Amounts& amounts);

}  // namespace valuescale::results
