// How far one number alone has to go until a number of the run meets its limit.
#pragma once

#include "results/decision/reverse_stress.hpp"

#include <string>

namespace valuescale::results {

struct ThresholdSearch {
  const models::Scenario& scenario;
  const Metric& metric;
  double limit;
  bool as_value;
  Experiment& experiment;
};

/// Of the number at `path`, which is `unknown` (null where it is certain). `here` is the run's number less the limit today. What is not known is looked
/// for where its law thinks it possible, what is certain wherever it makes sense. Where it is met on both sides the likelier counts, of certain
/// numbers the nearer.
Threshold threshold(const ThresholdSearch& search, const std::string& path, const Uncertain* unknown, double here);

}  // namespace valuescale::results
