// Every number that a scenario states, wherever it stands.
#pragma once

#include "models/description/scenario.hpp"

#include <functional>
#include <string_view>

namespace valuescale::models {

/// Calls `visit` with every quantity of a scenario, in the order of its tables; those that are not given, too.
void for_each_quantity(const Scenario& scenario, const std::function<void(const Quantity&)>& visit);
void for_each_quantity(Scenario& scenario, const std::function<void(Quantity&)>& visit);

/// The quantity of that path; null if there is none.
Quantity* find_quantity(Scenario& scenario, std::string_view path);

/// The price of an offer or a step on which nobody's buying depends: nothing follows it.
bool is_price_nobody_minds(const Scenario& scenario, std::string_view path);

}  // namespace valuescale::models
