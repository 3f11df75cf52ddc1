#include "tests/sim/one_word/supported.hpp"

#include "sim/batch/processor.hpp"

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
#define V(isa) \
  if (processor_runs(#isa)) result.push_back(&compiled_for::isa::one_word());
  VALUESCALE_EACH_INSTRUCTION_SET
#undef V
  return result;
}

}  // namespace valuescale::sim
