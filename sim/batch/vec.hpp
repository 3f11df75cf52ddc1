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
#define VALUESCALE_INLINE_LAMBDA __attribute__((always_inline))

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
  VALUESCALE_INLINE bool all() const { return bits() == (1u << kWidth) - 1; }
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

/// All bits as the highest is.
VALUESCALE_INLINE U32 spread_top_bit(U32 a) { return {NativeU32(NativeI32(a.v) >> 31)}; }

/// Comparison of signed numbers.
VALUESCALE_INLINE Mask less_signed(U32 a, U32 b) {
#ifdef __AVX512F__
  return {_mm512_cmplt_epi32_mask(__m512i(a.v), __m512i(b.v))};
#else
  return {NativeI32(a.v) < NativeI32(b.v)};
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

/// One more where the mask is true.
VALUESCALE_INLINE U32 count_up(U32 x, Mask m) {
#ifdef __AVX512F__
  return {NativeU32(_mm512_mask_add_epi32(__m512i(x.v), m.v, __m512i(x.v), _mm512_set1_epi32(1)))};
#else
  return {x.v - NativeU32(m.v)};
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

/// The lesser, without sign.
VALUESCALE_INLINE U32 min(U32 a, U32 b) {
#ifdef __AVX512F__
  return {NativeU32(_mm512_min_epu32(__m512i(a.v), __m512i(b.v)))};
#elif defined(__AVX2__)
  return {NativeU32(_mm256_min_epu32(__m256i(a.v), __m256i(b.v)))};
#else
  return select(a < b, a, b);
#endif
}
/// The greater, without sign.
VALUESCALE_INLINE U32 max(U32 a, U32 b) {
#ifdef __AVX512F__
  return {NativeU32(_mm512_max_epu32(__m512i(a.v), __m512i(b.v)))};
#elif defined(__AVX2__)
  return {NativeU32(_mm256_max_epu32(__m256i(a.v), __m256i(b.v)))};
#else
  return select(a < b, b, a);
#endif
}
/// Each lane gets what stands `distance` lanes on, round and round.
template <int distance>
VALUESCALE_INLINE U32 rotate(U32 a) {
  NativeU32 from;
  for (int lane = 0; lane < kWidth; ++lane) from[lane] = static_cast<std::uint32_t>((lane + distance) % kWidth);
  return {__builtin_shuffle(a.v, from)};
}
/// Of blocks of twice `distance` lanes, the first half of a and then of b, each added to the second half.
template <int distance>
VALUESCALE_INLINE U32 fold(U32 a, U32 b) {
  NativeU32 first, second;
  for (int lane = 0; lane < kWidth; ++lane) {
    const int place = lane % (2 * distance), block = lane - place;
    const int from = place < distance ? block + place : kWidth + block + place - distance;
    first[lane] = static_cast<std::uint32_t>(from);
    second[lane] = static_cast<std::uint32_t>(from + distance);
  }
  return {__builtin_shuffle(a.v, b.v, first) + __builtin_shuffle(a.v, b.v, second)};
}
/// Lane i gets the sum of all lanes of the i-th of `kWidth` rows, modulo 2^32.
template <int count = kWidth>
VALUESCALE_INLINE U32 sums_of(const U32* rows) {
  if constexpr (count == 1)
    return rows[0];
  else
    return fold<count / 2>(sums_of<count / 2>(rows), sums_of<count / 2>(rows + count / 2));
}
/// All lanes combined into one by a function of two.
template <class Combine>
VALUESCALE_INLINE std::uint32_t reduce(U32 a, Combine combine) {
  if constexpr (kWidth > 8) a = combine(a, rotate<8>(a));
  if constexpr (kWidth > 4) a = combine(a, rotate<4>(a));
  a = combine(a, rotate<2>(a));
  return combine(a, rotate<1>(a)).v[0];
}
VALUESCALE_INLINE std::uint32_t least(U32 a) {
  return reduce(a, [](U32 x, U32 y) VALUESCALE_INLINE_LAMBDA { return min(x, y); });
}
VALUESCALE_INLINE std::uint32_t greatest(U32 a) {
  return reduce(a, [](U32 x, U32 y) VALUESCALE_INLINE_LAMBDA { return max(x, y); });
}
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

/// The next whole number; of values from 0 to below 2^31.
VALUESCALE_INLINE F32 ceil(F32 a) {
#ifdef __AVX512F__
  return {NativeF32(_mm512_roundscale_ps(__m512(a.v), _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC))};
#elif defined(__AVX2__)
  return {NativeF32(_mm256_ceil_ps(__m256(a.v)))};
#else
  const F32 whole = to_float(truncate(a));
  return select(whole < a, whole + F32::of(1), whole);
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
  low.v = a.v * (b - NativeU32{});
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
  // Half by half: joining rows in halves and then the halves takes fewer steps than joining sixteen rows.
  const auto half = [table](__m256i at, __m256& h0, __m256& h1, __m256& h2, __m256& h3) VALUESCALE_INLINE_LAMBDA {
    const __m128i low = _mm256_castsi256_si128(at), high = _mm256_extracti128_si256(at, 1);
    const auto row = [table](std::int64_t two, int n) VALUESCALE_INLINE_LAMBDA {
      return _mm_loadu_ps(table + static_cast<std::uint32_t>(n ? static_cast<std::uint64_t>(two) >> 32 : static_cast<std::uint64_t>(two)));
    };
    const std::int64_t a = _mm_extract_epi64(low, 0), b = _mm_extract_epi64(low, 1);
    const std::int64_t c = _mm_extract_epi64(high, 0), d = _mm_extract_epi64(high, 1);
    const __m256 r0 = _mm256_insertf128_ps(_mm256_castps128_ps256(row(a, 0)), row(c, 0), 1);
    const __m256 r1 = _mm256_insertf128_ps(_mm256_castps128_ps256(row(a, 1)), row(c, 1), 1);
    const __m256 r2 = _mm256_insertf128_ps(_mm256_castps128_ps256(row(b, 0)), row(d, 0), 1);
    const __m256 r3 = _mm256_insertf128_ps(_mm256_castps128_ps256(row(b, 1)), row(d, 1), 1);
    const __m256 p = _mm256_unpacklo_ps(r0, r1), q = _mm256_unpackhi_ps(r0, r1);
    const __m256 r = _mm256_unpacklo_ps(r2, r3), t = _mm256_unpackhi_ps(r2, r3);
    h0 = _mm256_shuffle_ps(p, r, 0x44);
    h1 = _mm256_shuffle_ps(p, r, 0xee);
    h2 = _mm256_shuffle_ps(q, t, 0x44);
    h3 = _mm256_shuffle_ps(q, t, 0xee);
  };
  __m256 low[4], high[4];
  half(_mm512_castsi512_si256(__m512i(index.v)), low[0], low[1], low[2], low[3]);
  half(_mm512_extracti64x4_epi64(__m512i(index.v), 1), high[0], high[1], high[2], high[3]);
  const auto whole = [&](int i)
                         VALUESCALE_INLINE_LAMBDA { return NativeF32(_mm512_insertf32x8(_mm512_castps256_ps512(low[i]), high[i], 1)); };
  c0.v = whole(0), c1.v = whole(1), c2.v = whole(2), c3.v = whole(3);
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
