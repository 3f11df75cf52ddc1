#include "tests/support/reference_estimates.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace valuescale::tests::reference {

void ClusteredMeans::cumulate(std::size_t begin, std::size_t end) {
  for (std::size_t c = 0; c < weights_.size(); ++c) {
    for (std::size_t k = begin + 1; k < end; ++k) sums_[c * statistics_ + k] += sums_[c * statistics_ + k - 1];
  }
}

double ClusteredMeans::people() const { return std::accumulate(weights_.begin(), weights_.end(), 0.0); }

Estimate ClusteredMeans::mean(std::size_t statistic) const { return combination({statistic}, {1}); }

Estimate ClusteredMeans::combination(const std::vector<std::size_t>& statistics, const std::vector<double>& factors) const {
  const double all = people();
  if (!(all > 0)) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  const auto sum_of = [&](std::size_t cluster) {
    double sum = 0;
    for (std::size_t i = 0; i < statistics.size(); ++i) sum += factors[i] * sums_[cluster * statistics_ + statistics[i]];
    return sum;
  };
  double total = 0;
  for (std::size_t c = 0; c < weights_.size(); ++c) total += sum_of(c);
  const double mean = total / all, clusters = static_cast<double>(weights_.size());
  double squares = 0;
  for (std::size_t c = 0; c < weights_.size(); ++c) squares += std::pow((sum_of(c) - mean * weights_[c]) / all, 2);
  return {mean, std::sqrt(squares * clusters / (clusters - 1))};
}

Estimate ClusteredMeans::sd(std::size_t statistic, std::size_t square) const {
  const double m = mean(statistic).value, of_squares = mean(square).value, variance = of_squares - m * m;
  // What rounding leaves of a difference of equals.
  if (!(variance > 1e-12 * of_squares)) return {0, 0};
  const double sd = std::sqrt(variance);
  return {sd, combination({square, statistic}, {1 / (2 * sd), -m / sd}).se};
}

}  // namespace valuescale::tests::reference
