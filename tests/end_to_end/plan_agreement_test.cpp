// The engine's plans against those of the reference simulator: every number of every composed plan.
#include "tests/support/catch.hpp"
#include "tests/support/engine_agreement.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_checks.hpp"

#include <cmath>
#include <string>

namespace {

namespace reference = valuescale::tests::reference;

const std::string kFolder = std::string(VALUESCALE_SOURCE_DIR) + "/tests/end_to_end/composed/plans/";

}  // namespace

TEST_CASE("the engine and the reference agree on every composed plan") { reference::EngineAgreement(kFolder).check_all(); }

TEST_CASE("the engine's plan is told from another") {
  reference::EngineAgreement agreement(kFolder);
  agreement.check_differs("mean of customers of pond", "ponds.toml", "channel.pond.scale", "160");
  agreement.check_differs("mean of interest", "slow.toml", "plan.credit_interest", "0.21");
  agreement.check_differs("mean of outlay of posters", "stop.toml", "plan.when_short", "slow");
  agreement.check_differs("mean of peak_funding", "days.toml", "plan.fixed_costs", "30");
}

TEST_CASE("whoever first buys as the plan ends is worth nothing to it, but to what comes after") {
  const reference::File file(R"(
title = "One later"
lifetime = 2
[channel.ads]
cost_per_customer = 3
[offer.first]
price = 10
[step.next]
after = "first"
delay = 1
price = 4
[plan]
months = 2
customers.ads = 1
delay.ads = "1 month"
)");
  for (const std::string& discount : {"0", "0.1"}) {
    const reference::ReferencePlan engine = reference::engine_plan(file.path(), {{"discount_rate", discount}}, 2);
    const auto mean = [&](const std::string& of) { return engine.samples.at(of).mean().value; };
    const auto at = [&](int month) { return std::pow(1 + std::stod(discount), -month / 12.0); };
    const double npv = -3 + (10 - 3) * at(1) + 4 * at(2);
    CHECK(mean("profit") == Approx(8));
    CHECK(mean("npv") == Approx(npv));
    CHECK(mean("run_off npv") == Approx(npv + 10 * at(2) + 4 * at(3)));
  }
}
