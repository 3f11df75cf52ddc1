// How densely the worlds of a sample lie, as a curve to draw.
//
// A Gaussian kernel stands around each value. Its width is that of Sheather and Jones (J. R. Stat. Soc. B 53, 683, 1991), which asks for no law; where most
// values are alike and their equation has no answer, Silverman's rule (1986, p. 48). The curve ends at the smallest and the largest value: what kernels would
// lay beyond is reflected there, so that no amount is drawn that no world has. results/METHODS.md has the formulas.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace valuescale::results {

/// Standard deviation of the kernel, in the units of the values. 0 where they are all alike, or fewer than two.
double bandwidth_of(const std::vector<double>& values);

inline constexpr std::size_t kDensityPoints = 101;

struct Density {
  std::vector<double> at;       ///< equally far apart, from the smallest value to the largest
  std::vector<double> heights;  ///< there, per unit of the values; the area is 1 by trapezoids
  double bandwidth = 0;
};

/// Nothing where the values are all alike, fewer than two, or not all finite.
std::optional<Density> density_of(const std::vector<double>& values);

/// What a curve says of values below zero: its area there.
double area_below_zero(const std::vector<double>& at, const std::vector<double>& heights);

}  // namespace valuescale::results
