// Money of many customers at once: doubles and 64-bit integers, one for each lane of vec.hpp, kept in two halves because they are twice as wide.
#pragma once

#include "sim/batch/vec.hpp"

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

inline constexpr int kHalf = kWidth / 2;
using NativeF64 = double __attribute__((vector_size(8 * kHalf)));
using NativeI64 = std::int64_t __attribute__((vector_size(8 * kHalf)));

/// A Mask as the halves need it.
struct HalfMasks {
#ifdef __AVX512F__
  __mmask8 low, high;
#else
  NativeI64 low, high;
#endif
};
VALUESCALE_INLINE HalfMasks halves(Mask m) {
#ifdef __AVX512F__
  return {static_cast<__mmask8>(m.v), static_cast<__mmask8>(m.v >> 8)};
#elif defined(__AVX2__)
  return {NativeI64(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(__m256i(m.v)))),
          NativeI64(_mm256_cvtepi32_epi64(_mm256_extracti128_si256(__m256i(m.v), 1)))};
#else
  return {NativeI64(_mm_unpacklo_epi32(__m128i(m.v), __m128i(m.v))), NativeI64(_mm_unpackhi_epi32(__m128i(m.v), __m128i(m.v)))};
#endif
}
#ifndef __AVX512F__
VALUESCALE_INLINE Mask joined(NativeI64 low, NativeI64 high) {
#ifdef __AVX2__
  const __m256 mixed = _mm256_shuffle_ps(__m256(low), __m256(high), 0x88);
  return {NativeI32(_mm256_permute4x64_epi64(__m256i(mixed), 0xd8))};
#else
  return {NativeI32(_mm_shuffle_ps(__m128(low), __m128(high), 0x88))};
#endif
}
#endif

struct I64 {
  NativeI64 low, high;
  static VALUESCALE_INLINE I64 of(std::int64_t x) { return {x - NativeI64{}, x - NativeI64{}}; }
  static VALUESCALE_INLINE I64 load(const std::int64_t* from) {
    // Half by half: as a whole the compiler would move it word by word.
    I64 r;
    __builtin_memcpy(&r.low, from, sizeof r.low);
    __builtin_memcpy(&r.high, from + kHalf, sizeof r.high);
    return r;
  }
  VALUESCALE_INLINE void store(std::int64_t* to) const {
    __builtin_memcpy(to, &low, sizeof low);
    __builtin_memcpy(to + kHalf, &high, sizeof high);
  }
  friend VALUESCALE_INLINE I64 operator+(I64 a, I64 b) { return {a.low + b.low, a.high + b.high}; }
  friend VALUESCALE_INLINE I64 operator-(I64 a, I64 b) { return {a.low - b.low, a.high - b.high}; }
  friend VALUESCALE_INLINE I64 operator&(I64 a, I64 b) { return {a.low & b.low, a.high & b.high}; }
  friend VALUESCALE_INLINE I64 operator|(I64 a, I64 b) { return {a.low | b.low, a.high | b.high}; }
  friend VALUESCALE_INLINE I64 operator^(I64 a, I64 b) { return {a.low ^ b.low, a.high ^ b.high}; }
  /// The sign stays.
  friend VALUESCALE_INLINE I64 operator>>(I64 a, int n) { return {a.low >> n, a.high >> n}; }
  VALUESCALE_INLINE bool is_zero() const {
    const NativeI64 either = low | high;
    std::int64_t any = 0;
    for (int lane = 0; lane < kHalf; ++lane) any |= either[lane];
    return any == 0;
  }
  /// The sum of all lanes, modulo 2^64.
  VALUESCALE_INLINE std::int64_t sum() const {
    const NativeI64 both = low + high;
    std::int64_t total = 0;
    for (int lane = 0; lane < kHalf; ++lane) total += both[lane];
    return total;
  }
#ifdef __AVX512F__
  friend VALUESCALE_INLINE Mask operator<(I64 a, I64 b) {
    const unsigned low = _mm512_cmplt_epi64_mask(__m512i(a.low), __m512i(b.low));
    const unsigned high = _mm512_cmplt_epi64_mask(__m512i(a.high), __m512i(b.high));
    return {static_cast<__mmask16>(low | high << 8)};
  }
#else
  friend VALUESCALE_INLINE Mask operator<(I64 a, I64 b) { return joined(a.low < b.low, a.high < b.high); }
#endif
};

struct F64 {
  NativeF64 low, high;
  static VALUESCALE_INLINE F64 of(double x) { return {x - NativeF64{}, x - NativeF64{}}; }
  friend VALUESCALE_INLINE F64 operator+(F64 a, F64 b) { return {a.low + b.low, a.high + b.high}; }
  friend VALUESCALE_INLINE F64 operator-(F64 a, F64 b) { return {a.low - b.low, a.high - b.high}; }
  friend VALUESCALE_INLINE F64 operator*(F64 a, F64 b) { return {a.low * b.low, a.high * b.high}; }
  friend VALUESCALE_INLINE F64 operator-(F64 a) { return {-a.low, -a.high}; }
#ifdef __AVX512F__
  friend VALUESCALE_INLINE Mask operator<(F64 a, F64 b) {
    const unsigned low = _mm512_cmp_pd_mask(__m512d(a.low), __m512d(b.low), _CMP_LT_OQ);
    const unsigned high = _mm512_cmp_pd_mask(__m512d(a.high), __m512d(b.high), _CMP_LT_OQ);
    return {static_cast<__mmask16>(low | high << 8)};
  }
#else
  friend VALUESCALE_INLINE Mask operator<(F64 a, F64 b) { return joined(NativeI64(a.low < b.low), NativeI64(a.high < b.high)); }
#endif
};

VALUESCALE_INLINE F64 from_bits(I64 a) { return {NativeF64(a.low), NativeF64(a.high)}; }
VALUESCALE_INLINE I64 bits(F64 a) { return {NativeI64(a.low), NativeI64(a.high)}; }
VALUESCALE_INLINE F64 abs(F64 a) { return from_bits(bits(a) & I64::of(0x7fffffffffffffff)); }

VALUESCALE_INLINE F64 select(Mask m, F64 yes, F64 no) {
  const HalfMasks half = halves(m);
#ifdef __AVX512F__
  return {NativeF64(_mm512_mask_blend_pd(half.low, __m512d(no.low), __m512d(yes.low))),
          NativeF64(_mm512_mask_blend_pd(half.high, __m512d(no.high), __m512d(yes.high)))};
#elif defined(__AVX2__)
  return {NativeF64(_mm256_blendv_pd(__m256d(no.low), __m256d(yes.low), __m256d(half.low))),
          NativeF64(_mm256_blendv_pd(__m256d(no.high), __m256d(yes.high), __m256d(half.high)))};
#else
  const auto pick = [](NativeI64 mask, NativeF64 y, NativeF64 n) { return NativeF64((mask & NativeI64(y)) | (~mask & NativeI64(n))); };
  return {pick(half.low, yes.low, no.low), pick(half.high, yes.high, no.high)};
#endif
}
VALUESCALE_INLINE I64 select(Mask m, I64 yes, I64 no) { return bits(select(m, from_bits(yes), from_bits(no))); }

/// The upper 32 bits, without sign.
VALUESCALE_INLINE I64 upper_word(I64 a) {
  using NativeU64 = std::uint64_t __attribute__((vector_size(8 * kHalf)));
  return {NativeI64(NativeU64(a.low) >> 32), NativeI64(NativeU64(a.high) >> 32)};
}
/// Products of the lower 32 bits, without sign.
VALUESCALE_INLINE I64 multiply_lower_words(I64 a, I64 b) {
#ifdef __AVX512F__
  return {NativeI64(_mm512_mul_epu32(__m512i(a.low), __m512i(b.low))), NativeI64(_mm512_mul_epu32(__m512i(a.high), __m512i(b.high)))};
#elif defined(__AVX2__)
  return {NativeI64(_mm256_mul_epu32(__m256i(a.low), __m256i(b.low))), NativeI64(_mm256_mul_epu32(__m256i(a.high), __m256i(b.high)))};
#else
  return {NativeI64(_mm_mul_epu32(__m128i(a.low), __m128i(b.low))), NativeI64(_mm_mul_epu32(__m128i(a.high), __m128i(b.high)))};
#endif
}
/// Products of numbers with sign that fit into 32 bits.
VALUESCALE_INLINE I64 multiply_short(I64 a, I64 b) {
#ifdef __AVX512F__
  return {NativeI64(_mm512_mul_epi32(__m512i(a.low), __m512i(b.low))), NativeI64(_mm512_mul_epi32(__m512i(a.high), __m512i(b.high)))};
#elif defined(__AVX2__)
  return {NativeI64(_mm256_mul_epi32(__m256i(a.low), __m256i(b.low))), NativeI64(_mm256_mul_epi32(__m256i(a.high), __m256i(b.high)))};
#else
  I64 r;
  for (int i = 0; i < kHalf; ++i) {
    r.low[i] = static_cast<std::int64_t>(static_cast<std::int32_t>(a.low[i])) * static_cast<std::int32_t>(b.low[i]);
    r.high[i] = static_cast<std::int64_t>(static_cast<std::int32_t>(a.high[i])) * static_cast<std::int32_t>(b.high[i]);
  }
  return r;
#endif
}
/// The lower 32 bits of all lanes.
VALUESCALE_INLINE U32 lower_words(I64 a) {
#ifdef __AVX512F__
  const __m256i low = _mm512_cvtepi64_epi32(__m512i(a.low)), high = _mm512_cvtepi64_epi32(__m512i(a.high));
  return {NativeU32(_mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1))};
#elif defined(__AVX2__)
  const __m256 mixed = _mm256_shuffle_ps(__m256(a.low), __m256(a.high), 0x88);
  return {NativeU32(_mm256_permute4x64_epi64(__m256i(mixed), 0xd8))};
#else
  return {NativeU32(_mm_shuffle_ps(__m128(a.low), __m128(a.high), 0x88))};
#endif
}

/// Of signed numbers.
VALUESCALE_INLINE I64 to_wide(U32 a) {
#ifdef __AVX512F__
  return {NativeI64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(__m512i(a.v)))),
          NativeI64(_mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(__m512i(a.v), 1)))};
#elif defined(__AVX2__)
  return {NativeI64(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(__m256i(a.v)))),
          NativeI64(_mm256_cvtepi32_epi64(_mm256_extracti128_si256(__m256i(a.v), 1)))};
#else
  const __m128i sign = _mm_srai_epi32(__m128i(a.v), 31);
  return {NativeI64(_mm_unpacklo_epi32(__m128i(a.v), sign)), NativeI64(_mm_unpackhi_epi32(__m128i(a.v), sign))};
#endif
}

/// Of values from 0 to below 2^63, rounded to nearest.
VALUESCALE_INLINE F64 to_double(I64 a) {
#ifdef __AVX512F__
  return {NativeF64(_mm512_cvtepi64_pd(__m512i(a.low))), NativeF64(_mm512_cvtepi64_pd(__m512i(a.high)))};
#else
  // Both words as doubles, exactly; the only rounding is that of their sum.
  const F64 lower = from_bits((a & I64::of(0xffffffff)) | bits(F64::of(0x1p52)));
  const F64 upper = from_bits(upper_word(a) | bits(F64::of(0x1p84)));
  return (upper - F64::of(0x1p84 + 0x1p52)) + lower;
#endif
}

VALUESCALE_INLINE F64 to_double(F32 a) {
#ifdef __AVX512F__
  return {NativeF64(_mm512_cvtps_pd(_mm512_castps512_ps256(__m512(a.v)))),
          NativeF64(_mm512_cvtps_pd(_mm512_extractf32x8_ps(__m512(a.v), 1)))};
#elif defined(__AVX2__)
  return {NativeF64(_mm256_cvtps_pd(_mm256_castps256_ps128(__m256(a.v)))),
          NativeF64(_mm256_cvtps_pd(_mm256_extractf128_ps(__m256(a.v), 1)))};
#else
  return {NativeF64(_mm_cvtps_pd(__m128(a.v))), NativeF64(_mm_cvtps_pd(_mm_movehl_ps(__m128(a.v), __m128(a.v))))};
#endif
}

/// a × b + c with one rounding.
VALUESCALE_INLINE F64 fma(F64 a, F64 b, F64 c) {
#ifdef __AVX512F__
  return {NativeF64(_mm512_fmadd_pd(__m512d(a.low), __m512d(b.low), __m512d(c.low))),
          NativeF64(_mm512_fmadd_pd(__m512d(a.high), __m512d(b.high), __m512d(c.high)))};
#elif defined(__FMA__)
  return {NativeF64(_mm256_fmadd_pd(__m256d(a.low), __m256d(b.low), __m256d(c.low))),
          NativeF64(_mm256_fmadd_pd(__m256d(a.high), __m256d(b.high), __m256d(c.high)))};
#else
  F64 r;
  for (int i = 0; i < kHalf; ++i) {
    r.low[i] = __builtin_fma(a.low[i], b.low[i], c.low[i]);
    r.high[i] = __builtin_fma(a.high[i], b.high[i], c.high[i]);
  }
  return r;
#endif
}

/// table[index] of each lane.
VALUESCALE_INLINE F64 gather(const double* table, U32 index) {
#ifdef __AVX512F__
  return {NativeF64(_mm512_i32gather_pd(_mm512_castsi512_si256(__m512i(index.v)), table, 8)),
          NativeF64(_mm512_i32gather_pd(_mm512_extracti64x4_epi64(__m512i(index.v), 1), table, 8))};
#elif defined(__AVX2__)
  return {NativeF64(_mm256_i32gather_pd(table, _mm256_castsi256_si128(__m256i(index.v)), 8)),
          NativeF64(_mm256_i32gather_pd(table, _mm256_extracti128_si256(__m256i(index.v), 1), 8))};
#else
  F64 r;
  for (int i = 0; i < kHalf; ++i) {
    r.low[i] = table[index.v[i]];
    r.high[i] = table[index.v[i + kHalf]];
  }
  return r;
#endif
}

/// So few doubles that every lane can look one up at once.
inline constexpr std::uint32_t kFew = 8;
class FewDoubles {
 public:
  explicit VALUESCALE_INLINE FewDoubles(const double (&x)[kFew]) {
#if defined(__AVX2__) && !defined(__AVX512F__)
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x)),
                  b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x + 4));
    const __m256i apart = _mm256_setr_epi32(0, 2, 4, 6, 1, 3, 5, 7);
    const __m256i first = _mm256_permutevar8x32_epi32(a, apart), second = _mm256_permutevar8x32_epi32(b, apart);
    lower_ = _mm256_permute2x128_si256(first, second, 0x20);
    upper_ = _mm256_permute2x128_si256(first, second, 0x31);
#else
    __builtin_memcpy(&x_, x, sizeof x_);
#endif
  }
  /// Of places below kFew; what other lanes get is of no meaning.
  VALUESCALE_INLINE F64 operator[](U32 place) const {
#ifdef __AVX512F__
    const __m512i low = _mm512_cvtepu32_epi64(_mm512_castsi512_si256(__m512i(place.v)));
    const __m512i high = _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(__m512i(place.v), 1));
    return {NativeF64(_mm512_permutexvar_pd(low, x_)), NativeF64(_mm512_permutexvar_pd(high, x_))};
#elif defined(__AVX2__)
    const __m256i lower = _mm256_permutevar8x32_epi32(lower_, __m256i(place.v));
    const __m256i upper = _mm256_permutevar8x32_epi32(upper_, __m256i(place.v));
    const __m256i near = _mm256_unpacklo_epi32(lower, upper), far = _mm256_unpackhi_epi32(lower, upper);
    return {NativeF64(_mm256_permute2x128_si256(near, far, 0x20)), NativeF64(_mm256_permute2x128_si256(near, far, 0x31))};
#else
    F64 r;
    for (int i = 0; i < kHalf; ++i) {
      r.low[i] = x_[place.v[i] % kFew];
      r.high[i] = x_[place.v[i + kHalf] % kFew];
    }
    return r;
#endif
  }

 private:
#ifdef __AVX512F__
  __m512d x_;
#elif defined(__AVX2__)
  __m256i lower_, upper_;  ///< words
#else
  double x_[kFew];
#endif
};

/// Nearest integer, ties to even, of |x| < 2^51.
VALUESCALE_INLINE I64 nearest(F64 x) { return bits(x + F64::of(0x1.8p52)) - I64::of(0x4338000000000000); }

/// The lesser and the greater; b where they cannot be compared.
VALUESCALE_INLINE F64 min(F64 a, F64 b) {
#ifdef __AVX512F__
  return {NativeF64(_mm512_min_pd(__m512d(a.low), __m512d(b.low))), NativeF64(_mm512_min_pd(__m512d(a.high), __m512d(b.high)))};
#elif defined(__AVX2__)
  return {NativeF64(_mm256_min_pd(__m256d(a.low), __m256d(b.low))), NativeF64(_mm256_min_pd(__m256d(a.high), __m256d(b.high)))};
#else
  return {NativeF64(_mm_min_pd(__m128d(a.low), __m128d(b.low))), NativeF64(_mm_min_pd(__m128d(a.high), __m128d(b.high)))};
#endif
}
VALUESCALE_INLINE F64 max(F64 a, F64 b) {
#ifdef __AVX512F__
  return {NativeF64(_mm512_max_pd(__m512d(a.low), __m512d(b.low))), NativeF64(_mm512_max_pd(__m512d(a.high), __m512d(b.high)))};
#elif defined(__AVX2__)
  return {NativeF64(_mm256_max_pd(__m256d(a.low), __m256d(b.low))), NativeF64(_mm256_max_pd(__m256d(a.high), __m256d(b.high)))};
#else
  return {NativeF64(_mm_max_pd(__m128d(a.low), __m128d(b.low))), NativeF64(_mm_max_pd(__m128d(a.high), __m128d(b.high)))};
#endif
}

/// e^x for |x| ≤ kNearZero; relative error below 2e-15.
inline constexpr double kNearZero = 0.34;  // below ln 2 / 2
VALUESCALE_INLINE F64 exp_near_zero(F64 x) {
  // (e^x − 1 − x)/x², the minimax polynomial on |x| ≤ ln 2 / 2. The two halves of the lanes hide each other's waiting.
  F64 p = F64::of(2.761380686153829e-07);
  p = fma(p, x, F64::of(2.762511557828763e-06));
  p = fma(p, x, F64::of(2.4801536388690766e-05));
  p = fma(p, x, F64::of(0.00019841208732536384));
  p = fma(p, x, F64::of(0.0013888888905881542));
  p = fma(p, x, F64::of(0.008333333353729397));
  p = fma(p, x, F64::of(0.04166666666665136));
  p = fma(p, x, F64::of(0.1666666666664829));
  p = fma(p, x, F64::of(0.5));
  return F64::of(1) + fma(x * x, p, x);
}

/// e^x, x held to [−700, 700]; relative error below 2e-15. The same bits as near zero.
VALUESCALE_INLINE F64 exp(F64 x) {
  x = min(max(x, F64::of(-700)), F64::of(700));
  const F64 magic = F64::of(0x1.8p52);
  const F64 shifted = fma(x, F64::of(1.4426950408889634), magic);
  const F64 n = shifted - magic;
  const F64 r = fma(n, F64::of(-0x1.ef35793c76730p-45), fma(n, F64::of(-0x1.62e42fefa3800p-1), x));
  const F64 p = exp_near_zero(r);
  const I64 scale = bits(shifted);
  return from_bits(bits(p) + I64{scale.low << 52, scale.high << 52});
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::sim
