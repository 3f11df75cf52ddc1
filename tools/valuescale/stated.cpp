#include "tools/valuescale/stated.hpp"

#include "models/description/problem.hpp"
#include "scenarios/reader/reader.hpp"

namespace valuescale::tools {

std::vector<results::StatedAssumption> stated_in(const models::Scenario& scenario) {
  std::vector<results::StatedAssumption> stated;
  for (const models::Quantity* quantity : scenarios::quantities_of(scenario))
    if (quantity->given)
      stated.push_back({quantity->path, quantity->text, scenarios::reading_of(*quantity), quantity->note, quantity->source});
  return stated;
}

std::optional<results::DecisionRecord> read_decision(const std::string& path) {
  std::optional<results::DecisionRecord> decision = results::read_decision(path);
  if (!decision || decision->tells_assumptions) return decision;
  std::vector<results::RanScenario> read = decision->scenarios;
  try {
    for (results::RanScenario& ran : read) ran.stated = stated_in(scenarios::read_scenario_text(ran.text, ran.name));
  } catch (const models::InputError&) {
    return decision;
  }
  decision->scenarios = std::move(read);
  return decision;
}

}  // namespace valuescale::tools
