// Which inputs make an output vary: Sobol' indices, by pick and freeze.
//
// Two independent samples of all inputs, A and B; for input i also A with B's column i, and B with A's. The first-order index S is the share of the output's
// variance that would go if the input were known, the total index T the share that would stay if all the others were (Sobol' 1993; Homma & Saltelli 1996):
//
//   S = 2 Σ (f(BAᵢ) − f(B)) (f(A) − f(ABᵢ)) / D,   T = Σ [(f(B) − f(BAᵢ))² + (f(A) − f(ABᵢ))²] / D,   D = Σ [(f(A) − f(B))² + (f(BAᵢ) − f(ABᵢ))²]
//
// (Azzini, Mara & Rosati, Environ. Model. Softw. 144, 105167, 2021): exactly 0 for an input that does nothing and exactly 1 for one that does all.
// Where the output carries luck, which is to be left out, every point is lived twice, by luck of its own each time: a square is then the product of the
// two, whose expected value luck does not move. A and ABᵢ may share theirs, and so may B and BAᵢ, so that their differences are those of the input alone.
#pragma once

#include "results/decision/measured.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace valuescale::results {

inline constexpr std::size_t kCopies = 2;

/// An output at a point, by the luck of each copy; twice the same where there is none.
using Output = std::array<double, kCopies>;

/// What came out at a row of the design.
struct SobolRow {
  Output a{}, b{};
  std::vector<Output> ab, ba;  ///< by input: A with B's, and B with A's
};

struct SobolIndex {
  Measured first, total;
};

struct Sobol {
  std::size_t rows = 0;        ///< that count
  std::size_t missing = 0;     ///< rows left out, because some output was no number
  Measured mean, variance;     ///< of the output, luck left out
  bool is_constant = false;    ///< nothing varies: all indices are 0
  bool luck_only = false;      ///< what varies can't be told from luck: indices are missing
  std::vector<SobolIndex> of;  ///< by input
};

/// Errors are told by kGroups groups of rows, left out in turn.
Sobol sobol(const std::vector<SobolRow>& rows, std::size_t inputs);

/// Of a share, within 0 and 1.
Interval share_interval(const Measured& measured);

}  // namespace valuescale::results
