// The tables [season], [shock] and [trend], read by the reference simulator for itself.
#pragma once

#include "tests/support/reference_scenario.hpp"

#include <functional>

#include <toml++/toml.h>

namespace valuescale::tests::reference {

/// Reads a quantity of this range and role, a time (1), a rate (−1) or neither; the default where nothing is written.
using ReadQuantity = std::function<Quantity(const toml::node*, Range, Role, int dimension, double by_default)>;

Almanac read_almanac(const toml::table& root, const ReadQuantity& read);

}  // namespace valuescale::tests::reference
