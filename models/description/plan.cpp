#include "models/description/plan.hpp"

namespace valuescale::models {

const char* name_of(Acquisition::By by) {
  switch (by) {
    case Acquisition::By::spend: return "spend";
    case Acquisition::By::leads: return "leads";
    case Acquisition::By::customers: return "customers";
  }
  return "";
}

}  // namespace valuescale::models
