// Stresses that any business can be put under.
#pragma once

#include "models/description/scenario.hpp"

#include <string>
#include <vector>

namespace valuescale::models {

struct ReadyStress {
  Stress stress;
  bool is_milder = false;  ///< than another of its kind
  std::string nothing;     ///< why the business has nothing that it could act on; empty where it does
};

/// Ads 25, 50 and 100 % dearer; conversion and take rates down a third; churn up a half; spend down a fifth; payments a month later; each shock of the
/// scenario for certain, or a recession where it has none. The sizes are conventions, not forecasts.
std::vector<ReadyStress> ready_stresses(const Scenario& scenario);

}  // namespace valuescale::models
