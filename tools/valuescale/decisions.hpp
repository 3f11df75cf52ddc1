// What commands that compare runs have in common.
#pragma once

#include "models/description/problem.hpp"
#include "models/description/scenario.hpp"
#include "results/decision/experiment.hpp"
#include "results/decision/metric.hpp"
#include "results/json/pieces.hpp"
#include "results/terminal/decision_words.hpp"
#include "tools/valuescale/commands.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::tools {

/// Of a plan each run of a search lives so many worlds, unless it is said how many: pairs with common random numbers need few.
inline constexpr std::int64_t kWorldsOfPlan = 300;

/// A number as typed: "0.8", "80%", "1_000", "20k". What is none is added to the problems.
double amount_of(const char* option, const std::string& text, std::vector<models::Problem>& problems);
std::optional<double> amount_of(const char* option, const std::optional<std::string>& text, std::vector<models::Problem>& problems);

/// Of a scenario in this file: "shop" of "shops/shop.toml".
std::string name_of(const std::string& file);

results::Labels labels_of(const models::Scenario& scenario);

/// The scenario in a file, with these settings, and stresses of a file of their own. What is wrong with it is added to the problems, so that mistakes of
/// the command line are told with it; then there is none.
std::optional<models::Scenario> read_or_note(const std::string& file, const std::vector<std::string>& settings,
                                             std::vector<models::Problem>& problems, const std::string& stresses = {});

/// Only the distributions that these numbers of a run need.
models::Distributions distributions_for(const std::vector<std::string>& metrics);

/// The path of a number of the scenario. What is none is added to the problems, with the nearest that is.
void check_path(const char* option, const std::string& path, const models::Scenario& scenario, std::vector<models::Problem>& problems);

/// Numbers of a run by their paths in `run --json`. Those that are none are added to the problems.
void check_metrics(const char* option, const std::vector<std::string>& paths, const models::Scenario& scenario,
                   std::vector<models::Problem>& problems);

/// A scenario by the name that answers give it.
struct Variant {
  std::string name;
  models::Scenario scenario;
};

/// What a command has to say, in words of a style and in JSON, and whether that is a "no".
struct Reply {
  results::Json json;
  std::function<std::string(const results::RunLabel& run, const results::Style& style)> words;
  bool is_no = false;
};

/// Lets `work` answer with an experiment that Ctrl-C ends and that shows how far each run has come; prints what it says and writes it to a file if asked to.
/// Returns the exit code. `title`: empty for that of the only scenario.
int decide(const DecisionOptions& options, models::RunOptions sizes, const std::vector<Variant>& scenarios, const std::string& title,
           const std::function<Reply(results::Experiment& experiment)>& work);

}  // namespace valuescale::tools
