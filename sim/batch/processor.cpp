#include "sim/batch/processor.hpp"

namespace valuescale::sim {

bool processor_runs(std::string_view instruction_set) {
  if (instruction_set == "v4") return __builtin_cpu_supports("x86-64-v4");
  if (instruction_set == "v3") return __builtin_cpu_supports("x86-64-v3");
  return instruction_set == "baseline";
}

}  // namespace valuescale::sim
