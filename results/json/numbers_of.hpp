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

/// Elements of lists go by their `name` or `path`, or by numbers from 0.
std::vector<NamedNumber> numbers_of(const Json& answer);

}  // namespace valuescale::results
