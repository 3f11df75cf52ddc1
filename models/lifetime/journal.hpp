// The flows of a batch as they come, put in the order of time at the end: for lives of so many steps that a ledger would be mostly empty.
#pragma once

#include "models/kernels/kernels.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace valuescale::models {

class Journal {
 public:
  struct Flow {
    std::uint32_t step, slot;
    std::int64_t amount;  ///< units
  };

  explicit Journal(std::size_t steps) : begins_(steps + 1) {}
  /// Notes a flow of each of some customers; places are steps.
  void add(const std::uint32_t* slot, const Deposits& flows, int count);
  void add(const Flow& flow) { flows_.push_back(flow); }
  /// The flows of customers whose `leaves` is not 0 leave the journal.
  std::vector<Flow> take_out(const std::vector<std::uint8_t>& leaves);
  /// Calls visit(flow) for all in the order of their steps, and empties itself.
  template <class Visit>
  void replay(Visit visit) {
    sort();
    for (const Flow& flow : sorted_) visit(flow);
    clear();
  }
  void clear() { flows_.clear(); }

 private:
  /// Counts, then places: flows of the same step in any order.
  void sort();

  std::vector<Flow> flows_, sorted_;
  std::vector<std::uint32_t> begins_;  ///< scratch: by step
};

}  // namespace valuescale::models
