// What commands that compare runs have in common.
#pragma once

#include "models/description/problem.hpp"
#include "models/description/scenario.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/metric.hpp"
#include "tools/valuescale/commands.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::tools {

/// A number as typed: "0.8", "80%", "1_000", "20k". What is none is added to the problems.
double amount_of(const char* option, const std::string& text, std::vector<models::Problem>& problems);
std::optional<double> amount_of(const char* option, const std::optional<std::string>& text, std::vector<models::Problem>& problems);

results::Labels labels_of(const models::Scenario& scenario);

/// Only the distributions that these numbers of a run need.
models::Distributions distributions_for(const std::vector<std::string>& metrics);

/// The path of a number of the scenario. What is none is added to the problems, with the nearest that is.
void check_path(const char* option, const std::string& path, const models::Scenario& scenario, std::vector<models::Problem>& problems);

/// Runs `work` with an experiment that Ctrl-C ends and that shows how far each run has come; what it returns is the exit code.
int experiment(models::RunOptions options, bool quiet, const std::function<int(results::Experiment& experiment)>& work);

}  // namespace valuescale::tools
