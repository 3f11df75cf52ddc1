// Philox for many customers at once; the same words as philox().
#pragma once

#include "sim/batch/vec.hpp"
#include "sim/random/philox.hpp"

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

/// Four random words of each lane.
struct Words {
  U32 word[4];
  VALUESCALE_INLINE U32 operator[](int i) const { return word[i]; }
};

VALUESCALE_INLINE Words philox_lanes(U32 id_low, U32 id_high, U32 world, U32 occurrence, Key key) {
  U32 c0 = id_low, c1 = id_high, c2 = world, c3 = occurrence;
  for (int round = 0; round < kPhiloxRounds; ++round) {
    U32 high0, low0, high1, low1;
    multiply_wide(c0, kPhiloxFactor0, high0, low0);
    multiply_wide(c2, kPhiloxFactor1, high1, low1);
    const U32 n0 = high1 ^ c1 ^ U32::of(key.word0);
    const U32 n2 = high0 ^ c3 ^ U32::of(key.word1);
    c0 = n0;
    c1 = low1;
    c2 = n2;
    c3 = low0;
    key.word0 += kPhiloxWeyl0;
    key.word1 += kPhiloxWeyl1;
  }
  return {{c0, c1, c2, c3}};
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::sim
