// One customer's life for programs, schema "valuescale.replay/1".
#pragma once

#include "models/lifetime/account_book.hpp"

#include <string>

namespace valuescale::results {

/// Money in the scenario's currency, times in steps since the first sale.
std::string to_json(const models::AccountBook& book);

}  // namespace valuescale::results
