#include "tests/support/engine_agreement.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/engine_plan.hpp"
#include "tests/support/reference_plan.hpp"
#include "tests/support/reference_plan_comparison.hpp"

#include <algorithm>
#include <filesystem>

namespace valuescale::tests::reference {

namespace {

constexpr std::size_t kWorlds = 2000, kReferenceWorlds = 500;

}  // namespace

void EngineAgreement::check_all() const {
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string path = entry.path().string();
    INFO(path);
    const auto comparison = compare(figures_of(engine_plan(path, {}, kWorlds)), kWorlds, reference_plan(path, {}, kReferenceWorlds));
    CHECK(comparison.compared > 200);
    for (const std::string& disagreement : comparison.disagreements) FAIL_CHECK(disagreement);
  }
}

void EngineAgreement::check_differs(const std::string& number, const std::string& file, const std::string& key, const std::string& value) {
  INFO(file << " with " << key << " = " << value);
  if (!lived_.contains(file)) lived_[file] = reference_plan(folder_ + file, {}, kReferenceWorlds);
  const auto comparison = compare(figures_of(engine_plan(folder_ + file, {{key, value}}, kWorlds)), kWorlds, lived_[file]);
  CHECK(std::any_of(comparison.disagreements.begin(), comparison.disagreements.end(),
                    [&](const std::string& line) { return line.starts_with(number); }));
}

}  // namespace valuescale::tests::reference
