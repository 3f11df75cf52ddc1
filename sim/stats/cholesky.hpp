// Systems of linear equations with a symmetric, positive definite matrix.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace valuescale::sim {

/// A = L Lᵀ; of a matrix by rows, of which the lower triangle is read.
class Cholesky {
 public:
  /// What adds less than `least` of its own diagonal to the rows before it is left out: its coefficient is 0.
  Cholesky(std::vector<double> matrix, std::size_t size, double least = 1e-10) : size_(size), root_(std::move(matrix)) {
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double rest = at(i, j);
        for (std::size_t k = 0; k < j; ++k) rest -= at(i, k) * at(j, k);
        if (j < i)
          at(i, j) = at(j, j) > 0 ? rest / at(j, j) : 0;
        else
          at(i, i) = rest > least * at(i, i) ? std::sqrt(rest) : 0;
      }
    }
  }

  /// L⁻¹ b; 0 for what was left out.
  std::vector<double> forward(std::vector<double> b) const {
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t k = 0; k < i; ++k) b[i] -= at(i, k) * b[k];
      b[i] = at(i, i) > 0 ? b[i] / at(i, i) : 0;
    }
    return b;
  }

  /// A⁻¹ b.
  std::vector<double> solve(std::vector<double> b) const {
    b = forward(std::move(b));
    for (std::size_t i = size_; i-- > 0;) {
      for (std::size_t k = i + 1; k < size_; ++k) b[i] -= at(k, i) * b[k];
      b[i] = at(i, i) > 0 ? b[i] / at(i, i) : 0;
    }
    return b;
  }

 private:
  double& at(std::size_t row, std::size_t column) { return root_[row * size_ + column]; }
  double at(std::size_t row, std::size_t column) const { return root_[row * size_ + column]; }

  std::size_t size_;
  std::vector<double> root_;
};

}  // namespace valuescale::sim
