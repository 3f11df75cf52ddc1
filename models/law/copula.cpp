#include "models/law/copula.hpp"

#include <cmath>
#include <numbers>

namespace valuescale::models {

namespace {

/// What rounding leaves of nothing, in matrices of some dozens of rows.
constexpr double kNothing = 1e-9;

/// Of up to a half or so: the same on every machine, unlike the C library's.
double sine(double x) {
  double term = x, sum = x;
  for (int n = 2; n <= 18; n += 2) {
    term *= -x * x / (n * (n + 1));
    sum += term;
  }
  return sum;
}

}  // namespace

double normal_correlation(double rank_correlation) { return 2 * sine(std::numbers::pi / 6 * rank_correlation); }
double rank_correlation(double normal_correlation) { return 6 / std::numbers::pi * std::asin(normal_correlation / 2); }

SquareMatrix normal_correlations(const std::vector<Correlation>& correlations, const std::map<std::string, std::size_t>& rows) {
  SquareMatrix matrix(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) matrix(row, row) = 1;
  for (const Correlation& correlation : correlations) {
    const std::size_t a = rows.at(correlation.between[0]), b = rows.at(correlation.between[1]);
    matrix(a, b) = matrix(b, a) = normal_correlation(correlation.rank);
  }
  return matrix;
}

std::optional<SquareMatrix> triangular_root(const SquareMatrix& correlations) {
  const std::size_t n = correlations.size;
  SquareMatrix root(n);
  for (std::size_t column = 0; column < n; ++column) {
    const auto rest = [&](std::size_t row) {
      double left = correlations(row, column);
      for (std::size_t k = 0; k < column; ++k) left -= root(row, k) * root(column, k);
      return left;
    };
    const double square = rest(column);
    if (square < -kNothing) return std::nullopt;
    // A number that follows from those before adds nothing of its own, to anybody.
    const bool follows = square < kNothing;
    root(column, column) = follows ? 0 : std::sqrt(square);
    for (std::size_t row = column + 1; row < n; ++row) {
      const double left = rest(row);
      if (follows && std::fabs(left) > std::sqrt(kNothing)) return std::nullopt;
      root(row, column) = follows ? 0 : left / root(column, column);
    }
  }
  return root;
}

}  // namespace valuescale::models
