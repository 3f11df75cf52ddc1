// What luck, unknowns and shocks make of a plan's variance: the engine's pairs of worlds against the brute force of the reference simulator.
#include "results/answer/plan_variance.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_plan_variance.hpp"

#include <cmath>
#include <set>
#include <string>

namespace {

using namespace valuescale;
namespace reference = tests::reference;

const std::string kSource = VALUESCALE_SOURCE_DIR, kCalendars = kSource + "/tests/end_to_end/composed/calendar/";

constexpr double kErrors = 4.5;
constexpr std::int64_t kWorlds = 4000;
constexpr std::size_t kGroups = 300;

/// An estimate below 0 is shown as 0, while its interval tells what was estimated.
reference::Estimate estimate(const results::Interval& part) { return {(part.lo + part.hi) / 2, (part.hi - part.lo) / 2 / 1.96}; }

/// The parts on which the two do not agree.
std::set<std::string> disagreements(const std::string& path, const reference::Settings& engine = {},
                                    const reference::Settings& reference = {}) {
  const results::VarianceParts parts = results::plan_variance(reference::live_in_engine(path, engine, kWorlds));
  const reference::PlanVariance exact = reference::reference_variance(path, reference, kGroups);
  std::set<std::string> apart;
  const auto compare = [&](const std::string& what, const results::Interval& part, reference::Estimate expected) {
    const reference::Estimate said = estimate(part);
    UNSCOPED_INFO(what << ": " << said.value << " ± " << said.se << ", reference " << expected.value << " ± " << expected.se);
    if (std::fabs(said.value - expected.value) > kErrors * std::hypot(said.se, expected.se) + 1e-9) apart.insert(what);
  };
  compare("luck", parts.luck, exact.luck);
  compare("unknowns", parts.unknowns, exact.unknowns);
  compare("shocks", parts.shocks, exact.shocks);
  compare("interaction", parts.interaction, exact.interaction);
  compare("total", parts.total, exact.total);
  return apart;
}

}  // namespace

TEST_CASE("the engine splits a plan's variance as living it over and over does") {
  for (const char* file : {"recession.toml", "outages.toml", "weeks.toml"}) {
    INFO(file);
    CHECK(disagreements(kCalendars + file) == std::set<std::string>());
  }
}

TEST_CASE("the engine's split is told from that of another plan") {
  CHECK(disagreements(kCalendars + "recession.toml", {{"shock.recession.probability", "\"2% to 6%\""}}).contains("shocks"));
  CHECK(disagreements(kCalendars + "weeks.toml", {{"offer.trial.take", "0.27"}}).contains("unknowns"));
}

TEST_CASE("the engine counts how hard a shock strikes as shocks") {
  const reference::Settings uncertain = {{"plan.customers.ads", "20"}, {"shock.war.multiply.price", "\"uniform(0.1, 0.9)\""}};
  CHECK(disagreements(kSource + "/tests/data/unknown-and-shock.toml", uncertain, uncertain) == std::set<std::string>());
}
