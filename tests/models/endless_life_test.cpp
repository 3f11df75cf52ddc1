#include "models/description/problem.hpp"
#include "models/lifetime/simulate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/written.hpp"

using namespace valuescale;

TEST_CASE("a life without end stops the run with an error") {
  // The rate itself passes for a rate; what multiplies it makes it a thousand million a month.
  const auto scenario = tests::written(R"TOML(
title = "An endless life"
lifetime = 12
[channel.web]
cost_per_lead = 1
[offer.first]
price = 10
[segment.few]
share = 0.5
[segment.many]
share = 0.5
[segment.many.multiply]
rate = 1e9
[repeat.visits]
model = "poisson"
rate = 1
price = 5
)TOML");
  models::RunOptions options;
  options.customers = 16;
  options.threads = 1;
  CHECK_THROWS_AS(simulate(scenario, options), models::InputError);
  options.cash = models::RunOptions::Cash::event_ordered;
  options.batch = 4;
  options.customers = 4;
  CHECK_THROWS_AS(simulate(scenario, options), models::InputError);
}
