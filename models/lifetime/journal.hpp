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

  Journal(std::size_t steps, int capacity) : leaves_(static_cast<std::size_t>(capacity)), ends_(steps + 1) {}
  /// Notes a flow of each of some customers, if it is not 0; places are steps.
  void add(const std::uint32_t* slot, const Deposits& flows, int count);
  void add(const Flow& flow) { flows_[make_room(1)] = flow; }
  /// Takes out the flows of some customers; the others' are visited in the order of their steps. Empties itself.
  template <class Visit>
  std::vector<Flow> close(const std::vector<std::uint32_t>& leaving, Visit visit) {
    std::vector<Flow> taken = sort(leaving);
    for (std::size_t i = 0; i < sorted_count_; ++i) visit(sorted_[i]);
    clear();
    return taken;
  }
  void clear() { count_ = 0; }
  std::size_t count() const { return count_; }
  /// Of a journal of so many flows.
  static std::size_t bytes(std::size_t flows) { return 2 * flows * sizeof(Flow); }

 private:
  /// Returns where the first of so many more is to stand.
  std::size_t make_room(std::size_t more);
  /// Counts, then places: those of the same step in any order. Returns the flows of who is leaving.
  std::vector<Flow> sort(const std::vector<std::uint32_t>& leaving);

  std::vector<Flow> flows_, sorted_;
  std::size_t count_ = 0, sorted_count_ = 0;
  std::vector<std::uint8_t> leaves_;  ///< scratch: by slot
  std::vector<std::uint32_t> ends_;   ///< scratch: by step
};

}  // namespace valuescale::models
