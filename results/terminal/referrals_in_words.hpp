// Customers who bring customers, for a terminal.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/table.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace valuescale::results {

struct ReferralWords {
  std::vector<std::pair<std::string, std::string>> facts;  ///< name, value
  Table table;                                             ///< with those who are brought, and without them
};

/// Nothing where customers bring nobody, or nobody buys.
std::optional<ReferralWords> referrals_in_words(const Answer& answer, const Amounts& amounts);

}  // namespace valuescale::results
