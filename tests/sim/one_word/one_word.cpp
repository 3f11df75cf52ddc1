// Compiled once for each instruction set.
#include "tests/sim/one_word/one_word.hpp"

#include "sim/random/laws.hpp"

namespace valuescale::sim {
inline namespace VALUESCALE_ISA {

namespace {

VALUESCALE_INLINE F32 apply_to_lanes(const Transform& transform, U32 word) {
  using Kind = Transform::Kind;
  const F32 location = F32::of(transform.location), scale = F32::of(transform.scale);
  switch (transform.kind) {
    case Kind::uniform: return uniform(word);
    case Kind::exponential: return exponential(word);
    case Kind::log_exponential: return log(exponential(word));
    case Kind::weibull: return exp(fma(scale, log(exponential(word)), location));
    case Kind::table: return quantile(transform.table, U32::of(0), word);
    case Kind::exp_table: return exp(fma(scale, quantile(transform.table, U32::of(0), word), location));
    case Kind::happens: return select(happens(word, U32::of(transform.threshold)), F32::of(1), F32::of(0));
    case Kind::log: return log(from_bits(word));
    case Kind::exp: return exp(from_bits(word));
    case Kind::logistic: return logistic(from_bits(word));
  }
  return F32::of(0);
}

void apply(const Transform& transform, const std::uint32_t* words, int count, float* out) {
  for (int i = 0; i < count; i += kWidth) apply_to_lanes(transform, U32::load(words + i)).store(out + i);
}

#define VALUESCALE_TEXT_OF(x) #x
#define VALUESCALE_NAME_OF(x) VALUESCALE_TEXT_OF(x)
constexpr OneWord kOneWord{VALUESCALE_NAME_OF(VALUESCALE_ISA), apply};

}  // namespace

}  // namespace VALUESCALE_ISA

namespace compiled_for::VALUESCALE_ISA {
const OneWord& one_word() { return kOneWord; }
}  // namespace compiled_for::VALUESCALE_ISA

}  // namespace valuescale::sim
