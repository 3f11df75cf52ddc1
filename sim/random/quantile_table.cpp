#include "sim/random/quantile_table.hpp"

#include "sim/random/monotone_rows.hpp"
#include "sim/run/tasks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace valuescale::sim {

namespace {

constexpr int kRowsPerOctave = 8;
constexpr int kNeighbours = 6;               // nodes that a table is interpolated from
constexpr int kExactShapes = 12;             // up to so many shapes, each gets a table of its own
constexpr double kNodesPerFactor = 8;        // nodes for each factor of e between the smallest and the largest shape
constexpr double kLargestVariate = 0x1p120;  // so that coefficients are finite floats

/// Tail mass at the start of a row (in units of 2^-32) plus `t` of its width.
double mass_at(int row, double t) {
  const int octave = row / kRowsPerOctave, part = row % kRowsPerOctave;
  return std::ldexp(1 + (part + t) / kRowsPerOctave, octave - 1);
}

/// The four coefficients of the cubic through values at t = 0, 1/4, 3/4, 1.
Cubic cubic_through(const std::array<double, 4>& y) {
  // From the Lagrange basis: exact for cubics.
  const double k1 = -19.0 / 3 * y[0] + 8 * y[1] - 8.0 / 3 * y[2] + y[3];
  const double k2 = 32.0 / 3 * y[0] - 56.0 / 3 * y[1] + 40.0 / 3 * y[2] - 16.0 / 3 * y[3];
  const double k3 = -16.0 / 3 * y[0] + 32.0 / 3 * y[1] - 32.0 / 3 * y[2] + 16.0 / 3 * y[3];
  return {y[0], k1, k2, k3};
}

/// What comes next, from the parabola through the last three points.
class Extrapolation {
 public:
  /// NaN before there is any.
  double at(double x) const {
    double sum = count_ == 0 ? std::numeric_limits<double>::quiet_NaN() : 0;
    for (int i = 0; i < count_; ++i) {
      double weight = 1;
      for (int j = 0; j < count_; ++j)
        if (j != i) weight *= (x - x_[j]) / (x_[i] - x_[j]);
      sum += weight * y_[i];
    }
    return std::isfinite(sum) || count_ == 0 ? sum : y_[count_ - 1];
  }
  void add(double x, double y) {
    if (count_ == 3) {
      for (int i = 0; i < 2; ++i) x_[i] = x_[i + 1], y_[i] = y_[i + 1];
      --count_;
    }
    x_[count_] = x;
    y_[count_++] = y;
  }

 private:
  int count_ = 0;
  double x_[3], y_[3];
};

enum class Side { lower, upper };
constexpr std::size_t kSides = 2;

/// The cubics of one tail, from the outermost row to the middle.
void fit_side(const Quantile& quantile, Side side, Cubic* rows) {
  Extrapolation guess;
  const auto value = [&](double mass) {
    const double p = std::ldexp(mass, -32), log_mass = log_of(mass);
    const double y = quantile(side == Side::lower ? Tail::from_lower(p) : Tail::from_upper(p), guess.at(log_mass));
    guess.add(log_mass, y);
    return std::clamp(y, -kLargestVariate, kLargestVariate);
  };
  // From the middle outwards, so that the points before say where about the next is.
  double outer = value(std::ldexp(1.0, 31));
  for (int row = kTableRowsPerTail - 1; row >= 0; --row) {
    std::array<double, 4> y;
    y[3] = outer;
    y[2] = value(mass_at(row, 0.75));
    y[1] = value(mass_at(row, 0.25));
    y[0] = value(mass_at(row, 0));
    outer = y[0];
    rows[row] = cubic_through(y);
  }
}

/// The cubics of some laws' tables, all tails side by side.
std::vector<std::vector<Cubic>> fit_tables(const std::vector<Quantile>& laws, int threads) {
  std::vector<std::vector<Cubic>> tables(laws.size(), std::vector<Cubic>(kSides * kTableRowsPerTail));
  run_tasks(kSides * laws.size(), threads, nullptr, [&](std::size_t task, std::size_t) {
    const std::size_t law = task / kSides, side = task % kSides;
    fit_side(laws[law], static_cast<Side>(side), tables[law].data() + side * kTableRowsPerTail);
  });
  return tables;
}

std::vector<Quantile> log_gamma_laws(const std::vector<double>& shapes) {
  std::vector<Quantile> laws;
  for (const double shape : shapes) laws.push_back([shape](Tail at, double start) { return log_gamma_quantile(shape, at, start); });
  return laws;
}

}  // namespace

void build_quantile_tables(const std::vector<Quantile>& laws, const std::vector<float*>& tables, int threads) {
  const auto fitted = fit_tables(laws, threads);
  for (std::size_t law = 0; law < laws.size(); ++law) write_monotone_rows(fitted[law], tables[law]);
}

void build_quantile_table(const Quantile& quantile, float* table) { build_quantile_tables({quantile}, {table}); }

double look_up(const float* table, unsigned word) {
  const bool upper = word >> 31;
  const std::uint32_t m = upper ? ~word : word;
  const float mass = static_cast<float>(static_cast<std::int32_t>(m & ~(m >> 24))) + 0.5f;
  const auto pattern = std::bit_cast<std::uint32_t>(mass);
  const int row = static_cast<int>((pattern >> 20) - (126u << 3)) + (upper ? kTableRowsPerTail : 0);
  const float t = std::bit_cast<float>(((pattern << 3) & 0x7fffff) | 0x3f800000) - 1.0f;
  return evaluate_row(table + row * 4, t);
}

void LogGammaTables::build(std::vector<float>& storage, int threads) {
  std::sort(shapes_.begin(), shapes_.end());
  shapes_.erase(std::unique(shapes_.begin(), shapes_.end()), shapes_.end());
  offsets_.clear();
  for (std::size_t i = 0; i < shapes_.size(); ++i) offsets_.push_back(storage.size() + i * kTableFloats);
  storage.resize(storage.size() + shapes_.size() * kTableFloats);
  if (shapes_.size() <= kExactShapes) {
    const auto tables = fit_tables(log_gamma_laws(shapes_), threads);
    for (std::size_t i = 0; i < shapes_.size(); ++i) write_monotone_rows(tables[i], storage.data() + offsets_[i]);
    return;
  }
  // Shape enters ln quantile smoothly in ln shape once the small-shape behaviour ln(u)/shape is taken out: interpolate shape × value, six
  // nodes at a time (Lagrange).
  const double first = log_of(shapes_.front()), last = log_of(shapes_.back());
  const int nodes = std::max(kNeighbours, static_cast<int>((last - first) * kNodesPerFactor) + kNeighbours);
  const double gap = (last - first) / (nodes - 1);
  std::vector<double> node_shape(nodes);
  for (int n = 0; n < nodes; ++n) node_shape[n] = exp_of(first + n * gap);
  const auto at_nodes = fit_tables(log_gamma_laws(node_shape), threads);
  run_tasks(shapes_.size(), threads, nullptr, [&](std::size_t s, std::size_t) {
    const double shape = shapes_[s], position = gap > 0 ? (log_of(shape) - first) / gap : 0;
    const int start = std::clamp(static_cast<int>(position) - kNeighbours / 2 + 1, 0, nodes - kNeighbours);
    std::array<double, kNeighbours> weight;
    for (int i = 0; i < kNeighbours; ++i) {
      weight[i] = node_shape[start + i] / shape;
      for (int j = 0; j < kNeighbours; ++j)
        if (j != i) weight[i] *= (position - (start + j)) / (i - j);
    }
    std::vector<Cubic> rows(2 * kTableRowsPerTail);
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (int i = 0; i < kNeighbours; ++i)
        for (int k = 0; k < 4; ++k) rows[row][k] += weight[i] * at_nodes[start + i][row][k];
    write_monotone_rows(rows, storage.data() + offsets_[s]);
  });
}

std::size_t LogGammaTables::offset_of(double shape) const {
  return offsets_[std::lower_bound(shapes_.begin(), shapes_.end(), shape) - shapes_.begin()];
}

}  // namespace valuescale::sim
