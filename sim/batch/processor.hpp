// What the processor at hand can run.
#pragma once

#include <string_view>

namespace valuescale::sim {

/// Can it run what is compiled for this instruction set: baseline, v3 or v4 of x86-64? False for any other name.
bool processor_runs(std::string_view instruction_set);

}  // namespace valuescale::sim
