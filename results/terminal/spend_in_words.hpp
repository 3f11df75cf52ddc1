// What the money spent on channels brings, for a terminal.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

struct SpendWords {
  Table table;
  std::vector<std::string> sentences;
};

/// Nothing where no channel responds to spend.
std::optional<SpendWords> spend_in_words(const Answer& answer, const Amounts& amounts);

}  // namespace valuescale::results
