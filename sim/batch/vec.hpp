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

#if defined(__AVX512F__)
inline constexpr int kWidth = 16;
#elif defined(__AVX2__)
inline constexpr int kWidth = 8;
#else
inline constexpr int kWidth = 4;
#endif

using NativeF32 = float __attribute__((vector_size(4 * kWidth)));
using NativeI32 = std::int32_t __attribute__((vector_size(4 * kWidth)));
using NativeU32 = std::uint32_t __attribute__((vector_size(4 * kWidth)));

#define VALUESCALE_INLINE __attribute__((always_inline)) inline

/// Lanes of true and false.
struct Mask {
#ifdef __AVX512F__
  __mmask16 v;
  friend VALUESCALE_INLINE Mask operator&(Mask a, Mask b) { return {_kand_mask16(a.v, b.v)}; }
  friend VALUESCALE_INLINE Mask operator|(Mask a, Mask b) { return {_kor_mask16(a.v, b.v)}; }
  friend VALUESCALE_INLINE Mask operator~(Mask a) { return {_knot_mask16(a.v)}; }
  /// Bit i is lane i.
  VALUESCALE_INLINE std::uint32_t bits() const { return v; }
#else
  NativeI32 v;
  friend VALUESCALE_INLINE Mask operator&(Mask a, Mask b) { return {a.v & b.v}; }
  friend VALUESCALE_INLINE Mask operator|(Mask a, Mask b) { return {a.v | b.v}; }
  friend VALUESCALE_INLINE Mask operator~(Mask a) { return {~a.v}; }
#ifdef __AVX2__
  VALUESCALE_INLINE std::uint32_t bits() const { return static_cast<std::uint32_t>(_mm256_movemask_ps(__m256(v))); }
#else
  VALUESCALE_INLINE std::uint32_t bits() const { return static_cast<std::uint32_t>(_mm_movemask_ps(__m128(v))); }
#endif
#endif
  VALUESCALE_INLINE bool any() const { return bits() != 0; }
  VALUESCALE_INLINE int count() const { return __builtin_popcount(bits()); }
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
  /// Low words of the products.
  friend VALUESCALE_INLINE U32 operator*(U32 a, U32 b) { return {a.v * b.v}; }
  friend VALUESCALE_INLINE U32 operator&(U32 a, U32 b) { return {a.v & b.v}; }
  friend VALUESCALE_INLINE U32 operator|(U32 a, U32 b) { return {a.v | b.v}; }
  friend VALUESCALE_INLINE U32 operator^(U32 a, U32 b) { return {a.v ^ b.v}; }
  friend VALUESCALE_INLINE U32 operator~(U32 a) { return {~a.v}; }
  friend VALUESCALE_INLINE U32 operator>>(U32 a, int n) { return {a.v >> n}; }
  friend VALUESCALE_INLINE U32 operator<<(U32 a, int n) { return {a.v << n}; }
  /// Unsigned comparison.
#ifdef __AVX512F__
  friend VALUESCALE_INLINE Mask operator<(U32 a, U32 b) { return {_mm512_cmplt_epu32_mask(__m512i(a.v), __m512i(b.v))}; }
  friend VALUESCALE_INLINE Mask operator==(U32 a, U32 b) { return {_mm512_cmpeq_epu32_mask(__m512i(a.v), __m512i(b.v))}; }
#else
  friend VALUESCALE_INLINE Mask operator<(U32 a, U32 b) { return {NativeI32(a.v < b.v)}; }
  friend VALUESCALE_INLINE Mask operator==(U32 a, U32 b) { return {NativeI32(a.v == b.v)}; }
#endif
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
#ifdef __AVX512F__
  friend VALUESCALE_INLINE Mask operator<(F32 a, F32 b) { return {_mm512_cmp_ps_mask(__m512(a.v), __m512(b.v), _CMP_LT_OQ)}; }
  friend VALUESCALE_INLINE Mask operator<=(F32 a, F32 b) { return {_mm512_cmp_ps_mask(__m512(a.v), __m512(b.v), _CMP_LE_OQ)}; }
  friend VALUESCALE_INLINE Mask operator==(F32 a, F32 b) { return {_mm512_cmp_ps_mask(__m512(a.v), __m512(b.v), _CMP_EQ_OQ)}; }
#else
  friend VALUESCALE_INLINE Mask operator<(F32 a, F32 b) { return {NativeI32(a.v < b.v)}; }
  friend VALUESCALE_INLINE Mask operator<=(F32 a, F32 b) { return {NativeI32(a.v <= b.v)}; }
  friend VALUESCALE_INLINE Mask operator==(F32 a, F32 b) { return {NativeI32(a.v == b.v)}; }
#endif
};

VALUESCALE_INLINE U32 bits(F32 a) { return {NativeU32(a.v)}; }
VALUESCALE_INLINE F32 from_bits(U32 a) { return {NativeF32(a.v)}; }
/// Of values below 2^31.
VALUESCALE_INLINE F32 to_float(U32 a) { return {__builtin_convertvector(NativeI32(a.v), NativeF32)}; }
/// The whole part; of values from 0 to below 2^31.
VALUESCALE_INLINE U32 truncate(F32 a) { return {NativeU32(__builtin_convertvector(a.v, NativeI32))}; }

/// Whose highest bit is set.
VALUESCALE_INLINE Mask top_bit(U32 a) {
#ifdef __AVX512F__
  return {_mm512_movepi32_mask(__m512i(a.v))};
#else
  return {NativeI32(a.v) < 0};
#endif
}

/// The first `count` lanes.
VALUESCALE_INLINE Mask first_lanes(int count) {
#ifdef __AVX512F__
  return {static_cast<__mmask16>(count >= kWidth ? 0xffff : (1 << count) - 1)};
#else
  NativeI32 lane;
  for (int i = 0; i < kWidth; ++i) lane[i] = i;
  return {lane < count - NativeI32{}};
#endif
}

/// 0, 1, 2, …
VALUESCALE_INLINE U32 lane_numbers() {
  U32 r;
  for (int i = 0; i < kWidth; ++i) r.v[i] = static_cast<std::uint32_t>(i);
  return r;
}

VALUESCALE_INLINE U32 select(Mask m, U32 yes, U32 no) {
#ifdef __AVX512F__
  return {NativeU32(_mm512_mask_blend_epi32(m.v, __m512i(no.v), __m512i(yes.v)))};
#elif defined(__AVX2__)
  return {NativeU32(_mm256_blendv_epi8(__m256i(no.v), __m256i(yes.v), __m256i(m.v)))};
#else
  return {(NativeU32(m.v) & yes.v) | (~NativeU32(m.v) & no.v)};
#endif
}
VALUESCALE_INLINE F32 select(Mask m, F32 yes, F32 no) { return from_bits(select(m, bits(yes), bits(no))); }

/// The lesser; b where they cannot be compared.
VALUESCALE_INLINE F32 min(F32 a, F32 b) {
#ifdef __AVX512F__
  return {NativeF32(_mm512_min_ps(__m512(a.v), __m512(b.v)))};
#elif defined(__AVX2__)
  return {NativeF32(_mm256_min_ps(__m256(a.v), __m256(b.v)))};
#else
  return {NativeF32(_mm_min_ps(__m128(a.v), __m128(b.v)))};
#endif
}
/// The greater; b where they cannot be compared.
VALUESCALE_INLINE F32 max(F32 a, F32 b) {
#ifdef __AVX512F__
  return {NativeF32(_mm512_max_ps(__m512(a.v), __m512(b.v)))};
#elif defined(__AVX2__)
  return {NativeF32(_mm256_max_ps(__m256(a.v), __m256(b.v)))};
#else
  return {NativeF32(_mm_max_ps(__m128(a.v), __m128(b.v)))};
#endif
}

/// a × b + c with one rounding.
VALUESCALE_INLINE F32 fma(F32 a, F32 b, F32 c) {
#ifdef __AVX512F__
  return {NativeF32(_mm512_fmadd_ps(__m512(a.v), __m512(b.v), __m512(c.v)))};
#elif defined(__FMA__)
  return {NativeF32(_mm256_fmadd_ps(__m256(a.v), __m256(b.v), __m256(c.v)))};
#else
  F32 r;
  for (int i = 0; i < kWidth; ++i) r.v[i] = __builtin_fmaf(a.v[i], b.v[i], c.v[i]);
  return r;
#endif
}

/// High and low words of the product of each lane with a constant.
VALUESCALE_INLINE void multiply_wide(U32 a, std::uint32_t b, U32& high, U32& low) {
#ifdef __AVX512F__
  const __m512i factor = _mm512_set1_epi64(b);
  const __m512i even = _mm512_mul_epu32(__m512i(a.v), factor);
  const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(__m512i(a.v), 32), factor);
  low.v = NativeU32(_mm512_mask_shuffle_epi32(even, 0xaaaa, odd, _MM_PERM_CCAA));
  high.v = NativeU32(_mm512_mask_shuffle_epi32(odd, 0x5555, even, _MM_PERM_DDBB));
#elif defined(__AVX2__)
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
#ifdef __AVX512F__
  return {NativeF32(_mm512_i32gather_ps(__m512i(index.v), table, 4))};
#elif defined(__AVX2__)
  return {NativeF32(_mm256_i32gather_ps(table, __m256i(index.v), 4))};
#else
  F32 r;
  for (int i = 0; i < kWidth; ++i) r.v[i] = table[index.v[i]];
  return r;
#endif
}

/// Four consecutive floats from table[index] of each lane, transposed.
VALUESCALE_INLINE void gather_rows(const float* table, U32 index, F32& c0, F32& c1, F32& c2, F32& c3) {
#ifdef __AVX512F__
  alignas(64) std::uint32_t at[kWidth];
  index.store(at);
  // Rows i, i + 4, i + 8, i + 12 side by side, so that a transposition inside quarters puts every lane in its place.
  __m512 row[4];
  for (int i = 0; i < 4; ++i) {
    row[i] = _mm512_castps128_ps512(_mm_loadu_ps(table + at[i]));
    row[i] = _mm512_insertf32x4(row[i], _mm_loadu_ps(table + at[i + 4]), 1);
    row[i] = _mm512_insertf32x4(row[i], _mm_loadu_ps(table + at[i + 8]), 2);
    row[i] = _mm512_insertf32x4(row[i], _mm_loadu_ps(table + at[i + 12]), 3);
  }
  const __m512 a = _mm512_unpacklo_ps(row[0], row[1]), b = _mm512_unpackhi_ps(row[0], row[1]);
  const __m512 c = _mm512_unpacklo_ps(row[2], row[3]), d = _mm512_unpackhi_ps(row[2], row[3]);
  c0.v = NativeF32(_mm512_shuffle_ps(a, c, 0x44));
  c1.v = NativeF32(_mm512_shuffle_ps(a, c, 0xee));
  c2.v = NativeF32(_mm512_shuffle_ps(b, d, 0x44));
  c3.v = NativeF32(_mm512_shuffle_ps(b, d, 0xee));
#elif defined(__AVX2__)
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
