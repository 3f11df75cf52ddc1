// What another program says of a plan beside the reference simulator, number by number. It takes plain numbers: who says them is not asked.
#pragma once

#include "tests/support/reference_plan_summary.hpp"

#include <string>
#include <vector>

namespace valuescale::tests::reference {

/// Of whatever ReferencePlan knows by name. An `at` is a point of the distribution, or the share below a quantile.
struct PlanFigure {
  enum class Kind { mean, sd, probability, ratio, at_most, quantile };
  Kind kind = Kind::mean;
  std::string of;
  Estimate estimate;  ///< of a quantile, whose error follows from the number of worlds, only the value
  double at = 0;
};

/// All that a program would say for which so much is known as for the reference.
std::vector<PlanFigure> figures_of(const ReferencePlan& plan);

struct PlanComparison {
  std::vector<std::string> disagreements;  ///< a line each: what, both values, how many standard errors apart
  std::size_t compared = 0;
};

/// `worlds` of the other program; `rounding`: money closer than this is the same.
PlanComparison compare(const std::vector<PlanFigure>& figures, std::size_t worlds, const ReferencePlan& reference, double rounding = 0.001);

}  // namespace valuescale::tests::reference
