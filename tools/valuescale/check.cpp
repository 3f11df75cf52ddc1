// Is this scenario file right, and what does it say in plain words?
#include "models/lifetime/simulate.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/text.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::tools {

namespace {

/// To two digits.
std::string about(double number) {
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 1));
  return results::count_text(std::llround(std::round(number / unit) * unit));
}

std::string customers_of_plan(const models::Plan& plan, const models::Setup& setup) {
  const std::string all = fmt::format("the plan wins about {} customers in all worlds together{}", about(setup.planned_customers),
                                      plan.reinvest.given ? ", without what is reinvested" : "");
  if (setup.planned_lives >= setup.planned_customers) return all + ": all of them are lived";
  return fmt::format("{}: {} are lived, each standing for about {}; more with --customers", all, about(setup.planned_lives),
                     about(setup.planned_customers / setup.planned_lives));
}

}  // namespace

int check(const CheckOptions& options) {
  const models::Scenario scenario = scenarios::read_scenario(options.scenario, settings_of(options.settings));
  const models::Setup setup = models::setup(scenario, {});
  std::string text = scenarios::describe(scenario);
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += "\nHow it would be run:\n";
  for (const auto& fact : setup.facts) text += "  " + fact + "\n";
  if (scenario.plan) text += "  " + customers_of_plan(*scenario.plan, setup) + "\n";
  print(results::printable(text, true));
  return kDone;
}

}  // namespace valuescale::tools
