// How densely the worlds of a sample lie, as a curve to draw.
//
// A Gaussian kernel stands around each value. Its width is that of Sheather and Jones (J. R. Stat. Soc. B 53, 683, 1991), which asks for no law; where most
// values are alike and their equation has no answer, Silverman's rule (1986, p. 48). Each point of the curve is the mean over the stretch of values around
// it, so that a density narrower than the grid keeps its area. results/METHODS.md has the formulas.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace valuescale::results {

/// Standard deviation of the kernel, in the units of the values. 0 where they are all alike, or fewer than two.
double bandwidth_of(const std::vector<double>& values);

inline constexpr std::size_t kDensityPoints = 101;

/// Densities of several samples at the same points, each with the area 1 by trapezoids.
struct Densities {
  std::vector<double> at;                    ///< equally far apart, all values of all samples within
  std::vector<std::vector<double>> heights;  ///< [sample][point], per unit of the values; of a sample that is a single number: empty
  std::vector<double> bandwidths;            ///< of each sample; 0 likewise
};

/// Of samples that need not be as large as each other. Nothing where each of them is a single number.
std::optional<Densities> densities(const std::vector<std::vector<double>>& samples);

/// What a curve says of values below zero: its area there.
double area_below_zero(const std::vector<double>& at, const std::vector<double>& heights);

}  // namespace valuescale::results
