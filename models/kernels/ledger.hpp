// Reading a ledger off: from cash by step to balances, and when they cover what the customer cost.
#pragma once

#include "models/kernels/kernels.hpp"
#include "sim/batch/vec64.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

template <int kViews>
inline void scan_views(const LedgerScan& scan) {
  using sim::I64;
  using sim::Mask;
  using sim::U32;
  const U32 none = U32::of(0xffffffff);
  for (int i = 0; i < scan.count; i += sim::kWidth) {
    I64 balance = I64::of(0), threshold[kViews];
    U32 first[kViews], uncovered[kViews];  // uncovered: the last step at whose end the balance was below
    Mask waits[kViews];
    for (int view = 0; view < kViews; ++view) {
      threshold[view] = I64::load(scan.threshold[view] + i);
      first[view] = uncovered[view] = none;
      waits[view] = none == none;
    }
    std::int64_t* cash = scan.cash + i;
    for (int step = 0; step < scan.steps; ++step, cash += scan.stride) {
      balance = balance + I64::load(cash);
      I64::of(0).store(cash);
      const U32 now = U32::of(static_cast<std::uint32_t>(step));
      for (int view = 0; view < kViews; ++view) {
        const Mask below = balance < threshold[view];
        uncovered[view] = sim::select(below, now, uncovered[view]);
        first[view] = sim::select(waits[view] & ~below, now, first[view]);
        waits[view] = waits[view] & below;
      }
    }
    balance.store(scan.total + i);
    for (int view = 0; view < kViews; ++view) {
      const U32 lasting = uncovered[view] + U32::of(1);
      const U32 steps = U32::of(static_cast<std::uint32_t>(scan.steps));
      first[view].store(reinterpret_cast<std::uint32_t*>(scan.first[view] + i));
      sim::select(lasting == steps, none, lasting).store(reinterpret_cast<std::uint32_t*>(scan.lasting[view] + i));
    }
  }
}

inline void scan(const LedgerScan& scan) { scan.views == 1 ? scan_views<1>(scan) : scan_views<2>(scan); }

inline void add_up(const LedgerScan& scan, int from, int to, std::int64_t* curve) {
  using sim::I64;
  for (int step = 0; step < scan.steps; ++step) {
    const std::int64_t* cash = scan.cash + step * scan.stride;
    std::int64_t sum = 0;
    int i = from;
    if (to - from >= sim::kWidth) {
      I64 sums = I64::of(0);
      for (; i + sim::kWidth <= to; i += sim::kWidth) sums = sums + I64::load(cash + i);
      const sim::NativeI64 both = sums.low + sums.high;
      for (int lane = 0; lane < sim::kHalf; ++lane) sum += both[lane];
    }
    for (; i < to; ++i) sum += cash[i];
    curve[step] += sum;
  }
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
