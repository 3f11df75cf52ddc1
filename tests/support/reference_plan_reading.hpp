// The table [plan], read by the reference simulator for itself.
#pragma once

#include "tests/support/reference_scenario.hpp"

#include <functional>
#include <vector>

#include <toml++/toml.h>

namespace valuescale::tests::reference {

enum class PlanDimension { number, time };

/// Reads an assumption, or takes the default where nothing is written.
using ReadAssumption = std::function<Quantity(const toml::node*, Range, PlanDimension, double by_default)>;

Plan read_plan(const toml::table& table, const std::vector<Channel>& channels, const ReadAssumption& read);

}  // namespace valuescale::tests::reference
