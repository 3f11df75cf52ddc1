// Two ways to know each customer's balance at the end of every step: a ledger, into which flows may be put in any order, and a running balance, which
// costs nothing for steps in which nothing happens but wants flows in the order of time. Both give the same integers.
#pragma once

#include "models/lifetime/columns.hpp"

#include <cstddef>

namespace valuescale::models {

class Ledger {
 public:
  Ledger(std::size_t steps, int capacity);
  void open(int count);
  void add(std::uint32_t slot, int step, std::int64_t amount) { cash_[static_cast<std::size_t>(step) * stride_ + slot] += amount; }
  /// Writes contribution and payback.
  void close(const Kernels& kernels, Outcomes& outcomes);
  static std::size_t bytes(std::size_t steps, int capacity) { return steps * stride_of(capacity) * sizeof(std::int64_t); }

 private:
  // Strides that are powers of two would put all steps of a customer in the same cache sets.
  static std::size_t stride_of(int capacity) { return static_cast<std::size_t>(padded(capacity)) + 24; }

  std::size_t steps_, stride_;
  int count_ = 0;
  std::vector<std::int64_t> cash_;
};

class RunningCash {
 public:
  explicit RunningCash(int capacity);
  void open(int count);
  /// Steps of one customer must not decrease.
  void add(std::uint32_t slot, int step, std::int64_t amount, const Outcomes& outcomes) {
    if (step != step_[slot]) {
      settle(slot, outcomes);
      step_[slot] = step;
    }
    balance_[slot] += amount;
  }
  void close(Outcomes& outcomes);

 private:
  void settle(std::uint32_t slot, const Outcomes& outcomes);

  int count_ = 0;
  std::vector<std::int64_t> balance_;
  std::vector<std::int32_t> step_, first_[2], lasting_[2];
};

}  // namespace valuescale::models
