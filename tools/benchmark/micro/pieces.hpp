// The pieces that a run is made of, each by itself, on each instruction set.
#pragma once

#include <cstdint>

namespace valuescale::sim {

/// Customers of a batch of `limit_b`, and what they take together: 23.8 random words each.
inline constexpr int kLimitCustomers = 320;
inline constexpr int kLimitBlocks = 1904;        // 5.95 Philox blocks each
inline constexpr int kLimitExponentials = 2464;  // 7.7 each
inline constexpr int kLimitNormals = 2112;       // 6.6 each
inline constexpr int kLimitGammas = 960;         // 3 each, by a table each
inline constexpr int kLimitCompares = 2080;      // 6.5 each
static_assert(4 * kLimitBlocks == kLimitExponentials + kLimitNormals + kLimitGammas + kLimitCompares);

/// Tables follow one another: normal, then three of ln gamma.
struct Pieces {
  const char* name;  ///< of the instruction set
  /// `count` is a multiple of 64 everywhere.
  void (*philox)(std::uint32_t customer, int count, std::uint32_t* words);
  void (*uniform)(const std::uint32_t* words, int count, float* out);
  void (*exponential)(const std::uint32_t* words, int count, float* out);
  void (*log)(const float* x, int count, float* out);
  void (*exp)(const float* x, int count, float* out);
  void (*quantile)(const float* tables, const std::uint32_t* words, int count, float* out);
  /// exp(ln Gamma(p) variate − ln Gamma(q) variate), two words each.
  void (*gamma_ratio)(const float* tables, const std::uint32_t* words, int count, float* out);
  /// The draws of a batch, from its first customer's number: `room` takes its words and then its variates.
  std::uint32_t (*limit_b)(const float* tables, std::uint32_t customer, std::uint32_t* room);
};

}  // namespace valuescale::sim
