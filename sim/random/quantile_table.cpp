#include "sim/random/quantile_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace valuescale::sim {

namespace {

constexpr int kRowsPerOctave = 8;
constexpr int kExactShapes = 12;        // up to so many shapes, each gets a table of its own
constexpr double kNodesPerFactor = 12;  // nodes for each factor of e between the smallest and the largest shape

/// Tail mass at the start of a row (in units of 2^-32) plus `t` of its width.
double mass_at(int row, double t) {
  const int octave = row / kRowsPerOctave, part = row % kRowsPerOctave;
  return std::ldexp(1 + (part + t) / kRowsPerOctave, octave - 1);
}

/// The four coefficients of the cubic through values at t = 0, 1/4, 3/4, 1.
std::array<double, 4> cubic_through(const std::array<double, 4>& y) {
  // From the Lagrange basis: exact for cubics.
  const double k1 = -19.0 / 3 * y[0] + 8 * y[1] - 8.0 / 3 * y[2] + y[3];
  const double k2 = 32.0 / 3 * y[0] - 56.0 / 3 * y[1] + 40.0 / 3 * y[2] - 16.0 / 3 * y[3];
  const double k3 = -16.0 / 3 * y[0] + 32.0 / 3 * y[1] - 32.0 / 3 * y[2] + 16.0 / 3 * y[3];
  return {y[0], k1, k2, k3};
}

}  // namespace

void build_quantile_table(const std::function<double(Tail, double)>& quantile, float* table) {
  for (int side = 0; side < 2; ++side) {
    double previous = std::numeric_limits<double>::quiet_NaN();
    const auto value = [&](double mass) {
      const double p = std::ldexp(mass, -32);
      previous = quantile(side == 0 ? Tail::from_lower(p) : Tail::from_upper(p), previous);
      return previous;
    };
    // From the middle outwards, so that each point is a good guess for the next.
    double outer = value(std::ldexp(1.0, 31));
    for (int row = kTableRowsPerTail - 1; row >= 0; --row) {
      std::array<double, 4> y;
      y[3] = outer;
      y[2] = value(mass_at(row, 0.75));
      y[1] = value(mass_at(row, 0.25));
      y[0] = value(mass_at(row, 0));
      outer = y[0];
      const auto c = cubic_through(y);
      for (int k = 0; k < 4; ++k) table[(side * kTableRowsPerTail + row) * 4 + k] = static_cast<float>(c[k]);
    }
  }
}

double look_up(const float* table, unsigned word) {
  const bool upper = word >> 31;
  const std::uint32_t m = upper ? ~word : word;
  const float mass = static_cast<float>(static_cast<std::int32_t>(m & ~(m >> 24))) + 0.5f;
  const auto pattern = std::bit_cast<std::uint32_t>(mass);
  const int row = static_cast<int>((pattern >> 20) - (126u << 3)) + (upper ? kTableRowsPerTail : 0);
  const float t = std::bit_cast<float>(((pattern << 3) & 0x7fffff) | 0x3f800000) - 1.0f;
  const float* c = table + row * 4;
  return ((double{c[3]} * t + c[2]) * t + c[1]) * t + c[0];
}

void LogGammaTables::build(std::vector<float>& storage) {
  std::sort(shapes_.begin(), shapes_.end());
  shapes_.erase(std::unique(shapes_.begin(), shapes_.end()), shapes_.end());
  offsets_.clear();
  const auto exact = [](double shape, float* table) {
    build_quantile_table([shape](Tail at, double start) { return log_gamma_quantile(shape, at, start); }, table);
  };
  const auto append = [&] {
    storage.resize(storage.size() + kTableFloats);
    return storage.size() - kTableFloats;
  };
  if (shapes_.size() <= kExactShapes) {
    for (const double shape : shapes_) {
      offsets_.push_back(append());
      exact(shape, storage.data() + offsets_.back());
    }
    return;
  }
  // Shape enters ln quantile smoothly in ln shape once the small-shape behaviour ln(u)/shape is taken out: interpolate shape × value, four
  // nodes at a time (Lagrange).
  const double first = log_of(shapes_.front()), last = log_of(shapes_.back());
  const int nodes = std::max(4, static_cast<int>((last - first) * kNodesPerFactor) + 4);
  const double gap = (last - first) / (nodes - 1);
  std::vector<float> at_nodes(static_cast<std::size_t>(nodes) * kTableFloats);
  std::vector<double> node_shape(nodes);
  for (int n = 0; n < nodes; ++n) {
    node_shape[n] = exp_of(first + n * gap);
    exact(node_shape[n], at_nodes.data() + static_cast<std::size_t>(n) * kTableFloats);
  }
  for (const double shape : shapes_) {
    const double position = gap > 0 ? (log_of(shape) - first) / gap : 0;
    const int start = std::clamp(static_cast<int>(position) - 1, 0, nodes - 4);
    std::array<double, 4> weight;
    for (int i = 0; i < 4; ++i) {
      weight[i] = node_shape[start + i] / shape;
      for (int j = 0; j < 4; ++j)
        if (j != i) weight[i] *= (position - (start + j)) / (i - j);
    }
    const std::size_t offset = append();
    offsets_.push_back(offset);
    for (int k = 0; k < kTableFloats; ++k) {
      double sum = 0;
      for (int i = 0; i < 4; ++i) sum += weight[i] * at_nodes[static_cast<std::size_t>(start + i) * kTableFloats + k];
      storage[offset + k] = static_cast<float>(sum);
    }
  }
}

std::size_t LogGammaTables::offset_of(double shape) const {
  return offsets_[std::lower_bound(shapes_.begin(), shapes_.end(), shape) - shapes_.begin()];
}

}  // namespace valuescale::sim
