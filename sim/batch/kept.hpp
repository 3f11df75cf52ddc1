// Those lanes that a mask keeps, moved together.
#pragma once

#include "sim/batch/vec.hpp"

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

#if defined(__AVX2__) && !defined(__AVX512F__)
/// For every mask of eight lanes, the numbers of those kept, in order.
struct KeptLanes {
  std::uint8_t lane[256][8];
};
constexpr KeptLanes kept_lanes() {
  KeptLanes table{};
  for (int mask = 0; mask < 256; ++mask)
    for (int lane = 0, next = 0; lane < 8; ++lane)
      if (mask >> lane & 1) table.lane[mask][next++] = static_cast<std::uint8_t>(lane);
  return table;
}
constexpr KeptLanes kKeptLanes = kept_lanes();
#endif

/// Stores the kept lanes of columns side by side. A store writes a whole vector; what comes after the first `count` is of no meaning.
class Kept {
 public:
  explicit VALUESCALE_INLINE Kept(Mask mask) : mask_(mask.bits()), count_(__builtin_popcount(mask_)) {
#if defined(__AVX2__) && !defined(__AVX512F__)
    std::uint64_t lanes;
    __builtin_memcpy(&lanes, kKeptLanes.lane[mask_], sizeof lanes);
    order_ = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(lanes)));
#endif
  }
  VALUESCALE_INLINE int count() const { return count_; }
  VALUESCALE_INLINE void store(U32 x, std::uint32_t* to) const {
#ifdef __AVX512F__
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(static_cast<__mmask16>(mask_), __m512i(x.v)));
#elif defined(__AVX2__)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permutevar8x32_epi32(__m256i(x.v), order_));
#else
    for (int lane = 0, next = 0; lane < kWidth; ++lane)
      if (mask_ >> lane & 1) to[next++] = x.v[lane];
#endif
  }
  VALUESCALE_INLINE void store(F32 x, float* to) const { store(bits(x), reinterpret_cast<std::uint32_t*>(to)); }

 private:
  std::uint32_t mask_;
  int count_;
#if defined(__AVX2__) && !defined(__AVX512F__)
  __m256i order_;
#endif
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::sim
