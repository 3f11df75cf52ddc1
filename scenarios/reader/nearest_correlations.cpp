#include "scenarios/reader/nearest_correlations.hpp"

#include <Eigen/Dense>
#include <cmath>

namespace valuescale::scenarios {
namespace {

/// Alternates between the nearest matrix without negative eigenvalues and the nearest with ones on its diagonal, with Dykstra's correction.
Eigen::MatrixXd nearest_correlations(const Eigen::MatrixXd& wanted) {
  Eigen::MatrixXd y = wanted, correction = Eigen::MatrixXd::Zero(wanted.rows(), wanted.cols());
  for (int round = 0; round < 1000; ++round) {
    const Eigen::MatrixXd r = y - correction;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> parts(r);
    const Eigen::MatrixXd x = parts.eigenvectors() * parts.eigenvalues().cwiseMax(0).asDiagonal() * parts.eigenvectors().transpose();
    correction = x - r;
    const Eigen::MatrixXd before = y;
    y = x;
    y.diagonal().setOnes();
    if ((y - before).norm() < 1e-10) break;
  }
  return y;
}

}  // namespace

models::SquareMatrix nearest_rank_correlations(const models::SquareMatrix& wanted) {
  const auto n = static_cast<Eigen::Index>(wanted.size);
  const Eigen::MatrixXd nearest = nearest_correlations(Eigen::Map<const Eigen::MatrixXd>(wanted.values.data(), n, n));
  models::SquareMatrix ranks(wanted.size), normals(wanted.size);
  for (double drawn_in = 1;; drawn_in -= 0.001) {
    for (std::size_t a = 0; a < wanted.size; ++a)
      for (std::size_t b = 0; b < wanted.size; ++b) {
        const double r = std::clamp(drawn_in * nearest(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)), -1.0, 1.0);
        ranks(a, b) = a == b ? 1 : std::round(1000 * models::rank_correlation(r)) / 1000;
        normals(a, b) = models::normal_correlation(ranks(a, b));
      }
    if (models::triangular_root(normals)) return ranks;
  }
}

}  // namespace valuescale::scenarios
