// The engine's plans in the words of the reference simulator, to be held beside the reference's own.
#pragma once

#include "models/lifetime/tallies.hpp"
#include "tests/support/reference_plan_summary.hpp"
#include "tests/support/reference_scenario.hpp"

#include <cstdint>
#include <string>

namespace valuescale::tests::reference {

models::Tallies live_in_engine(const std::string& path, const Settings& settings, std::int64_t worlds);

ReferencePlan engine_plan(const std::string& path, const Settings& settings, std::int64_t worlds);

}  // namespace valuescale::tests::reference
