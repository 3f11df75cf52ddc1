// The most plausible way to fail: of all combinations of standard normals at which a number reaches its limit, the one closest to the middle.
//
// First-order reliability (Hasofer & Lind, J. Eng. Mech. Div. ASCE 100, 111, 1974): the density of standard normals falls with distance alone, so that the
// nearest point is the most plausible; at distance β, where the limit is a plane, failure has probability Φ(−β). It is looked for along rays from the
// middle, on which the limit is met at a place that is found whether the number grows evenly or jumps; the plane through such places around
// the ray gives the next ray (Bucher & Bourgund, Struct. Saf. 7, 57, 1990, interpolate the limit state likewise).
#pragma once

#include <functional>
#include <vector>

namespace valuescale::results {

struct DesignPoint {
  bool found = false;      ///< else the limit is not met within `kFurthest` of the middle on the rays that were tried
  bool converged = false;  ///< else nearer ones may exist
  std::vector<double> at;
  double distance = 0;  ///< β
};

/// Further out is less likely than one in three million.
inline constexpr double kFurthest = 5;

/// `excess` is how far the number is beyond its limit: negative in the middle, else nothing is found; the limit is met where it is 0 or more. `towards`: where to look first,
/// not all zero.
DesignPoint find_design_point(const std::function<double(const std::vector<double>& at)>& excess, std::vector<double> towards);

}  // namespace valuescale::results
