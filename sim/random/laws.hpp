// From random words to variates, for many customers at once: one word gives one variate, monotone in the word, in bounds for all 2^32 words.
#pragma once

#include "sim/random/philox_lanes.hpp"

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

/// A word seen from its nearer end: mass/2^32 is the smaller tail, in (0, 1/2].
struct TailMass {
  Mask upper;
  F32 mass;
};

VALUESCALE_INLINE TailMass tail_mass(U32 word) {
  // An exclusive or, not a complement: g++ 12 compiles that into an instruction that waits for the last one's result.
  const U32 m = word ^ spread_top_bit(word);
  // Clearing low bits where the top ones are set keeps the conversion from rounding up to 2^31, a row past the end.
  return {top_bit(word), to_float(m & ~(m >> 24)) + F32::of(0.5f)};
}

/// u = (word + 1/2)/2^32, in (0, 1).
VALUESCALE_INLINE F32 uniform(U32 word) {
  const TailMass tail = tail_mass(word);
  const F32 u = tail.mass * F32::of(0x1p-32f);
  return select(tail.upper, F32::of(1.0f) - u, u);
}

/// ln of m × 2^e where the caller knows f = m − 1 more exactly than m; relative error 2e-7.
VALUESCALE_INLINE F32 log_from(F32 f, F32 exponent) {
  const F32 s = f / (f + F32::of(2.0f)), z = s * s;
  F32 series = F32::of(1.0f / 9);
  series = fma(series, z, F32::of(1.0f / 7));
  series = fma(series, z, F32::of(1.0f / 5));
  series = fma(series, z, F32::of(1.0f / 3));
  const F32 twice = s + s;
  const F32 tail = fma(exponent, F32::of(0x1.7f7d1cp-20f), twice * z * series);
  return fma(exponent, F32::of(0x1.62e4p-1f), twice + tail);
}

struct SplitFloat {
  F32 fraction_less_1, exponent;
};

/// x = (1 + f) 2^e with 1 + f in [sqrt 1/2, sqrt 2); x positive and normal.
VALUESCALE_INLINE SplitFloat split(F32 x) {
  const U32 shifted = bits(x) - U32::of(0x3f3504f3);
  const NativeI32 e = NativeI32(shifted.v) >> 23;
  const F32 m = from_bits(bits(x) - U32{NativeU32(e << 23)});
  return {m - F32::of(1.0f), F32{__builtin_convertvector(e, NativeF32)}};
}

VALUESCALE_INLINE F32 log(F32 x) {
  const SplitFloat parts = split(x);
  return log_from(parts.fraction_less_1, parts.exponent);
}

/// A standard exponential variate, −ln u; both ends keep their relative precision.
VALUESCALE_INLINE F32 exponential(U32 word) {
  const TailMass tail = tail_mass(word);
  const F32 small = tail.mass * F32::of(0x1p-32f);
  const SplitFloat parts = split(select(tail.upper, F32::of(1.0f) - small, small));
  const Mask near_one = tail.upper & (small < F32::of(0.25f));
  return -log_from(select(near_one, -small, parts.fraction_less_1), parts.exponent);
}

/// e^x; x is held to [−87, 88]. Relative error 2e-7.
VALUESCALE_INLINE F32 exp(F32 x) {
  x = min(max(x, F32::of(-87.0f)), F32::of(88.0f));
  const F32 magic = F32::of(0x1.8p23f);
  const F32 shifted = fma(x, F32::of(1.44269504f), magic);
  const F32 n = shifted - magic;
  const F32 r = fma(n, F32::of(-0x1.7f7d1cp-20f), fma(n, F32::of(-0x1.62e4p-1f), x));
  F32 p = F32::of(1.0f / 720);
  p = fma(p, r, F32::of(1.0f / 120));
  p = fma(p, r, F32::of(1.0f / 24));
  p = fma(p, r, F32::of(1.0f / 6));
  p = fma(p, r, F32::of(0.5f));
  // 1 + (r + r² p): r enters exactly, so that rounding never outweighs its rise.
  p = F32::of(1.0f) + fma(r * r, p, r);
  return from_bits(bits(p) + (bits(shifted) << 23));
}

/// 1/(1 + e^−y).
VALUESCALE_INLINE F32 logistic(F32 y) { return F32::of(1.0f) / (F32::of(1.0f) + exp(-y)); }

/// The variate of a word by a compiled quantile table (sim/random/quantile_table.hpp); `offset` in floats.
VALUESCALE_INLINE F32 quantile(const float* tables, U32 offset, U32 word) {
  const TailMass tail = tail_mass(word);
  const U32 pattern = bits(tail.mass);
  const U32 side = spread_top_bit(word) & U32::of(256);
  const U32 row = (pattern >> 20) - U32::of(126u << 3) + side;
  const F32 t = from_bits(((pattern << 3) & U32::of(0x7fffff)) | U32::of(0x3f800000)) - F32::of(1.0f);
  F32 c0, c1, c2, c3;
  gather_rows(tables, offset + (row << 2), c0, c1, c2, c3);
  return fma(fma(fma(c3, t, c2), t, c1), t, c0);
}

/// A decision with a probability: true if the word falls below its threshold (threshold_of); 0 never happens and 1 always does.
VALUESCALE_INLINE Mask happens(U32 word, U32 threshold) { return (word < threshold) | (threshold == U32::of(0xffffffff)); }

}  // namespace VALUESCALE_ISA

/// The threshold of a probability for `happens`.
constexpr std::uint32_t threshold_of(double probability) {
  if (!(probability > 0)) return 0;
  if (probability >= 1) return 0xffffffff;
  const double scaled = probability * 0x1p32;
  return scaled >= 4294967294.0 ? 0xfffffffe : static_cast<std::uint32_t>(scaled + 0.5);
}

}  // namespace valuescale::sim
