// Laws with numbers for parameters, written in a line.
#pragma once

#include "models/law/resolved_law.hpp"
#include "sim/random/quantile_table.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace valuescale::tests {

using models::LawKind;
using models::ResolvedLaw;

/// a, b, c as ResolvedLaw means them.
inline ResolvedLaw law(LawKind kind, double a, double b, double c = 0) {
  ResolvedLaw r;
  r.kind = kind;
  r.a = a;
  r.b = b;
  r.c = c;
  return r;
}

inline ResolvedLaw on(double low, double high, ResolvedLaw r) {
  r.low = low;
  r.high = high;
  return r;
}

inline ResolvedLaw truncated(double low, double high, const ResolvedLaw& whole) {
  ResolvedLaw r = on(low, high, law(LawKind::truncated, 0, 0));
  r.components = {whole};
  return r;
}

inline ResolvedLaw mixture(double weight, const ResolvedLaw& first, const ResolvedLaw& second) {
  ResolvedLaw r = law(LawKind::mixture, 0, 0);
  r.components = {first, second};
  r.weights = {weight, 1 - weight};
  return r;
}

inline ResolvedLaw earliest(std::vector<ResolvedLaw> parts) {
  ResolvedLaw r = law(LawKind::earliest, 0, 0);
  r.components = std::move(parts);
  return r;
}

inline ResolvedLaw quotient(double dividend, const ResolvedLaw& divisor) {
  ResolvedLaw r = law(LawKind::quotient, dividend, 0);
  r.components = {divisor};
  return r;
}

/// Tables of ln gamma for shapes in a geometric row, interpolated where there are many.
class LogGammaRow {
 public:
  LogGammaRow(double first, double last, int shapes) {
    for (int i = 0; i < shapes; ++i) shapes_.push_back(first * std::pow(last / first, i / (shapes - 1.0)));
    for (const double shape : shapes_) tables_.want(shape);
    tables_.build(storage_);
  }
  double shape(int i) const { return shapes_[static_cast<std::size_t>(i)]; }
  std::vector<float> table(int i) const {
    const float* table = storage_.data() + tables_.offset_of(shape(i));
    return {table, table + sim::kTableFloats};
  }

 private:
  std::vector<double> shapes_;
  sim::LogGammaTables tables_;
  std::vector<float> storage_;
};

}  // namespace valuescale::tests
