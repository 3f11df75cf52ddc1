// SHA-256 (FIPS 180-4): tells whether a file still holds what was written.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace valuescale::results {

class Sha256 {
 public:
  void add(std::string_view bytes);
  /// Ends the message; 64 hex digits.
  std::string hex();

 private:
  void take_block();

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> block_{};
  std::uint64_t length_ = 0;  ///< bytes so far
};

}  // namespace valuescale::results
