// One customer's life, line by line.
#pragma once

#include "models/lifetime/account_book.hpp"
#include "results/terminal/text.hpp"

#include <string>

namespace valuescale::results {

/// Ready to print; what names in the scenario might do to a terminal is made harmless.
std::string in_words(const models::AccountBook& book, const Style& style);

}  // namespace valuescale::results
