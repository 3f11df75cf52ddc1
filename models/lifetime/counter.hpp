// Counts the outcomes of one task, then adds them to the tallies of the run. All integers: the order of tasks leaves no trace.
#pragma once

#include "models/lifetime/allocation.hpp"
#include "models/lifetime/columns.hpp"
#include "models/lifetime/tallies.hpp"
#include "sim/stats/paged_histogram.hpp"

#include <cstdint>
#include <vector>

namespace valuescale::models {

class Counter {
 public:
  explicit Counter(const Dimensions& dims);

  /// Begins a task on worlds `first_world` up to and including `last_world`, of one replicate.
  void open(std::size_t first_world, std::size_t last_world, std::size_t replicate);
  /// Cash by row of the task's worlds and step, for Lives to add to.
  std::int64_t* curves() { return curves_.data(); }
  std::size_t first_row() const { return first_world_ * dims_.cells(); }
  void count(const Outcomes& outcomes, const Tallies& totals, const Allocation& allocation);
  void add_to(Tallies& totals);

 private:
  struct Cell {
    Sums sums;
    std::vector<std::int32_t> first[view_count], lasting[view_count];
    std::int32_t first_never[view_count]{}, first_open[view_count]{}, lasting_never[view_count]{}, lasting_open[view_count]{};
    std::array<sim::PagedHistogram, metric_count> histograms;
  };

  Dimensions dims_;
  std::size_t first_world_ = 0, worlds_ = 0, replicate_ = 0;
  std::vector<Sums> rows_;                                                         ///< by (world of the task, cell)
  std::vector<std::int64_t> curves_;                                               ///< [row][step]
  std::vector<std::int32_t> world_first_[view_count], world_lasting_[view_count];  ///< [world of the task][step]
  std::vector<Cell> cells_;
  struct CohortShare {
    std::size_t world, cohort;
    std::int64_t profit;
  };
  std::vector<CohortShare> cohorts_;
};

}  // namespace valuescale::models
