#include "models/description/problem.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

using namespace valuescale;

TEST_CASE("a life without end stops the run with an error") {
  models::Scenario scenario = tests::written(R"TOML(
title = "An endless life"
lifetime = 12
[channel.web]
cost_per_lead = 1
[offer.first]
price = 10
[repeat.visits]
model = "poisson"
rate = 1
price = 5
)TOML");
  // A file that says so is refused when it is read; a world's draw may still come to it.
  scenario.repeats[0].parameters[0].law.value = 1e9;
  models::RunOptions options;
  options.customers = 16;
  options.threads = 1;
  CHECK_THROWS_AS(simulate(scenario, options), models::InputError);
  options.cash = models::RunOptions::Cash::event_ordered;
  options.batch = 4;
  options.customers = 4;
  CHECK_THROWS_AS(simulate(scenario, options), models::InputError);
}
