// Is this scenario file right, and what does it say in plain words?
#include "models/lifetime/simulate.hpp"
#include "results/terminal/text.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

namespace valuescale::tools {

int check(const CheckOptions& options) {
  const models::Scenario scenario = scenarios::read_scenario(options.scenario, settings_of(options.settings));
  const models::Setup setup = models::setup(scenario, {});
  std::string text = scenarios::describe(scenario);
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += "\nHow it would be run:\n";
  for (const auto& fact : setup.facts) text += "  " + fact + "\n";
  print(results::printable(text, true));
  return kDone;
}

}  // namespace valuescale::tools
