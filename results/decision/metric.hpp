// A number that a run reports, as decisions ask for it: by name, of any run.
#pragma once

#include "models/lifetime/tallies.hpp"

#include <functional>
#include <string>
#include <vector>

namespace valuescale::results {

/// Names of a scenario's channels and segments, in order.
struct Labels {
  std::vector<std::string> channels, segments;
};

struct Metric {
  std::string path;  ///< as in `run --json`: "customer.profit.mean"
  std::function<double(const models::Tallies& tallies)> of;
};

}  // namespace valuescale::results
