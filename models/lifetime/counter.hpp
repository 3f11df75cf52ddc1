// Counts the outcomes of a thread's tasks, then adds them to the tallies of the run. All integers: the order of tasks leaves no trace.
//
// What coincides is counted once: with a single view (nobody pays for leads that don't buy) the lead's numbers are the customer's, without
// discounting NPV is profit. `complete` copies it to where readers look for it.
#pragma once

#include "models/lifetime/allocation.hpp"
#include "models/lifetime/columns.hpp"
#include "models/lifetime/tallies.hpp"
#include "sim/stats/paged_histogram.hpp"

#include <cstdint>
#include <vector>

namespace valuescale::models {

/// Which metric stands for each.
std::array<Metric, metric_count> standing_for(const Program& program);
/// Copies what was counted once for several metrics and views.
void complete(const Program& program, Tallies& totals);

/// What the customers of a run brought at each stage.
std::array<sim::Int128, kStages> stages_of(const Kernels& kernels, const Outcomes& outcomes, const Run& run);

class Counter {
 public:
  Counter(const Program& program, const Kernels& kernels, const Distributions& distributions);

  /// Begins a task on worlds `first_world` up to and including `last_world`, of one replicate. Tasks on the same are counted together; before
  /// another begins, `flush` must have taken them.
  void open(std::size_t first_world, std::size_t last_world, std::size_t replicate);
  /// Are there counts of other worlds or another replicate, not yet flushed? Or so many that no more fit.
  bool holds_another(std::size_t first_world, std::size_t last_world, std::size_t replicate) const {
    return holds_ && (first_world_ != first_world || worlds_ != last_world - first_world + 1 || replicate_ != replicate ||
                      customers_ > sim::PagedHistogram::kMost / 2);
  }
  /// Cash by row of the tasks' worlds and step, for Lives to add to.
  std::int64_t* curves() { return curves_.data(); }
  /// Likewise who comes along the ways through the ladder.
  Traffic* traffic() { return &traffic_; }
  std::size_t first_row() const { return first_world_ * dims_.cells(); }
  /// Returns how many customers there were.
  std::int64_t count(const Outcomes& outcomes, const Tallies& totals, const Allocation& allocation);
  /// Adds everything counted to the tallies, and begins anew.
  void flush(Tallies& totals);
  /// Forgets everything not yet flushed.
  void abandon();

 private:
  /// Counts by (world of the tasks, cell): a place a step, then never, then open.
  struct PaybackRows {
    std::vector<std::int32_t> first;  ///< [turn][row][place]: each place has several counts
    std::vector<std::int32_t>
        further;  ///< [row][place]: how many more there are of lasting than of first payback, which hardly ever differ
  };

  /// Values on their way to a histogram. Few of them wait for others, so that its pages are fetched once for many.
  struct Waiting {
    std::vector<std::int64_t> value;
    std::vector<std::uint32_t> bin;
    int count = 0;
    void reserve(int more);
    void settle(sim::PagedHistogram& histogram);
  };

  void flush_row(std::size_t row, Tallies& totals) const;
  void count_run(const Run& run, const Outcomes& outcomes);
  void count_cohorts(const Run& run, const Outcomes& outcomes, const Tallies& totals, const Allocation& allocation);

  const Kernels& kernels_;
  Dimensions dims_;
  std::size_t views_;
  bool cac_is_certain_;
  std::array<Metric, metric_count> standing_for_;
  Distributions distributions_;
  bool has_children_;
  std::size_t first_world_ = 0, worlds_ = 0, replicate_ = 0;
  bool holds_ = false;                  ///< something waits to be flushed
  std::int64_t customers_ = 0;          ///< that wait
  std::vector<Sums> rows_;              ///< by (world of the tasks, cell)
  std::vector<std::int64_t> curves_;    ///< [row][step]
  std::vector<std::int64_t> children_;  ///< [row][child kind]
  Traffic no_traffic_, traffic_;        ///< whatever the row: all are of one replicate
  PaybackRows payback_[view_count];
  std::vector<std::array<sim::PagedHistogram, metric_count>> histograms_;  ///< by cell
  std::vector<std::array<Waiting, metric_count>> few_;                     ///< for those, of short runs
  Waiting many_;                                                           ///< of a long run
  struct CohortShare {
    std::size_t world, cohort;
    std::int64_t profit;
  };
  std::vector<CohortShare> cohorts_;
};

}  // namespace valuescale::models
