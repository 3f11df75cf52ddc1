// The engine's plans against those of the reference simulator: every number of every composed plan.
#include "tests/support/catch.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_plan_comparison.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

namespace {

namespace reference = valuescale::tests::reference;

const std::string kFolder = std::string(VALUESCALE_SOURCE_DIR) + "/tests/end_to_end/composed/plans/";

constexpr std::size_t kWorlds = 2000, kReferenceWorlds = 500;

}  // namespace

TEST_CASE("the engine and the reference agree on every composed plan") {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string path = entry.path().string();
    INFO(path);
    const auto comparison = reference::compare(reference::figures_of(reference::engine_plan(path, {}, kWorlds)), kWorlds,
                                               reference::reference_plan(path, {}, kReferenceWorlds));
    CHECK(comparison.compared > 200);
    for (const std::string& disagreement : comparison.disagreements) FAIL_CHECK(disagreement);
  }
}

TEST_CASE("the engine's plan is told from another") {
  const auto differ = [](const std::string& what, const std::string& file, const std::string& key, const std::string& value) {
    INFO(file << " with " << key << " = " << value);
    const auto comparison = reference::compare(reference::figures_of(reference::engine_plan(kFolder + file, {{key, value}}, kWorlds)),
                                               kWorlds, reference::reference_plan(kFolder + file, {}, kReferenceWorlds));
    CHECK(std::any_of(comparison.disagreements.begin(), comparison.disagreements.end(),
                      [&](const std::string& line) { return line.starts_with(what); }));
  };
  differ("mean of customers of pond", "ponds.toml", "channel.pond.scale", "160");
  differ("mean of interest", "slow.toml", "plan.credit_interest", "0.21");
  differ("mean of outlay of posters", "stop.toml", "plan.when_short", "slow");
  differ("mean of peak_funding", "days.toml", "plan.fixed_costs", "30");
}
