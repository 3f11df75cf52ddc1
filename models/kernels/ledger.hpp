// Reading a ledger off: from cash by step to balances, and when they cover what the customer cost.
#pragma once

#include "models/kernels/kernels.hpp"
#include "sim/batch/vec64.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

/// Money in cells of 32 or of 64 bits, and what a ledger needs of it.
struct NarrowMoney {
  using Cell = std::int32_t;
  sim::U32 v;
  static VALUESCALE_INLINE NarrowMoney none() { return {sim::U32::of(0)}; }
  static VALUESCALE_INLINE NarrowMoney load(const Cell* from) { return {sim::U32::load(reinterpret_cast<const std::uint32_t*>(from))}; }
  /// Balances are strictly between the ends of 32 bits, so that a threshold beyond them may as well lie on them.
  static VALUESCALE_INLINE NarrowMoney threshold(sim::I64 x) {
    const sim::I64 low = sim::I64::of(-0x80000000ll), high = sim::I64::of(0x7fffffff);
    x = sim::select(x < low, low, x);
    return {sim::lower_words(sim::select(high < x, high, x))};
  }
  VALUESCALE_INLINE void store(Cell* to) const { v.store(reinterpret_cast<std::uint32_t*>(to)); }
  VALUESCALE_INLINE sim::I64 wide() const { return sim::to_wide(v); }
  friend VALUESCALE_INLINE NarrowMoney operator+(NarrowMoney a, NarrowMoney b) { return {a.v + b.v}; }
  friend VALUESCALE_INLINE sim::Mask operator<(NarrowMoney a, NarrowMoney b) { return sim::less_signed(a.v, b.v); }
};

struct WideMoney {
  using Cell = std::int64_t;
  sim::I64 v;
  static VALUESCALE_INLINE WideMoney none() { return {sim::I64::of(0)}; }
  static VALUESCALE_INLINE WideMoney load(const Cell* from) { return {sim::I64::load(from)}; }
  static VALUESCALE_INLINE WideMoney threshold(sim::I64 x) { return {x}; }
  VALUESCALE_INLINE void store(Cell* to) const { v.store(to); }
  VALUESCALE_INLINE sim::I64 wide() const { return v; }
  friend VALUESCALE_INLINE WideMoney operator+(WideMoney a, WideMoney b) { return {a.v + b.v}; }
  friend VALUESCALE_INLINE sim::Mask operator<(WideMoney a, WideMoney b) { return a.v < b.v; }
};

/// Payback in one view, for customers side by side.
template <class Money>
class PaybackLanes {
 public:
  explicit VALUESCALE_INLINE PaybackLanes(const std::int64_t* threshold) : threshold_(Money::threshold(sim::I64::load(threshold))) {}
  VALUESCALE_INLINE void step_ends(Money balance, sim::U32 step) {
    const sim::Mask below = balance < threshold_;
    uncovered_ = sim::select(below, step, uncovered_);
    first_ = sim::select(below, first_, sim::min(first_, step));
  }
  VALUESCALE_INLINE void store(int steps, std::int32_t* first, std::int32_t* lasting) const {
    const sim::U32 from = uncovered_ + sim::U32::of(1);
    first_.store(reinterpret_cast<std::uint32_t*>(first));
    sim::select(from == sim::U32::of(static_cast<std::uint32_t>(steps)), never(), from).store(reinterpret_cast<std::uint32_t*>(lasting));
  }

 private:
  static VALUESCALE_INLINE sim::U32 never() { return sim::U32::of(0xffffffff); }
  Money threshold_;
  sim::U32 first_ = never(), uncovered_ = never();  ///< uncovered: the last step at whose end the balance was below
};

template <class Money>
inline void scan_cells(typename Money::Cell* cells, const LedgerBlock& block, const LedgerScan& scan) {
  for (int i = 0; i < scan.count; i += sim::kWidth) {
    Money balance = Money::none();
    PaybackLanes<Money> one(scan.threshold[0] + i), other(scan.threshold[scan.views - 1] + i);
    typename Money::Cell* cash = cells + i;
    for (int step = 0; step < block.steps; ++step, cash += block.stride) {
      const sim::U32 now = sim::U32::of(static_cast<std::uint32_t>(step));
      balance = balance + Money::load(cash);
      Money::none().store(cash);
      one.step_ends(balance, now);
      if (scan.views > 1) other.step_ends(balance, now);
    }
    one.store(block.steps, scan.first[0] + i, scan.lasting[0] + i);
    if (scan.views > 1) other.store(block.steps, scan.first[1] + i, scan.lasting[1] + i);
    balance.wide().store(scan.total + i);
  }
}

inline void scan(const LedgerBlock& block, const LedgerScan& scan) {
  block.narrow ? scan_cells<NarrowMoney>(block.narrow, block, scan) : scan_cells<WideMoney>(block.wide, block, scan);
}

template <class Money>
inline void add_up_cells(const typename Money::Cell* cells, const LedgerBlock& block, int from, int to, std::int64_t* curve) {
  for (int step = 0; step < block.steps; ++step) {
    const typename Money::Cell* cash = cells + step * block.stride;
    sim::I64 sums = sim::I64::of(0);
    int i = from;
    for (; i + sim::kWidth <= to; i += sim::kWidth) sums = sums + Money::load(cash + i).wide();
    std::int64_t sum = i > from ? sums.sum() : 0;
    for (; i < to; ++i) sum += cash[i];
    curve[step] += sum;
  }
}

inline void add_up(const LedgerBlock& block, int from, int to, std::int64_t* curve) {
  block.narrow ? add_up_cells<NarrowMoney>(block.narrow, block, from, to, curve)
               : add_up_cells<WideMoney>(block.wide, block, from, to, curve);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
