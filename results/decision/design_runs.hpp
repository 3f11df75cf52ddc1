// Runs by the design of Sobol' indices, and what came out of them: all numbers that are asked for, from the same worlds.
#pragma once

#include "results/decision/experiment.hpp"
#include "results/decision/sobol.hpp"
#include "results/decision/uncertain.hpp"
#include "results/decision/world_metric.hpp"

#include <vector>

namespace valuescale::results {

struct DesignRuns {
  std::vector<std::vector<SobolRow>> rows;       ///< by metric
  std::vector<std::vector<double>> assumptions;  ///< [assumption][row]: what A drew, then what B drew
  std::int64_t worlds = 0;
};

/// So many rows, in as many runs as memory asks for; inputs are assumptions that are drawn together. Of each world `customers_per_world` are lived, of
/// plans as many as a plan has.
DesignRuns run_design(const models::Scenario& scenario, const std::vector<Uncertain>& uncertain,
                      const std::vector<std::vector<std::size_t>>& inputs, const std::vector<WorldMetric>& metrics, std::size_t rows,
                      std::int64_t customers_per_world, Experiment& experiment);

}  // namespace valuescale::results
