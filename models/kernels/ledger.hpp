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
  VALUESCALE_INLINE NarrowMoney where(sim::Mask m) const { return {sim::select(m, v, sim::U32::of(0))}; }
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
  VALUESCALE_INLINE WideMoney where(sim::Mask m) const { return {sim::select(m, v, sim::I64::of(0))}; }
  friend VALUESCALE_INLINE WideMoney operator+(WideMoney a, WideMoney b) { return {a.v + b.v}; }
  friend VALUESCALE_INLINE sim::Mask operator<(WideMoney a, WideMoney b) { return a.v < b.v; }
};

/// Payback in one view, for customers side by side.
template <class Money>
class PaybackLanes {
 public:
  explicit VALUESCALE_INLINE PaybackLanes(const std::int64_t* threshold)
      : threshold_(Money::threshold(sim::I64::load(threshold))), never_yet_(sim::first_lanes(sim::kWidth)) {}
  /// A step ends; `next` is the number of the one after it.
  VALUESCALE_INLINE void step_ends(Money balance, sim::U32 next) {
    const sim::Mask below = balance < threshold_;
    never_yet_ = never_yet_ & below;
    first_ = sim::count_up(first_, never_yet_);
    lasting_ = sim::select(below, next, lasting_);
  }
  /// Those who never pay back and are `active` (0 or 1) may yet: theirs is the place behind never.
  VALUESCALE_INLINE void store(sim::U32 active, sim::U32 never, std::uint32_t* first, std::uint32_t* lasting) const {
    const auto place = [&](sim::U32 step) VALUESCALE_INLINE_LAMBDA { return step + sim::select(step == never, active, sim::U32::of(0)); };
    place(first_).store(first);
    place(lasting_).store(lasting);
  }

 private:
  Money threshold_;
  sim::Mask never_yet_;                                           ///< not covered so far
  sim::U32 first_ = sim::U32::of(0), lasting_ = sim::U32::of(0);  ///< if it is covered from the next step on
};

template <int kViews, class Money>
inline void scan_cells(typename Money::Cell* cells, const LedgerBlock& block, const LedgerScan& scan) {
  constexpr int kVectors = 2;  // at once: what is done once a step counts for both
  static_assert(kVectors * sim::kWidth <= kPadding);
  const std::int64_t stride = block.stride;
  const int steps = block.steps;
  const sim::U32 never = sim::U32::of(static_cast<std::uint32_t>(steps));
  for (int i = 0; i < scan.count; i += kVectors * sim::kWidth) {
    const auto payback = [&](int view, int v)
                             VALUESCALE_INLINE_LAMBDA { return PaybackLanes<Money>(scan.threshold[view] + i + v * sim::kWidth); };
    Money balance[kVectors] = {Money::none(), Money::none()};
    PaybackLanes<Money> one[kVectors] = {payback(0, 0), payback(0, 1)};
    PaybackLanes<Money> other[kVectors] = {payback(kViews - 1, 0), payback(kViews - 1, 1)};
    typename Money::Cell* cash = cells + i;
    for (int v = 0; v < kVectors; ++v) Money::load(cash + v * sim::kWidth).wide().store(scan.front + i + v * sim::kWidth);
    sim::U32 next = sim::U32::of(0);
    for (int step = 0; step < steps; ++step, cash += stride) {
      next = next + sim::U32::of(1);
      for (int v = 0; v < kVectors; ++v) {
        balance[v] = balance[v] + Money::load(cash + v * sim::kWidth);
        Money::none().store(cash + v * sim::kWidth);
        one[v].step_ends(balance[v], next);
        if (kViews > 1) other[v].step_ends(balance[v], next);
      }
    }
    for (int v = 0; v < kVectors; ++v) {
      const int at = i + v * sim::kWidth;
      const sim::U32 active = sim::U32::load(scan.active + at);
      one[v].store(active, never, scan.first[0] + at, scan.lasting[0] + at);
      if (kViews > 1) other[v].store(active, never, scan.first[1] + at, scan.lasting[1] + at);
      balance[v].wide().store(scan.total + at);
    }
  }
}

template <class Money>
inline void scan_views(typename Money::Cell* cells, const LedgerBlock& block, const LedgerScan& scan) {
  scan.views > 1 ? scan_cells<2, Money>(cells, block, scan) : scan_cells<1, Money>(cells, block, scan);
}

inline void scan(const LedgerBlock& block, const LedgerScan& scan) {
  block.narrow ? scan_views<NarrowMoney>(block.narrow, block, scan) : scan_views<WideMoney>(block.wide, block, scan);
}

/// The same for so few customers that their sums fit into a cell: of many steps side by side.
inline void add_up_few(const std::int32_t* cells, const LedgerBlock& block, int from, int to, std::int64_t* curve) {
  const int whole = from + (to - from) / sim::kWidth * sim::kWidth;
  const sim::Mask rest = sim::first_lanes(to - whole);
  for (int step = 0; step < block.steps; step += sim::kWidth) {
    const int here = block.steps - step < sim::kWidth ? block.steps - step : sim::kWidth;
    sim::U32 rows[sim::kWidth];
    for (int row = 0; row < sim::kWidth; ++row) {
      NarrowMoney sum = NarrowMoney::none();
      if (row < here) {
        const std::int32_t* cash = cells + (step + row) * block.stride;
        for (int i = from; i < whole; i += sim::kWidth) sum = sum + NarrowMoney::load(cash + i);
        if (whole < to) sum = sum + NarrowMoney::load(cash + whole).where(rest);
      }
      rows[row] = sum.v;
    }
    alignas(64) std::int64_t sums[sim::kWidth];
    sim::to_wide(sim::sums_of(rows)).store(sums);
    for (int row = 0; row < here; ++row) curve[step + row] += sums[row];
  }
}

template <class Money>
inline void add_up_cells(const typename Money::Cell* cells, const LedgerBlock& block, int from, int to, std::int64_t* curve) {
  const int whole = from + (to - from) / sim::kWidth * sim::kWidth, most = block.steps * sim::kWidth;
  for (int step = 0; step < block.steps; ++step) {
    const typename Money::Cell* cash = cells + step * block.stride;
    sim::I64 sums = sim::I64::of(0);
    for (int i = from; i < whole;) {
      Money part = Money::none();
      const int end = whole - i < most ? whole : i + most;
#pragma GCC unroll 4
      for (; i < end; i += sim::kWidth) part = part + Money::load(cash + i);
      sums = sums + part.wide();
    }
    if (whole < to) sums = sums + Money::load(cash + whole).where(sim::first_lanes(to - whole)).wide();
    curve[step] += sums.sum();
  }
}

inline void add_up(const LedgerBlock& block, int from, int to, std::int64_t* curve) {
  if (!block.narrow)
    add_up_cells<WideMoney>(block.wide, block, from, to, curve);
  else if (to - from <= block.steps)
    add_up_few(block.narrow, block, from, to, curve);
  else
    add_up_cells<NarrowMoney>(block.narrow, block, from, to, curve);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
