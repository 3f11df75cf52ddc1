#include "results/decision/rank_correlation.hpp"

#include "sim/stats/cholesky.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace valuescale::results {

namespace {

constexpr double kAlmostOne = 1 - 1e-12;

/// Sums of products of columns, over some rows.
struct Products {
  double rows = 0;
  std::vector<double> sum, product;  ///< by column; by pair of columns

  explicit Products(std::size_t columns) : sum(columns), product(columns * columns) {}
  void add(const std::vector<std::vector<double>>& columns, std::size_t row) {
    ++rows;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      sum[i] += columns[i][row];
      for (std::size_t j = 0; j <= i; ++j) product[i * columns.size() + j] += columns[i][row] * columns[j][row];
    }
  }
  void add(const Products& other, double sign) {
    rows += sign * other.rows;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += sign * other.sum[i];
    for (std::size_t i = 0; i < product.size(); ++i) product[i] += sign * other.product[i];
  }
  double covariance(std::size_t i, std::size_t j) const {
    return product[std::max(i, j) * sum.size() + std::min(i, j)] - sum[i] * sum[j] / rows;
  }
  double correlation(std::size_t i, std::size_t j) const {
    const double spread = covariance(i, i) * covariance(j, j);
    return spread > 0 ? covariance(i, j) / std::sqrt(spread) : 0;
  }
};

/// Columns: inputs, then the output by the luck of each copy.
struct Correlations {
  std::vector<double> simple, partial;
};

Correlations correlations(const Products& products, std::size_t inputs) {
  const std::size_t output = inputs;
  Correlations result{std::vector<double>(inputs), std::vector<double>(inputs)};
  if (!(products.covariance(output, output) > 0)) return result;
  const double together = products.correlation(output, output + 1);
  const double reliable = together > 0 ? std::sqrt(together) : kMissing;
  const auto with_output = [&](std::size_t i) {
    return std::clamp((products.correlation(i, output) + products.correlation(i, output + 1)) / (2 * reliable), -1.0, 1.0);
  };
  const std::size_t size = inputs + 1;
  std::vector<double> matrix(size * size);
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j) {
      const bool is_of_output = (i == output) != (j == output);
      matrix[i * size + j] = i == j ? 1 : is_of_output ? with_output(std::min(i, j)) : products.correlation(i, j);
    }
  // The diagonal of the inverse, and its last row; an output that is exactly what the inputs make of it has no inverse, so a trifle is added to it.
  matrix[size * size - 1] += 1e-9;
  const sim::Cholesky root(matrix, size, 1e-14);
  std::vector<double> unit(size), last;
  unit[output] = 1;
  last = root.solve(unit);
  for (std::size_t i = 0; i < inputs; ++i) {
    result.simple[i] = matrix[output * size + i];
    std::vector<double> own(size);
    own[i] = 1;
    const double diagonal = root.solve(own)[i];
    result.partial[i] = diagonal > 0 && last[output] > 0 ? std::clamp(-last[i] / std::sqrt(diagonal * last[output]), -1.0, 1.0) : kMissing;
  }
  return result;
}

}  // namespace

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    for (std::size_t i = from; i < to; ++i) ranks[order[i]] = static_cast<double>(from + to + 1) / 2;
  }
  return ranks;
}

std::vector<RankCorrelation> rank_correlations(const std::vector<std::vector<double>>& inputs, const std::vector<Output>& outputs) {
  std::vector<std::vector<double>> columns;
  for (const std::vector<double>& input : inputs) columns.push_back(ranks(input));
  for (std::size_t copy = 0; copy < kCopies; ++copy) {
    std::vector<double> values;
    for (const Output& output : outputs) values.push_back(output[copy]);
    columns.push_back(ranks(values));
  }

  const std::size_t rows = outputs.size(), groups = std::min(kGroups, rows);
  std::vector<Products> parts(groups, Products(columns.size()));
  Products all(columns.size());
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t row = g * rows / groups; row < (g + 1) * rows / groups; ++row) parts[g].add(columns, row);
    all.add(parts[g], 1);
  }
  const Correlations found = correlations(all, inputs.size());
  std::vector<RankCorrelation> result(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) result[i].simple.value = found.simple[i], result[i].partial.value = found.partial[i];
  for (std::size_t g = 0; groups > 1 && g < groups; ++g) {
    Products rest = all;
    rest.add(parts[g], -1);
    const Correlations without = correlations(rest, inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      result[i].simple.without.push_back(without.simple[i]);
      result[i].partial.without.push_back(without.partial[i]);
    }
  }
  return result;
}

Interval correlation_interval(const Measured& measured) {
  const auto transform = [](double r) { return std::atanh(std::clamp(r, -kAlmostOne, kAlmostOne)); };
  Measured transformed{transform(measured.value), {}};
  for (const double without : measured.without) transformed.without.push_back(transform(without));
  const Interval found = interval(transformed);
  return {measured.value, std::tanh(found.lo), std::tanh(found.hi)};
}

}  // namespace valuescale::results
