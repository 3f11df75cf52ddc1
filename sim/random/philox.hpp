// Addressed randomness: every draw is a pure function of where it stands, never of what was drawn before it.
//
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC 2011) turns a key and a counter into four
// 32-bit words. A named decision has the key Philox(seed; hash of its name); customer, world and occurrence are the counter. So the same
// customer meets the same luck whatever thread lives it, and one customer can be lived again alone.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace valuescale::sim {

using Block = std::array<std::uint32_t, 4>;

struct Key {
  std::uint32_t word0 = 0, word1 = 0;
  friend constexpr bool operator==(const Key&, const Key&) = default;
};

inline constexpr std::uint32_t kPhiloxFactor0 = 0xD2511F53, kPhiloxFactor1 = 0xCD9E8D57;
inline constexpr std::uint32_t kPhiloxWeyl0 = 0x9E3779B9, kPhiloxWeyl1 = 0xBB67AE85;
inline constexpr int kPhiloxRounds = 10;

/// Four random words of a counter under a key.
constexpr Block philox(Block counter, Key key) {
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const std::uint64_t product0 = std::uint64_t{kPhiloxFactor0} * counter[0];
    const std::uint64_t product1 = std::uint64_t{kPhiloxFactor1} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key.word0, static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key.word1, static_cast<std::uint32_t>(product0)};
    key.word0 += kPhiloxWeyl0;
    key.word1 += kPhiloxWeyl1;
  }
  return counter;
}

/// 128-bit FNV-1a of a name (Fowler, Noll, Vo), as a counter.
constexpr Block hash_of(std::string_view name) {
  __extension__ using Wide = unsigned __int128;
  Wide hash = (Wide{0x6c62272e07bb0142} << 64) | 0x62b821756295c58d;
  const Wide prime = (Wide{1} << 88) | 0x13b;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  return {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(hash >> 64),
          static_cast<std::uint32_t>(hash >> 96)};
}

/// The key of a named decision: "step.upsell after offer/take".
constexpr Key key_of(std::uint64_t seed, std::string_view name) {
  const Block words = philox(hash_of(name), {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
  return {words[0], words[1]};
}

}  // namespace valuescale::sim
