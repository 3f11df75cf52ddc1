#include "models/repeat/behaviour.hpp"
#include "sim/random/special.hpp"

namespace valuescale::models {

double staying(double leaving_probability, double churn) {
  if (churn == 1) return 1 - leaving_probability;
  if (churn == 0) return 1;
  if (leaving_probability >= 1) return 0;
  return sim::exp_of(churn * sim::log_of(1 - leaving_probability));
}

}  // namespace valuescale::models
