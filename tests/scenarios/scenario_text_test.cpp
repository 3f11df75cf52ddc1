// What was run can be read again from its text alone, and its laws told in numbers.
#include "models/description/problem.hpp"
#include "models/description/quantities.hpp"
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>

using namespace valuescale;

TEST_CASE("a scenario's text is read as the same scenario, without the files that it came from") {
  // Of a table beside it; of another scenario; with stresses; on its own.
  for (const char* name : {"last-year", "hairdresser-unsure", "investor-plan-stresses", "businesses/bank"}) {
    CAPTURE(name);
    const models::Scenario scenario = scenarios::read_scenario(std::string(VALUESCALE_SOURCE_DIR "/scenarios/") + name + ".toml");
    const models::Scenario again = scenarios::read_scenario_text(scenario.text, "again");
    CHECK(again.hash == scenario.hash);
    CHECK(again.text == scenario.text);
  }
}

TEST_CASE("a text that is no scenario is refused as a file is") {
  try {
    scenarios::read_scenario_text("title = \"x\"\nlifetime = 3\n[offer.o]\nprice = \"cheap\"\n", "shop in a.h5");
    FAIL("not refused");
  } catch (const models::InputError& error) {
    CHECK(std::string(error.what()).find("shop in a.h5:4:") != std::string::npos);
  }
  CHECK_THROWS_AS(scenarios::read_scenario_text("", "a"), models::InputError);
  CHECK_THROWS_AS(scenarios::read_scenario_text("extends = \"/etc/passwd\"", "a"), models::InputError);
}

TEST_CASE("a law has a mean and 5 % and 95 % points, a certain number the mean alone") {
  models::Scenario scenario = scenarios::read_scenario_text(R"toml(
title = "x"
lifetime = 3
[channel.c]
cost_per_lead = "45 to 85"
[offer.o]
price = "uniform(10, 30)"
unit_cost = 7
take = "beta(2, 38)"
)toml",
                                                            "x");
  const auto figures = [&scenario](const char* path) { return scenarios::figures_of(*models::find_quantity(scenario, path)); };
  const scenarios::LawFigures cost = figures("channel.c.cost_per_lead");
  CHECK(cost.lo == Approx(45).epsilon(1e-12));
  CHECK(cost.hi == Approx(85).epsilon(1e-12));
  // exp(mu + sigma^2 / 2) of the logarithms' middle and their distance over twice 1.6448536.
  CHECK(cost.mean ==
        Approx(std::sqrt(45.0 * 85) * std::exp(std::pow(std::log(85.0 / 45) / (2 * 1.6448536269514722), 2) / 2)).epsilon(1e-12));
  CHECK(figures("offer.o.price").mean == Approx(20));
  CHECK(figures("offer.o.price").lo == Approx(11));
  CHECK(figures("offer.o.price").hi == Approx(29));
  CHECK(figures("offer.o.take").mean == Approx(0.05));
  // The law of the second smallest of 39 uniform numbers: P(X <= x) = 1 - (1 - x)^39 - 39 x (1 - x)^38.
  const double x = figures("offer.o.take").hi;
  CHECK(1 - std::pow(1 - x, 39) - 39 * x * std::pow(1 - x, 38) == Approx(0.95).epsilon(1e-9));
  CHECK(figures("offer.o.unit_cost").mean == 7);
  CHECK(std::isnan(figures("offer.o.unit_cost").lo));
  CHECK(std::isnan(figures("offer.o.unit_cost").hi));
}
