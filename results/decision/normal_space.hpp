// What is not known, as independent standard normals: how far from the middle a combination of assumptions lies is then how unlikely it is.
//
// The transform of reliability analysis (Rosenblatt 1952; of a Gaussian copula: Nataf 1962, Liu & Der Kiureghian, Prob. Eng. Mech. 1, 105, 1986): assumptions
// are correlated normals seen through their laws, and the normals are independent ones times a triangular root of their correlations.
#pragma once

#include "models/description/scenario.hpp"
#include "models/law/copula.hpp"
#include "models/law/resolved_law.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace valuescale::results {

using Point = std::vector<double>;  ///< a coordinate an assumption

/// An assumption that is drawn: one value a world, and follows no other.
struct Unknown {
  std::string path;
  models::Meaning meaning = models::Meaning::money;
  models::ResolvedLaw law;
  double scale = 1, shift = 0;

  /// In the units it was written in.
  double at(sim::Tail tail) const { return law.quantile(tail) * scale + shift; }
  /// P(at most x), P(more than x).
  sim::Tail tails(double x) const { return law.tails((x - shift) / scale); }
  double mean() const { return law.mean() * scale + shift; }
};

/// All of a scenario, in the order of its tables.
std::vector<Unknown> unknowns_of(const models::Scenario& scenario);

class NormalSpace {
 public:
  /// `unknowns`, of the scenario; correlations with others are left out of account.
  NormalSpace(const models::Scenario& scenario, std::vector<Unknown> unknowns);

  const std::vector<Unknown>& unknowns() const { return unknowns_; }
  /// The values of the assumptions there.
  std::vector<double> values(const Point& at) const;
  /// The business in which they are known to be these.
  models::Scenario scenario(const Point& at) const;

 private:
  const models::Scenario& scenario_;
  std::vector<Unknown> unknowns_;
  models::SquareMatrix root_;
};

}  // namespace valuescale::results
