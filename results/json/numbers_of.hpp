// All numbers of an answer in JSON, one after another, each by its path.
#pragma once

#include "results/json/pieces.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// `se`, `lo` and `hi` are missing where the answer gives none.
struct NamedNumber {
  std::string path;  ///< "p_best.search"
  double value = kMissing, se = kMissing, lo = kMissing, hi = kMissing;
};

/// A single number: true and false are 1 and 0, "never" and "infinite" are infinite, null is missing. Nothing of everything else.
std::optional<double> number_in(const Json& json);

/// A list of so many plain numbers that it is a curve, to be drawn and not to be named point by point.
bool is_curve(const Json& json);
/// Its numbers; none of anything else.
std::vector<double> curve_in(const Json& json);
/// A curve of a comparison's densities, as many heights as places; empty where it is none, or they don't fit together.
struct Curve {
  std::vector<double> at, density;
};
/// `of`: the curve of an option. In answers of earlier programs it has heights alone, at places that all curves share.
Curve density_in(const Json& densities, const Json& of);

/// Elements of lists go by their `name` or `path`, or by numbers from 0. Curves are left out.
std::vector<NamedNumber> numbers_of(const Json& answer);

}  // namespace valuescale::results
