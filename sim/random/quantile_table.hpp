// A law compiled into a table: one random word in, one variate out, both tails kept.
//
// A word w stands for u = (w + 1/2)/2^32. The table has 512 rows of a cubic each: 256 for u < 1/2 and 256 for the mirrored upper half, eight to every
// halving of the tail, so that the relative error is the same at u = 1/2 and at u = 1e-10. As the lanes evaluate it, a table is finite and
// monotone over all words.
#pragma once

#include "sim/random/special.hpp"
#include "sim/random/table_layout.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace valuescale::sim {

/// A quantile function, monotone in its argument; `start` is a guess from the points before, or NaN.
using Quantile = std::function<double(Tail at, double start)>;

/// Fills each table, of `kTableFloats` floats, with the cubics of a law's quantiles, on that many threads (0: one a core).
void build_quantile_tables(const std::vector<Quantile>& laws, const std::vector<float*>& tables, int threads = 1);
void build_quantile_table(const Quantile& quantile, float* table);

/// The table's value for a word, as the lanes compute it.
double look_up(const float* table, unsigned word);

/// Tables of ln Gamma(shape) for many shapes. A few shapes get a table each; many are interpolated between nodes placed over their range.
class LogGammaTables {
 public:
  /// Announces a shape that will be wanted.
  void want(double shape) { shapes_.push_back(shape); }
  /// Builds everything wanted, appending tables to `storage`, on that many threads (0: one a core).
  void build(std::vector<float>& storage, int threads = 1);
  /// Offset in `storage` of the table for a shape that was announced.
  std::size_t offset_of(double shape) const;

 private:
  std::vector<double> shapes_;  // sorted and unique after build
  std::vector<std::size_t> offsets_;
};

}  // namespace valuescale::sim
