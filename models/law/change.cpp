#include "models/law/change.hpp"

#include "models/description/problem.hpp"
#include "models/law/resolved_law.hpp"

#include <string>
#include <vector>

namespace valuescale::models {

namespace {

double mean_of(const Law& law) {
  return resolve(law, [](const std::string&, const Law& parameter) { return mean_of(parameter); }).mean();
}

/// Followers of a certain number are certain, too; so are those of an uncertain parameter of a draw that is certain now.
void tell_followers(Scenario& scenario, const std::string& path, double value) {
  for_each_quantity(scenario, [&](Quantity& follower) {
    if (follower.follows != path) return;
    follower.law = Law::constant(follower.along.at(value));
    tell_followers(scenario, follower.path, follower.law.value);
  });
}

void forget_correlations(Scenario& scenario, std::string_view path) {
  // Or of a parameter of its law.
  const auto is_of = [&](const std::string& name) { return name == path || (name.starts_with(path) && name[path.size()] == '.'); };
  std::erase_if(scenario.correlations,
                [&](const Correlation& correlation) { return is_of(correlation.between[0]) || is_of(correlation.between[1]); });
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
  tell_followers(scenario, quantity.path, quantity.law.value);
}

void add(Scenario& scenario, Quantity& quantity, double by) {
  quantity.given = true;
  if (!quantity.law.is_constant()) {
    quantity.shift += by;
    return;
  }
  quantity.law.value += by;
  tell_followers(scenario, quantity.path, quantity.law.value);
}

void set_mean(Scenario& scenario, Quantity& quantity, double mean) {
  if (quantity.law.is_constant()) return set(scenario, quantity, mean);
  const double now = mean_of(quantity);
  if (now == 0)
    throw InputError({{quantity.place, quantity.path + " cannot be scaled", "what it is on average is 0",
                       "make it certain (--as value), or give it another law"}});
  multiply(scenario, quantity, mean / now);
}

void set(Scenario& scenario, Quantity& quantity, double value) {
  quantity.given = true;
  quantity.law = Law::constant(value);
  quantity.role = Role::assumption;
  quantity.scale = 1;
  quantity.shift = 0;
  quantity.follows.clear();
  forget_correlations(scenario, quantity.path);
  tell_followers(scenario, quantity.path, quantity.law.value);
}

bool set_assumption(Scenario& scenario, std::string_view path, double value) {
  if (Quantity* quantity = find_quantity(scenario, path)) {
    set(scenario, *quantity, value);
    return true;
  }
  bool found = false;
  for_each_quantity(scenario, [&](Quantity& quantity) {
    if (found || quantity.role == Role::assumption || !path.starts_with(quantity.path + ".")) return;
    for (Law::Parameter& parameter : quantity.law.parameters)
      if (path.substr(quantity.path.size() + 1) == parameter.name && !parameter.law.is_constant()) {
        parameter.law = Law::constant(value);
        found = true;
      }
  });
  if (!found) return false;
  forget_correlations(scenario, path);
  tell_followers(scenario, std::string(path), value);
  return true;
}

}  // namespace valuescale::models
