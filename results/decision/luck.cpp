#include "results/decision/luck.hpp"

#include "results/answer/drawn_worlds.hpp"

#include <Eigen/Dense>

#include <cmath>

namespace valuescale::results {

namespace {

/// x ↦ f(x) for the eigenvalues of a symmetric matrix.
template <class Function>
Eigen::MatrixXd of_eigenvalues(const Eigen::MatrixXd& matrix, Function function) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
  const Eigen::VectorXd moved = solver.eigenvalues().unaryExpr(function);
  return solver.eigenvectors() * moved.asDiagonal() * solver.eigenvectors().transpose();
}

Eigen::MatrixXd covariance(const Eigen::MatrixXd& offsets, double count) { return offsets * offsets.transpose() / count; }

}  // namespace

Values without_luck(const Values& values, const Values& again) {
  const auto options = static_cast<Eigen::Index>(values.size());
  if (options == 0 || again.empty() || again.front().empty() || values.front().size() < 2) return values;
  const auto worlds = static_cast<Eigen::Index>(values.front().size()), pairs = static_cast<Eigen::Index>(again.front().size());
  Eigen::MatrixXd offsets(options, worlds), luck(options, pairs);
  Eigen::VectorXd means(options);
  for (Eigen::Index o = 0; o < options; ++o) {
    const auto& own = values[static_cast<std::size_t>(o)];
    means(o) = mean_of(own);
    for (Eigen::Index w = 0; w < worlds; ++w) offsets(o, w) = own[static_cast<std::size_t>(w)] - means(o);
    for (Eigen::Index w = 0; w < pairs; ++w)
      luck(o, w) = own[static_cast<std::size_t>(w)] - again[static_cast<std::size_t>(o)][static_cast<std::size_t>(w)];
  }
  const Eigen::MatrixXd seen = covariance(offsets, static_cast<double>(worlds - 1));
  // What rounding leaves of a variance is none.
  const double least = 1e-12 * seen.trace();
  const auto root = [&](double x) { return x > least ? std::sqrt(x) : 0.0; };
  const auto inverse_root = [&](double x) { return x > least ? 1 / std::sqrt(x) : 0.0; };
  const Eigen::MatrixXd known =
      of_eigenvalues(seen - covariance(luck, 2.0 * static_cast<double>(pairs)), [&](double x) { return x > least ? x : 0.0; });
  const Eigen::MatrixXd inverse = of_eigenvalues(seen, [&](double x) { return x > least ? 1 / x : 0.0; });
  // The best guess of what is known, from what all options show in a world; it varies too little.
  const Eigen::MatrixXd guess = known * inverse;
  const Eigen::MatrixXd guessed = guess * seen * guess.transpose();
  // Of all maps that set this right, the one that moves the least.
  const Eigen::MatrixXd half = of_eigenvalues(guessed, root), inverse_half = of_eigenvalues(guessed, inverse_root);
  const Eigen::MatrixXd map = inverse_half * of_eigenvalues(half * known * half, root) * inverse_half * guess;
  const Eigen::MatrixXd moved = (map * offsets).colwise() + means;
  Values result(values.size(), std::vector<double>(values.front().size()));
  for (Eigen::Index o = 0; o < options; ++o)
    for (Eigen::Index w = 0; w < worlds; ++w) result[static_cast<std::size_t>(o)][static_cast<std::size_t>(w)] = moved(o, w);
  return result;
}

}  // namespace valuescale::results
