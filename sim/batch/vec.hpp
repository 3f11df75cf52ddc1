// Many customers at once: a handful of vector types, as wide as the instruction set allows, with the same bits on every one.
//
// Elementwise IEEE arithmetic is the same at any width; fma is explicit and always fused (slowly, where the processor lacks it). No
// approximate instruction is used.
#pragma once

#include "sim/batch/isa.hpp"

#include <cstdint>
#include <immintrin.h>

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

#ifdef __AVX2__
inline constexpr int kWidth = 8;
#else
inline constexpr int kWidth = 4;
#endif

using NativeF32 = float __attribute__((vector_size(4 * kWidth)));
using NativeI32 = std::int32_t __attribute__((vector_size(4 * kWidth)));
using NativeU32 = std::uint32_t __attribute__((vector_size(4 * kWidth)));

#define VALUESCALE_INLINE __attribute__((always_inline)) inline

/// Lanes of true (all bits) and false (none).
struct Mask {
  NativeI32 v;
  friend VALUESCALE_INLINE Mask operator&(Mask a, Mask b) { return {a.v & b.v}; }
  friend VALUESCALE_INLINE Mask operator|(Mask a, Mask b) { return {a.v | b.v}; }
  friend VALUESCALE_INLINE Mask operator~(Mask a) { return {~a.v}; }
};

struct U32 {
  NativeU32 v;
  static VALUESCALE_INLINE U32 of(std::uint32_t x) { return {x - NativeU32{}}; }
  static VALUESCALE_INLINE U32 load(const std::uint32_t* from) {
    U32 r;
    __builtin_memcpy(&r.v, from, sizeof r.v);
    return r;
  }
  VALUESCALE_INLINE void store(std::uint32_t* to) const { __builtin_memcpy(to, &v, sizeof v); }
  friend VALUESCALE_INLINE U32 operator+(U32 a, U32 b) { return {a.v + b.v}; }
  friend VALUESCALE_INLINE U32 operator-(U32 a, U32 b) { return {a.v - b.v}; }
  friend VALUESCALE_INLINE U32 operator&(U32 a, U32 b) { return {a.v & b.v}; }
  friend VALUESCALE_INLINE U32 operator|(U32 a, U32 b) { return {a.v | b.v}; }
  friend VALUESCALE_INLINE U32 operator^(U32 a, U32 b) { return {a.v ^ b.v}; }
  friend VALUESCALE_INLINE U32 operator~(U32 a) { return {~a.v}; }
  friend VALUESCALE_INLINE U32 operator>>(U32 a, int n) { return {a.v >> n}; }
  friend VALUESCALE_INLINE U32 operator<<(U32 a, int n) { return {a.v << n}; }
  /// Unsigned comparison.
  friend VALUESCALE_INLINE Mask operator<(U32 a, U32 b) { return {NativeI32(a.v < b.v)}; }
  friend VALUESCALE_INLINE Mask operator==(U32 a, U32 b) { return {NativeI32(a.v == b.v)}; }
};

struct F32 {
  NativeF32 v;
  static VALUESCALE_INLINE F32 of(float x) { return {x - NativeF32{}}; }
  static VALUESCALE_INLINE F32 load(const float* from) {
    F32 r;
    __builtin_memcpy(&r.v, from, sizeof r.v);
    return r;
  }
  VALUESCALE_INLINE void store(float* to) const { __builtin_memcpy(to, &v, sizeof v); }
  friend VALUESCALE_INLINE F32 operator+(F32 a, F32 b) { return {a.v + b.v}; }
  friend VALUESCALE_INLINE F32 operator-(F32 a, F32 b) { return {a.v - b.v}; }
  friend VALUESCALE_INLINE F32 operator*(F32 a, F32 b) { return {a.v * b.v}; }
  friend VALUESCALE_INLINE F32 operator/(F32 a, F32 b) { return {a.v / b.v}; }
  friend VALUESCALE_INLINE F32 operator-(F32 a) { return {-a.v}; }
  friend VALUESCALE_INLINE Mask operator<(F32 a, F32 b) { return {NativeI32(a.v < b.v)}; }
  friend VALUESCALE_INLINE Mask operator<=(F32 a, F32 b) { return {NativeI32(a.v <= b.v)}; }
  friend VALUESCALE_INLINE Mask operator==(F32 a, F32 b) { return {NativeI32(a.v == b.v)}; }
};

VALUESCALE_INLINE U32 bits(F32 a) { return {NativeU32(a.v)}; }
VALUESCALE_INLINE F32 from_bits(U32 a) { return {NativeF32(a.v)}; }
/// Of values below 2^31.
VALUESCALE_INLINE F32 to_float(U32 a) { return {__builtin_convertvector(NativeI32(a.v), NativeF32)}; }

VALUESCALE_INLINE U32 select(Mask m, U32 yes, U32 no) { return {(NativeU32(m.v) & yes.v) | (~NativeU32(m.v) & no.v)}; }
VALUESCALE_INLINE F32 select(Mask m, F32 yes, F32 no) { return from_bits(select(m, bits(yes), bits(no))); }
VALUESCALE_INLINE F32 min(F32 a, F32 b) { return select(a < b, a, b); }
VALUESCALE_INLINE F32 max(F32 a, F32 b) { return select(a < b, b, a); }

/// a × b + c with one rounding.
VALUESCALE_INLINE F32 fma(F32 a, F32 b, F32 c) {
#ifdef __FMA__
  return {NativeF32(_mm256_fmadd_ps(__m256(a.v), __m256(b.v), __m256(c.v)))};
#else
  F32 r;
  for (int i = 0; i < kWidth; ++i) r.v[i] = __builtin_fmaf(a.v[i], b.v[i], c.v[i]);
  return r;
#endif
}

/// High and low words of the product of each lane with a constant.
VALUESCALE_INLINE void multiply_wide(U32 a, std::uint32_t b, U32& high, U32& low) {
#ifdef __AVX2__
  const __m256i factor = _mm256_set1_epi64x(b);
  const __m256i even = _mm256_mul_epu32(__m256i(a.v), factor);
  const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(__m256i(a.v), 32), factor);
  low.v = NativeU32(_mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0b10101010));
  high.v = NativeU32(_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0b10101010));
#else
  const __m128i factor = _mm_set1_epi64x(b);
  const __m128i low_words = _mm_set1_epi64x(0xffffffff);
  const __m128i even = _mm_mul_epu32(__m128i(a.v), factor);
  const __m128i odd = _mm_mul_epu32(_mm_srli_epi64(__m128i(a.v), 32), factor);
  low.v = NativeU32(_mm_or_si128(_mm_and_si128(even, low_words), _mm_slli_epi64(odd, 32)));
  high.v = NativeU32(_mm_or_si128(_mm_srli_epi64(even, 32), _mm_andnot_si128(low_words, odd)));
#endif
}

/// table[index] of each lane.
VALUESCALE_INLINE F32 gather(const float* table, U32 index) {
#ifdef __AVX2__
  return {NativeF32(_mm256_i32gather_ps(table, __m256i(index.v), 4))};
#else
  F32 r;
  for (int i = 0; i < kWidth; ++i) r.v[i] = table[index.v[i]];
  return r;
#endif
}

/// Four consecutive floats from table[index] of each lane, transposed.
VALUESCALE_INLINE void gather_rows(const float* table, U32 index, F32& c0, F32& c1, F32& c2, F32& c3) {
#ifdef __AVX2__
  __m256 row[4];
  for (int i = 0; i < 4; ++i)
    row[i] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(table + index.v[i])), _mm_loadu_ps(table + index.v[i + 4]), 1);
  const __m256 a = _mm256_unpacklo_ps(row[0], row[1]), b = _mm256_unpackhi_ps(row[0], row[1]);
  const __m256 c = _mm256_unpacklo_ps(row[2], row[3]), d = _mm256_unpackhi_ps(row[2], row[3]);
  c0.v = NativeF32(_mm256_shuffle_ps(a, c, 0x44));
  c1.v = NativeF32(_mm256_shuffle_ps(a, c, 0xee));
  c2.v = NativeF32(_mm256_shuffle_ps(b, d, 0x44));
  c3.v = NativeF32(_mm256_shuffle_ps(b, d, 0xee));
#else
  for (int i = 0; i < kWidth; ++i) {
    const float* row = table + index.v[i];
    c0.v[i] = row[0];
    c1.v[i] = row[1];
    c2.v[i] = row[2];
    c3.v[i] = row[3];
  }
#endif
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::sim
