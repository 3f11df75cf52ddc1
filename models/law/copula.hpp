// The Gaussian copula: numbers that go together, each keeping its own law. Correlated standard normals are turned into uniforms, these into
// variates by the laws' quantile functions. What is stated is Spearman's rank correlation ρ, which no monotone change of a law moves; that of
// the normals is then 2 sin(π ρ/6) (Pearson 1907; Kruskal, Ordinal measures of association, 1958).
#pragma once

#include "models/description/scenario.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

double normal_correlation(double rank_correlation);
double rank_correlation(double normal_correlation);

/// [row × size + column].
struct SquareMatrix {
  explicit SquareMatrix(std::size_t n) : size(n), values(n * n) {}
  double& operator()(std::size_t row, std::size_t column) { return values[row * size + column]; }
  double operator()(std::size_t row, std::size_t column) const { return values[row * size + column]; }

  std::size_t size;
  std::vector<double> values;
};

/// Of the normals of correlated assumptions, by the rows of their names; pairs of which nothing is stated are independent.
SquareMatrix normal_correlations(const std::vector<Correlation>& correlations, const std::map<std::string, std::size_t>& rows);

/// The lower triangle L with L Lᵀ = `correlations` (Cholesky), whose rows turn independent standard normals into correlated ones; nothing if
/// no numbers can be correlated like that. Some may follow from others: the matrix may be singular.
std::optional<SquareMatrix> triangular_root(const SquareMatrix& correlations);

}  // namespace valuescale::models
