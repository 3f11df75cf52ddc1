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

/// To the best guess of what is known, from what all options show in a world, and on to one that varies as much as what is known.
Eigen::MatrixXd map_without(const Eigen::MatrixXd& seen, const Eigen::MatrixXd& luck, double least) {
  const auto root = [&](double x) { return x > least ? std::sqrt(x) : 0.0; };
  const auto inverse_root = [&](double x) { return x > least ? 1 / std::sqrt(x) : 0.0; };
  const Eigen::MatrixXd known = of_eigenvalues(seen - luck, [&](double x) { return x > least ? x : 0.0; });
  const Eigen::MatrixXd inverse = of_eigenvalues(seen, [&](double x) { return x > least ? 1 / x : 0.0; });
  const Eigen::MatrixXd guess = known * inverse;
  // The guess varies too little; of all maps that set this right, the one that moves the least.
  const Eigen::MatrixXd guessed = guess * seen * guess.transpose();
  const Eigen::MatrixXd half = of_eigenvalues(guessed, root), inverse_half = of_eigenvalues(guessed, inverse_root);
  return inverse_half * of_eigenvalues(half * known * half, root) * inverse_half * guess;
}

}  // namespace

Values without_luck(const Values& values, const Values& again, const Values& told, double noise) {
  const auto options = static_cast<Eigen::Index>(values.size());
  if (options == 0 || again.empty() || again.front().empty() || values.front().size() < 2) return values;
  const auto worlds = static_cast<Eigen::Index>(values.front().size()), pairs = static_cast<Eigen::Index>(again.front().size());
  Eigen::MatrixXd curves(options, worlds), rest(options, worlds), luck(options, pairs);
  Eigen::VectorXd means(options);
  double size = 0;
  for (Eigen::Index o = 0; o < options; ++o) {
    const auto &own = values[static_cast<std::size_t>(o)], &curve = told[static_cast<std::size_t>(o)];
    means(o) = mean_of(curve);
    size += variance_of(own);
    for (Eigen::Index w = 0; w < worlds; ++w) {
      curves(o, w) = curve[static_cast<std::size_t>(w)] - means(o);
      rest(o, w) = own[static_cast<std::size_t>(w)] - curve[static_cast<std::size_t>(w)];
    }
    for (Eigen::Index w = 0; w < pairs; ++w)
      luck(o, w) = own[static_cast<std::size_t>(w)] - again[static_cast<std::size_t>(o)][static_cast<std::size_t>(w)];
  }
  // What rounding leaves of a variance is none.
  const double least = 1e-12 * size, degrees = static_cast<double>(worlds - 1);
  const Eigen::MatrixXd told_of = covariance(curves, degrees), left = covariance(rest, degrees);
  const Eigen::MatrixXd moved = ((map_without(told_of, noise * left, least) * curves +
                                  map_without(left, covariance(luck, 2.0 * static_cast<double>(pairs)), least) * rest)
                                     .colwise() +
                                 means)
                                    .eval();
  Values result = values;
  for (Eigen::Index o = 0; o < options; ++o)
    for (Eigen::Index w = 0; w < worlds; ++w) result[static_cast<std::size_t>(o)][static_cast<std::size_t>(w)] = moved(o, w);
  return result;
}

}  // namespace valuescale::results
