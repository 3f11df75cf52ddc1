#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/reader.hpp"

#include <limits>

namespace valuescale::scenarios {

LawFigures figures_of(const models::Quantity& quantity) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (quantity.law.is_constant()) return {quantity.law.value, kNone, kNone};
  return {mean_of(quantity.law), quantile_of(quantity.law, 0.05), quantile_of(quantity.law, 0.95)};
}

}  // namespace valuescale::scenarios
