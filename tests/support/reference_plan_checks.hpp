// Living a plan of a few lines of text, and holding what becomes of it to numbers that are known.
#pragma once

#include "tests/support/reference_checks.hpp"
#include "tests/support/reference_plan.hpp"
#include "tests/support/reference_plan_summary.hpp"

#include <string>
#include <vector>

namespace valuescale::tests::reference {

/// One world; all of it, where nothing is left to chance.
inline PlanOutcome live_once(const std::string& text, const Settings& settings = {}, Limits limits = Limits::as_planned) {
  const File file(text);
  const Business business = read_business(file.path(), settings);
  Random random(1);
  const World world(business, random);
  return live_plan(business, world, limits, random);
}

inline ReferencePlan live_often(const std::string& text, const Settings& settings = {}, std::size_t worlds = 4'000) {
  const File file(text);
  return reference_plan(file.path(), settings, worlds);
}

inline void moves(const std::string& what, const std::vector<double>& cash, const std::vector<double>& exact) {
  INFO(what);
  REQUIRE(cash.size() == exact.size());
  for (std::size_t m = 0; m < cash.size(); ++m) {
    INFO("month " << m + 1);
    CHECK(cash[m] == Approx(exact[m]).margin(1e-3));
  }
}

}  // namespace valuescale::tests::reference
