#include "tests/sim/one_word/supported.hpp"

namespace valuescale::sim {

namespace compiled_for {
#define V(isa)               \
  namespace isa {            \
  const OneWord& one_word(); \
  }
VALUESCALE_EACH_INSTRUCTION_SET
#undef V
}  // namespace compiled_for

std::vector<const OneWord*> supported_one_words() {
  std::vector<const OneWord*> result;
  const bool baseline = true, v3 = __builtin_cpu_supports("x86-64-v3"), v4 = __builtin_cpu_supports("x86-64-v4");
  static_cast<void>(v4);
#define V(isa) \
  if (isa) result.push_back(&compiled_for::isa::one_word());
  VALUESCALE_EACH_INSTRUCTION_SET
#undef V
  return result;
}

}  // namespace valuescale::sim
