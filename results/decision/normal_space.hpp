// What is not known, as independent standard normals: how far from the middle a combination of assumptions lies is then how unlikely it is.
//
// The transform of reliability analysis (Rosenblatt 1952; of a Gaussian copula: Nataf 1962, Liu & Der Kiureghian, Prob. Eng. Mech. 1, 105, 1986): assumptions
// are correlated normals seen through their laws, and the normals are independent ones times a triangular root of their correlations.
#pragma once

#include "models/description/scenario.hpp"
#include "models/law/copula.hpp"
#include "results/decision/uncertain.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace valuescale::results {

using Point = std::vector<double>;  ///< a coordinate an assumption

class NormalSpace {
 public:
  /// `unknowns`, of the scenario; correlations with others are left out of account.
  NormalSpace(const models::Scenario& scenario, std::vector<Uncertain> unknowns);

  const std::vector<Uncertain>& unknowns() const { return unknowns_; }
  /// The values of the assumptions there.
  std::vector<double> values(const Point& at) const;
  /// The business in which they are known to be these.
  models::Scenario scenario(const Point& at) const;

 private:
  const models::Scenario& scenario_;
  std::vector<Uncertain> unknowns_;
  models::SquareMatrix root_;
};

}  // namespace valuescale::results
