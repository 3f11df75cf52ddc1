#pragma once
// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011) as a standard engine: a stream for each (seed, customer), so that a customer's life
// doesn't depend on which thread lives it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace valuescale::benchmark {

class Philox {
 public:
  using result_type = std::uint32_t;

  Philox(std::uint64_t seed, std::uint64_t customer)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        customer_{static_cast<std::uint32_t>(customer), static_cast<std::uint32_t>(customer >> 32)} {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  result_type operator()() {
    if (used_ == words_.size()) {
      words_ = block({block_++, 0, customer_[0], customer_[1]}, key_);
      used_ = 0;
    }
    return words_[used_++];
  }

  using Words = std::array<std::uint32_t, 4>;

  static constexpr Words block(Words counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t first = std::uint64_t{0xD2511F53} * counter[0];
      const std::uint64_t second = std::uint64_t{0xCD9E8D57} * counter[2];
      counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
                 static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
      key[0] += 0x9E3779B9;
      key[1] += 0xBB67AE85;
    }
    return counter;
  }

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 2> customer_;
  std::uint32_t block_ = 0;
  Words words_{};
  std::size_t used_ = words_.size();
};

// The known answer of Random123 1.14.
static_assert(Philox::block({0, 0, 0, 0}, {0, 0}) == Philox::Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});

}  // namespace valuescale::benchmark
