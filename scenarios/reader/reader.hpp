// From a scenario file to a description of the business.
#pragma once

#include "models/description/problem.hpp"
#include "models/description/scenario.hpp"

#include <string>
#include <utility>
#include <vector>

namespace valuescale::scenarios {

/// `--set PATH=VALUE`.
using Settings = std::vector<std::pair<std::string, std::string>>;

/// Reads, merges (`extends`, settings) and checks; throws models::InputError with every mistake found. `stresses`: a file of more [stress.NAME] tables, or
/// nothing.
models::Scenario read_scenario(const std::string& path, const Settings& settings = {}, const std::string& stresses = {});

/// The same of a text as Scenario::text has it, merged already; `shown` is its name in messages. Reads no other file.
models::Scenario read_scenario_text(const std::string& text, const std::string& shown);

/// How every value was read, in plain words: what `valuescale check` prints.
std::string describe(const models::Scenario& scenario);

/// What can be meant but hardly is: `check` and `run` show it. One sentence each.
std::vector<std::string> warnings_about(const models::Scenario& scenario);

/// One quantity in plain words: "between 20 and 60 (5 % to 95 %; lognormal, mean 37.3): we don't know".
std::string reading_of(const models::Quantity& quantity);

/// Mean, 5 % and 95 % point of what a quantity's law says, in the units it was written in; an uncertain parameter counts with its mean. NaN
/// where they cannot be computed; of a constant there is only the mean.
struct LawFigures {
  double mean, lo, hi;
};
LawFigures figures_of(const models::Quantity& quantity);

/// Every quantity of the scenario with its path, in file order.
std::vector<const models::Quantity*> quantities_of(const models::Scenario& scenario);

/// JSON Schema (draft 2020-12) of a scenario file, from the same field tables that validate.
std::string json_schema();

}  // namespace valuescale::scenarios
