// What scenarios state, as results files keep it beside the numbers that follow.
#pragma once

#include "models/description/scenario.hpp"
#include "results/hdf5/decision_file.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::tools {

/// With notes and sources. What a scenario leaves at its default is not stated.
std::vector<results::StatedAssumption> stated_in(const models::Scenario& scenario);

/// As results::read_decision has it. Files of earlier programs don't tell what was stated: then as their scenarios are read today, and nothing where one of
/// them is not understood.
std::optional<results::DecisionRecord> read_decision(const std::string& path);

}  // namespace valuescale::tools
