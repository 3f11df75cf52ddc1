// Means with their standard errors, over people who come in clusters: the customers of a world share its luck, so that the world is what
// was sampled. Where there is one world its people are cut into slices, which are clusters just as well.
#pragma once

#include <cstddef>
#include <vector>

namespace valuescale::tests::reference {

struct Estimate {
  double value = 0, se = 0;
};

class ClusteredMeans {
 public:
  ClusteredMeans() = default;
  ClusteredMeans(std::size_t clusters, std::size_t statistics)
      : statistics_(statistics), weights_(clusters), sums_(clusters * statistics) {}

  /// Another person, of so much weight; then `add` what is counted of them.
  void person(std::size_t cluster, double weight) { weights_[cluster] += weight; }
  void add(std::size_t cluster, std::size_t statistic, double weighted) { sums_[cluster * statistics_ + statistic] += weighted; }
  /// From here on the statistic is the sum of itself and all before it, from `begin`.
  void cumulate(std::size_t begin, std::size_t end);

  double people() const;
  Estimate mean(std::size_t statistic) const;
  /// Of Σ factor × statistic: the means' sum with its own error.
  Estimate combination(const std::vector<std::size_t>& statistics, const std::vector<double>& factors) const;
  /// Standard deviation, from the statistic and its square.
  Estimate sd(std::size_t statistic, std::size_t square) const;

 private:
  std::size_t statistics_ = 0;
  std::vector<double> weights_, sums_;
};

}  // namespace valuescale::tests::reference
