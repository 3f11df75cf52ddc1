#include "models/law/change.hpp"

#include "models/law/resolved_law.hpp"

#include <vector>

namespace valuescale::models {

namespace {

double mean_of(const Law& law) {
  return resolve(law, [](const std::string&, const Law& parameter) { return mean_of(parameter); }).mean();
}

/// Followers of a certain number are certain, too.
void tell_followers(Scenario& scenario, const Quantity& changed) {
  if (!changed.law.is_constant()) return;
  for_each_quantity(scenario, [&](Quantity& follower) {
    if (follower.follows != changed.path) return;
    follower.law = Law::constant(follower.along.at(changed.law.value));
    tell_followers(scenario, follower);
  });
}

}  // namespace

double mean_of(const Quantity& quantity) { return mean_of(quantity.law) * quantity.scale + quantity.shift; }

void multiply(Scenario& scenario, Quantity& quantity, double by) {
  quantity.given = true;
  if (!quantity.law.is_constant()) {
    quantity.scale *= by;
    quantity.shift *= by;
    return;
  }
  quantity.law.value *= by;
  tell_followers(scenario, quantity);
}

void add(Scenario& scenario, Quantity& quantity, double by) {
  quantity.given = true;
  if (!quantity.law.is_constant()) {
    quantity.shift += by;
    return;
  }
  quantity.law.value += by;
  tell_followers(scenario, quantity);
}

void set(Scenario& scenario, Quantity& quantity, double value) {
  quantity.given = true;
  quantity.law = Law::constant(value);
  quantity.role = Role::assumption;
  quantity.scale = 1;
  quantity.shift = 0;
  quantity.follows.clear();
  std::erase_if(scenario.correlations, [&](const Correlation& correlation) {
    return correlation.between[0] == quantity.path || correlation.between[1] == quantity.path;
  });
  tell_followers(scenario, quantity);
}

}  // namespace valuescale::models
