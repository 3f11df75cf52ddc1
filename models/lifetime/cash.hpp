// Two ways to know each customer's balance at the end of every step: a ledger, into which flows may be put in any order, and a running balance, which
// costs nothing for steps in which nothing happens but wants flows in the order of time (in which a journal can put them). Both give the same integers.
#pragma once

#include "models/lifetime/columns.hpp"

#include <cstddef>

namespace valuescale::models {

class Ledger {
 public:
  Ledger(std::size_t steps, int capacity);
  /// The first cash of customers in neighbouring slots, at step 0.
  void put_first(int slot, const std::int64_t* amount, int count);
  /// Adds flows to cash and, discounted, to `ltv`.
  void add(const Deposits& flows, int count, std::int64_t* ltv);
  /// A customer's cash by step leaves the ledger, and comes back at another place.
  void take_out(std::uint32_t slot, std::int64_t* cash);
  void put_in(std::uint32_t slot, const std::int64_t* cash);
  /// Adds the cash of a run to `curve`, step by step.
  void add_up(const Kernels& kernels, const Run& run, std::int64_t* curve);
  /// Writes cash at step 0, contribution and payback of the first `count` customers in the first `views` views, and empties itself.
  void close(const Kernels& kernels, int count, int views, Outcomes& outcomes);
  std::size_t steps() const { return steps_; }
  std::uint32_t stride() const { return static_cast<std::uint32_t>(stride_); }
  /// Of a ledger with narrow cells.
  static std::size_t bytes(std::size_t steps, int capacity) { return steps * stride_of(capacity) * sizeof(std::int32_t); }

 private:
  // Strides that are powers of two would put all steps of a customer in the same cache sets.
  static std::size_t stride_of(int capacity) { return static_cast<std::size_t>(padded(capacity)) + 24; }
  std::size_t place(std::uint32_t slot, std::size_t step) const { return step * stride_ + slot; }
  void add_wide(const Deposits& flows, int from, int to, std::int64_t* ltv);
  /// From here on with cells of 64 bits.
  void widen();
  LedgerBlock block();

  std::size_t steps_, stride_;
  std::int64_t most_;                 ///< in a narrow cell, either way: all steps together then fit into 32 bits
  std::vector<std::int32_t> narrow_;  ///< or
  std::vector<std::int64_t> wide_;
};

class RunningCash {
 public:
  /// Where a customer's balance stands.
  struct Account {
    std::int64_t balance = 0;
    std::int64_t cac[2] = {};
    std::int32_t step = 0, first[2] = {-1, -1}, lasting[2] = {-1, -1};  ///< −1: not yet

    /// Steps must not decrease.
    void add(std::int32_t now, std::int64_t amount, int views) {
      if (now != step) {
        settle(views);
        step = now;
      }
      balance += amount;
    }
    /// The step ends: does the balance cover the cost?
    void settle(int views) {
      for (int view = 0; view < views; ++view) {
        const bool covered = balance >= cac[view];
        first[view] = covered && first[view] < 0 ? step : first[view];
        lasting[view] = covered ? (lasting[view] < 0 ? step : lasting[view]) : -1;
      }
    }
  };

  RunningCash(std::size_t steps, int capacity, int views)
      : steps_(static_cast<std::uint32_t>(steps)), views_(views), accounts_(static_cast<std::size_t>(capacity)) {}
  void open(std::uint32_t slot, std::int64_t lead_cost, std::int64_t customer_cost) {
    accounts_[slot] = {};
    accounts_[slot].cac[0] = customer_cost;
    accounts_[slot].cac[1] = lead_cost;
  }
  Account& account(std::uint32_t slot) { return accounts_[slot]; }
  void add(std::uint32_t slot, int step, std::int64_t amount) { accounts_[slot].add(step, amount, views_); }
  /// Writes contribution and payback of the first `count` customers.
  void close(int count, Outcomes& outcomes);

 private:
  std::uint32_t steps_;
  int views_;
  std::vector<Account> accounts_;
};

/// Where results of a customer are counted whose life began with this row of numbers.
inline std::uint32_t counted_in(std::uint32_t row, std::uint32_t levels) { return levels == 1 ? row : row / levels; }

/// Adds cash to running balances, steps in order. Everything is at hand: nothing that is written here is any of it.
struct Settling {
  RunningCash* running;
  std::int64_t *curves, *front;
  std::size_t steps, first_row;
  std::uint32_t levels;
  void operator()(std::uint32_t slot, std::uint32_t row, std::uint32_t step, std::int64_t amount) const {
    running->add(slot, static_cast<int>(step), amount);
    curves[(counted_in(row, levels) - first_row) * steps + step] += amount;
    if (step == 0) front[slot] += amount;
  }
};

}  // namespace valuescale::models
