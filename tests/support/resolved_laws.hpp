// Laws with numbers for parameters, written in a line.
#pragma once

#include "models/law/resolved_law.hpp"

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

}  // namespace valuescale::tests
