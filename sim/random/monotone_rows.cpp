// Why the result is monotone. With h = 2^-20, t in a row is a multiple of h, and a lane computes fl(p t + c0), where p = fl(fl(c3 t + c2) t + c1).
// Rounding the sum keeps order, so it is enough that the exact p t rises from each t to the next. It rises by h S', S the exact cubic, less the
// error of p t on both sides, which is at most t 2^-24 (|p| + t |c3 t + c2|) each: `rises` compares the two. Between rows, the last value of
// one must not pass the first of the next: the cubics are bent by less than half a unit of the last place so that they meet in the rounded
// values, and what little is left over is taken from c1.
#include "sim/random/monotone_rows.hpp"

#include "sim/random/table_layout.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::sim {

namespace {

using Row = std::array<float, 4>;

constexpr double kStep = 0x1p-20;      // between neighbouring t of a row
constexpr double kRounding = 0x1p-24;  // relative, of one operation
constexpr float kLastT = 1 - 0x1p-20f;

double value_at_1(const Cubic& c) { return c[0] + (c[1] + (c[2] + c[3])); }

/// Sufficient for the lanes' values to rise in t; the more parts, the sharper.
bool rises(const Row& row, int parts) {
  const double c1 = row[1], c2 = row[2], c3 = row[3];
  const auto slope = [&](double t) { return (3 * c3 * t + 2 * c2) * t + c1; };
  const auto outer = [&](double t) { return (c3 * t + c2) * t + c1; };
  const auto inner = [&](double t) { return c3 * t + c2; };
  const double width = 1.0 / parts;
  const double sag = std::fabs(c3) * width * width / 4;  // how far a parabola strays from its chord within a part
  for (int i = 0; i < parts; ++i) {
    const double from = width * i, to = width * (i + 1);
    const double least_slope = std::min(slope(from), slope(to)) - 3 * sag;
    const double p = std::max(std::fabs(outer(from)), std::fabs(outer(to))) + sag;
    const double q = std::max(std::fabs(inner(from)), std::fabs(inner(to)));
    const double error = to * (1.001 * kRounding * (p + to * q) + 0x1p-148);  // the last for subnormal numbers
    if (!(least_slope * kStep >= 2 * error)) return false;
  }
  return true;
}

bool rises(const Row& row) { return rises(row, 1) || rises(row, 8); }

/// Takes from c1 until the row ends no higher than the next one starts; false if that takes more than rounding does.
bool end_below(Row& row, float next) {
  for (int n = 0; n < 8; ++n) {
    if (evaluate_row(row.data(), kLastT) <= next) return true;
    row[1] = std::nextafter(row[1], -HUGE_VALF);
  }
  return false;
}

Row rounded(float start, double c1, double c2, double c3) {
  return {start, static_cast<float>(c1), static_cast<float>(c2), static_cast<float>(c3)};
}

/// A rising row from `start` to `next`, as near to the cubic as can be.
Row rising_row(const Cubic& c, float start, float next) {
  const double bend = (next - value_at_1(c)) - (start - c[0]);
  Row row = rounded(start, c[1] + bend, c[2], c[3]);
  if (end_below(row, next) && rises(row)) return row;
  // Slopes at both ends between none and twice the chord's (Fritsch and Carlson, Monotone piecewise cubic interpolation, 1980, allow three
  // times); at the end some slope has to remain for rounding.
  const double chord = double{next} - start;
  const double first = std::clamp(c[1], 0.0, 2 * chord), last = std::clamp(c[1] + 2 * c[2] + 3 * c[3], chord / 3, 2 * chord);
  row = rounded(start, first, 3 * chord - 2 * first - last, first + last - 2 * chord);
  if (end_below(row, next) && rises(row)) return row;
  row = rounded(start, chord, 0, 0);
  if (end_below(row, next) && row[1] >= 0) return row;
  return {start, 0, 0, 0};
}

}  // namespace

float evaluate_row(const float* row, float t) { return std::fma(std::fma(std::fma(row[3], t, row[2]), t, row[1]), t, row[0]); }

void write_monotone_rows(const std::vector<Cubic>& rows, float* table) {
  const double middle = value_at_1(rows[kTableRowsPerTail - 1]);
  for (const double side : {1.0, -1.0}) {
    // Mirrored, the upper tail rises too.
    const Cubic* given = rows.data() + (side > 0 ? 0 : kTableRowsPerTail);
    std::array<float, kTableRowsPerTail + 1> start;
    start.back() = static_cast<float>(side * middle);
    for (int r = 0; r < kTableRowsPerTail; ++r) {
      start[r] = std::min(static_cast<float>(side * given[r][0]), start.back());
      if (r > 0) start[r] = std::max(start[r], start[r - 1]);
    }
    for (int r = 0; r < kTableRowsPerTail; ++r) {
      Cubic cubic = given[r];
      for (double& c : cubic) c *= side;
      for (const float c : rising_row(cubic, start[r], start[r + 1])) *table++ = static_cast<float>(side) * c;
    }
  }
}

}  // namespace valuescale::sim
