#include "results/decision/normal_space.hpp"

#include "models/law/change.hpp"
#include "models/lifetime/assumptions.hpp"
#include "sim/random/special.hpp"

#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace valuescale::results {

namespace {

models::SquareMatrix root_of(const models::Scenario& scenario, const std::vector<Uncertain>& unknowns) {
  std::map<std::string, std::size_t> rows;
  for (std::size_t i = 0; i < unknowns.size(); ++i) rows.emplace(unknowns[i].path, i);
  std::vector<models::Correlation> among;
  for (const models::Correlation& correlation : scenario.correlations)
    if (rows.contains(correlation.between[0]) && rows.contains(correlation.between[1])) among.push_back(correlation);
  if (auto root = models::triangular_root(models::normal_correlations(among, rows))) return *root;
  models::SquareMatrix identity(unknowns.size());
  for (std::size_t i = 0; i < unknowns.size(); ++i) identity(i, i) = 1;
  return identity;
}

}  // namespace

NormalSpace::NormalSpace(const models::Scenario& scenario, std::vector<Uncertain> unknowns)
    : scenario_(scenario), unknowns_(std::move(unknowns)), root_(root_of(scenario, unknowns_)) {}

std::vector<double> NormalSpace::values(const Point& at) const {
  std::vector<double> values;
  for (std::size_t i = 0; i < unknowns_.size(); ++i) {
    double normal = 0;
    for (std::size_t k = 0; k <= i; ++k) normal += root_(i, k) * at[k];
    values.push_back(unknowns_[i].at(sim::normal_tails(normal)));
  }
  return values;
}

models::Scenario NormalSpace::scenario(const Point& at) const {
  models::Scenario known = scenario_;
  const std::vector<double> there = values(at);
  for (std::size_t i = 0; i < unknowns_.size(); ++i) models::set_assumption(known, unknowns_[i].path, there[i]);
  return known;
}

}  // namespace valuescale::results
