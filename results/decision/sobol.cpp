#include "results/decision/sobol.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

/// Of an input, over some rows.
struct Sums {
  double first = 0, total = 0, all = 0;

  Sums operator-(const Sums& other) const { return {first - other.first, total - other.total, all - other.all}; }
  Sums& operator+=(const Sums& other) {
    first += other.first, total += other.total, all += other.all;
    return *this;
  }
};

double mean(const Output& output) { return (output[0] + output[1]) / 2; }
/// The square of a difference, without luck.
double square(const Output& x, const Output& y) { return (x[0] - y[0]) * (x[1] - y[1]); }

Sums sums_of(const SobolRow& row, std::size_t input) {
  const Output &ab = row.ab[input], &ba = row.ba[input];
  return {2 * (mean(ba) - mean(row.b)) * (mean(row.a) - mean(ab)), square(row.b, ba) + square(row.a, ab),
          square(row.a, row.b) + square(ba, ab)};
}

bool is_finite(const Output& output) { return std::isfinite(output[0]) && std::isfinite(output[1]); }

bool is_whole(const SobolRow& row) {
  return is_finite(row.a) && is_finite(row.b) && std::all_of(row.ab.begin(), row.ab.end(), is_finite) &&
         std::all_of(row.ba.begin(), row.ba.end(), is_finite);
}

/// A number from sums over rows, and what it were without each group.
template <class Total, class Of, class Value>
Measured jackknifed(const std::vector<const SobolRow*>& rows, const Of& of, const Value& value) {
  const std::size_t groups = std::min(kGroups, rows.size());
  std::vector<Total> parts(groups);
  Total all{};
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t r = g * rows.size() / groups; r < (g + 1) * rows.size() / groups; ++r) parts[g] += of(*rows[r]);
  for (const Total& part : parts) all += part;
  Measured measured{value(all), {}};
  if (groups > 1)
    for (const Total& part : parts) measured.without.push_back(value(all - part));
  return measured;
}

/// Of mean and variance.
struct Moments {
  double rows = 0, sum = 0, squares = 0;

  Moments operator-(const Moments& other) const { return {rows - other.rows, sum - other.sum, squares - other.squares}; }
  Moments& operator+=(const Moments& other) {
    rows += other.rows, sum += other.sum, squares += other.squares;
    return *this;
  }
};

bool varies(const SobolRow& row, const Output& first) {
  const auto differs = [&](const Output& output) { return output != first; };
  return differs(row.a) || differs(row.b) || std::any_of(row.ab.begin(), row.ab.end(), differs) ||
         std::any_of(row.ba.begin(), row.ba.end(), differs);
}

}  // namespace

Sobol sobol(const std::vector<SobolRow>& rows, std::size_t inputs) {
  Sobol result;
  std::vector<const SobolRow*> whole;
  for (const SobolRow& row : rows)
    if (is_whole(row)) whole.push_back(&row);
  result.rows = whole.size();
  result.missing = rows.size() - whole.size();
  const auto moments = [](const SobolRow& row) { return Moments{1, (mean(row.a) + mean(row.b)) / 2, square(row.a, row.b) / 2}; };
  result.mean = jackknifed<Moments>(whole, moments, [](const Moments& m) { return m.sum / m.rows; });
  result.variance = jackknifed<Moments>(whole, moments, [](const Moments& m) { return m.squares / m.rows; });
  result.is_constant = std::none_of(whole.begin(), whole.end(), [&](const SobolRow* row) { return varies(*row, whole.front()->a); });
  const Interval variance = interval(result.variance);
  result.luck_only = !result.is_constant && !(variance.lo > 0);
  for (std::size_t input = 0; input < inputs; ++input) {
    const auto of = [&](const SobolRow& row) { return sums_of(row, input); };
    const auto ratio = [&](double Sums::*part) {
      return jackknifed<Sums>(whole, of, [&](const Sums& sums) {
        return result.is_constant ? 0 : result.luck_only ? kMissing : sums.*part / sums.all;
      });
    };
    result.of.push_back({ratio(&Sums::first), ratio(&Sums::total)});
  }
  return result;
}

Interval share_interval(const Measured& measured) {
  Interval share = interval(measured);
  for (double Interval::*part : {&Interval::value, &Interval::lo, &Interval::hi})
    if (!std::isnan(share.*part)) share.*part = std::clamp(share.*part, 0.0, 1.0);
  return share;
}

}  // namespace valuescale::results
