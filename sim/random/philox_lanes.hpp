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

/// A key's words in each round.
struct RoundKeys {
  explicit RoundKeys(Key key) {
    for (int round = 0; round < kPhiloxRounds; ++round) {
      word0[round] = key.word0 + static_cast<std::uint32_t>(round) * kPhiloxWeyl0;
      word1[round] = key.word1 + static_cast<std::uint32_t>(round) * kPhiloxWeyl1;
    }
  }
  std::uint32_t word0[kPhiloxRounds], word1[kPhiloxRounds];
};

/// Turns counters into words. Several vectors of lanes go together, because each round waits for the one before.
template <int kVectors>
VALUESCALE_INLINE void philox_rounds(U32 (&c)[kVectors][4], const RoundKeys& keys) {
#pragma GCC unroll 10
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const U32 key0 = U32::of(keys.word0[round]), key1 = U32::of(keys.word1[round]);
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      U32 high0, low0, high1, low1;
      multiply_wide(c[v][0], kPhiloxFactor0, high0, low0);
      multiply_wide(c[v][2], kPhiloxFactor1, high1, low1);
      c[v][0] = high1 ^ c[v][1] ^ key0;
      c[v][1] = low1;
      c[v][2] = high0 ^ c[v][3] ^ key1;
      c[v][3] = low0;
    }
  }
}

VALUESCALE_INLINE Words philox_lanes(U32 id_low, U32 id_high, U32 world, U32 occurrence, Key key) {
  U32 c[1][4] = {{id_low, id_high, world, occurrence}};
  philox_rounds(c, RoundKeys(key));
  return {{c[0][0], c[0][1], c[0][2], c[0][3]}};
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::sim
