// Compiled once for each instruction set.
#include "tools/benchmark/micro/pieces.hpp"

#include "sim/random/laws.hpp"
#include "sim/random/table_layout.hpp"

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

namespace {

constexpr Key kKey{0x2545f491, 0x9e3779b9};
constexpr int kBlocks = 4;

/// Several blocks side by side, as the engine draws them, hide each other's multiplications.
template <int kVectors>
VALUESCALE_INLINE void draw_some(std::uint32_t customer, const RoundKeys& keys, std::uint32_t* words) {
  U32 c[kVectors][4];
  for (int v = 0; v < kVectors; ++v) {
    c[v][0] = U32::of(customer + static_cast<std::uint32_t>(v * kWidth)) + lane_numbers();
    for (int k = 1; k < 4; ++k) c[v][k] = U32::of(0);
  }
  philox_rounds(c, keys);
  for (int v = 0; v < kVectors; ++v)
    for (int k = 0; k < 4; ++k) c[v][k].store(words + (4 * v + k) * kWidth);
}

void draw_blocks(std::uint32_t customer, int blocks, std::uint32_t* words) {
  const RoundKeys keys(kKey);
  int i = 0;
  for (; i + kBlocks * kWidth <= blocks; i += kBlocks * kWidth)
    draw_some<kBlocks>(customer + static_cast<std::uint32_t>(i), keys, words + 4 * i);
  for (; i < blocks; i += kWidth) draw_some<1>(customer + static_cast<std::uint32_t>(i), keys, words + 4 * i);
}

void philox_words(std::uint32_t customer, int count, std::uint32_t* words) { draw_blocks(customer, count / 4, words); }

void uniforms(const std::uint32_t* words, int count, float* out) {
  for (int i = 0; i < count; i += kWidth) uniform(U32::load(words + i)).store(out + i);
}

void exponentials(const std::uint32_t* words, int count, float* out) {
  for (int i = 0; i < count; i += kWidth) exponential(U32::load(words + i)).store(out + i);
}

void logs(const float* x, int count, float* out) {
  for (int i = 0; i < count; i += kWidth) log(F32::load(x + i)).store(out + i);
}

void exps(const float* x, int count, float* out) {
  for (int i = 0; i < count; i += kWidth) exp(F32::load(x + i)).store(out + i);
}

void quantiles(const float* tables, const std::uint32_t* words, int count, float* out) {
  for (int i = 0; i < count; i += kWidth) quantile(tables, U32::of(0), U32::load(words + i)).store(out + i);
}

void gamma_ratios(const float* tables, const std::uint32_t* words, int count, float* out) {
  const U32 p = U32::of(kTableFloats), q = U32::of(2 * kTableFloats);
  for (int i = 0; i < count; i += kWidth)
    exp(quantile(tables, p, U32::load(words + 2 * i)) - quantile(tables, q, U32::load(words + 2 * i + kWidth))).store(out + i);
}

std::uint32_t limit_b(const float* tables, std::uint32_t customer, std::uint32_t* room) {
  draw_blocks(customer, kLimitBlocks, room);
  // Each variate takes the place of its word.
  int at = 0;
  const auto transform = [&](int count, auto draw) __attribute__((always_inline)) {
    for (const int end = at + count; at < end; at += kWidth) bits(draw(U32::load(room + at))).store(room + at);
  };
  transform(
      kLimitExponentials, [](U32 word) __attribute__((always_inline)) { return exponential(word); });
  for (int table = 0; table < 4; ++table) {
    const U32 offset = U32::of(static_cast<std::uint32_t>(table * kTableFloats));
    transform(
        table == 0 ? kLimitNormals : kLimitGammas / 3, [=](U32 word)
                                                           __attribute__((always_inline)) { return quantile(tables, offset, word); });
  }
  U32 happened = U32::of(0);
  for (; at < 4 * kLimitBlocks; at += kWidth)
    happened = happened + select(happens(U32::load(room + at), U32::of(0x55555555)), U32::of(1), U32::of(0));
  alignas(64) std::uint32_t counts[kWidth];
  happened.store(counts);
  std::uint32_t sum = 0;
  for (int i = 0; i < kWidth; ++i) sum += counts[i];
  return sum;
}

#define VALUESCALE_TEXT_OF(x) #x
#define VALUESCALE_NAME_OF(x) VALUESCALE_TEXT_OF(x)
constexpr Pieces kPieces{
    VALUESCALE_NAME_OF(VALUESCALE_ISA), philox_words, uniforms, exponentials, logs, exps, quantiles, gamma_ratios, limit_b};

}  // namespace

}  // namespace VALUESCALE_ISA

namespace compiled_for::VALUESCALE_ISA {
const Pieces& pieces() { return kPieces; }
}  // namespace compiled_for::VALUESCALE_ISA

}  // namespace valuescale::sim
