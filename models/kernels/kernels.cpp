// Compiled once for each instruction set (see models/CMakeLists.txt); includes nothing whose inline functions could be mixed up between them.
#include "models/kernels/kernels.hpp"

#include "models/kernels/admission.hpp"
#include "models/kernels/counting.hpp"
#include "models/kernels/ledger.hpp"
#include "models/kernels/purchases.hpp"
#include "models/kernels/repeats.hpp"
#include "models/kernels/steps.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

namespace {

#define VALUESCALE_TEXT_OF(x) #x
#define VALUESCALE_NAME_OF(x) VALUESCALE_TEXT_OF(x)
constexpr Kernels kKernels{
    VALUESCALE_NAME_OF(VALUESCALE_ISA), admit, sell, ask, begin_any, enter, next_any, turn, scan, add_up, measure, total, compare};

}  // namespace

}  // namespace VALUESCALE_ISA

namespace compiled_for::VALUESCALE_ISA {
const Kernels& kernels() { return kKernels; }
}  // namespace compiled_for::VALUESCALE_ISA

}  // namespace valuescale::models
