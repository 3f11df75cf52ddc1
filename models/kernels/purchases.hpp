// What a purchase is worth: money leaves floating point here, rounded once.
#pragma once

#include "models/kernels/lanes.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

/// Lanes whose amount could not be counted exactly lose it, and are returned.
VALUESCALE_INLINE Mask drop_too_large(F64& amount) {
  const Mask fits = (amount < F64::of(kLargestAmount)) & (F64::of(-kLargestAmount) < amount);
  amount = sim::select(fits, amount, F64::of(0));
  return ~fits;
}

inline int sell(const PurchaseCode& purchase, const Context& context, const Customers& who, const std::uint32_t* price_word,
                const std::uint32_t* cost_word, std::uint32_t ltv_stride, const Deposits& out) {
  const bool draws_words = (purchase.price_is_drawn && !purchase.price.own_block && !price_word) ||
                           (purchase.cost_is_drawn && !purchase.cost.own_block && !cost_word);
  int too_large = 0;
  for (int i = 0; i < who.count; i += kWidth) {
    const Lane lane = lanes_at(who, i);
    const F32 time = F32::load(who.time + i);
    U32 price = U32::of(0), cost = U32::of(0);
    if (draws_words) {
      const Words words = words_of(lane, purchase.event_key);
      price = words[word::price], cost = words[word::cost];
    }
    F64 amount = money_of(context, purchase.money, lane.row);
    if (purchase.price_is_drawn) {
      if (price_word) price = U32::load(price_word + i);
      const F32 x = draw_lanes(purchase.price, context, lane, price);
      amount = sim::fma(sim::to_double(x), money_of(context, purchase.money + 1, lane.row), amount);
    }
    if (purchase.cost_is_drawn) {
      if (cost_word) cost = U32::load(cost_word + i);
      const F32 x = draw_lanes(purchase.cost, context, lane, cost);
      amount = sim::fma(-sim::to_double(x), money_of(context, purchase.money + 2, lane.row), amount);
    }
    too_large += (drop_too_large(amount) & sim::first_lanes(who.count - i)).count();

    const I64 rounded = sim::nearest(amount);
    rounded.store(out.amount + i);
    if (context.discounts) {
      const F64 force = money_of(context, kDiscountMoney, lane.row);
      sim::nearest(amount * sim::exp(-force * sim::to_double(time))).store(out.discounted + i);
    } else {
      rounded.store(out.discounted + i);
    }
    const U32 slot = U32::load(who.slot + i);
    slot.store(out.slot + i);
    step_lanes(time).store(out.step + i);
    (slot + sim::select(F32::of(context.late_from) < time, U32::of(ltv_stride), U32::of(0))).store(out.ltv_place + i);
  }
  return too_large;
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
