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

/// Adds sign × draw × money[column].
VALUESCALE_INLINE void add_draw(const Context& context, const Customers& who, const float* x, double sign, int money_column, F64* amount) {
  for (int i = 0; i < who.count; i += kWidth) {
    const F64 unit = money_of(context, money_column, rows_at(who, i));
    F64& sum = amount[i / kWidth];
    sum = sim::fma(F64::of(sign) * sim::to_double(F32::load(x + i)), unit, sum);
  }
}

inline int sell_chunk(const PurchaseCode& purchase, const Context& context, const Customers& who, const std::uint32_t* price_word,
                      const std::uint32_t* cost_word, const AccountStrides& strides, const Deposits& out) {
  const bool draws_words = (purchase.price_is_drawn && !purchase.price.own_block && !price_word) ||
                           (purchase.cost_is_drawn && !purchase.cost.own_block && !cost_word);
  ChunkWords words;
  if (draws_words) {
    draw_words(who, purchase.event_key, Once::an_event, words);
    price_word = words.word[word::price];
    cost_word = words.word[word::cost];
  }
  F64 amount[kChunk / kWidth];
  for (int i = 0; i < who.count; i += kWidth) amount[i / kWidth] = money_of(context, purchase.money, rows_at(who, i));
  alignas(64) float x[kChunk];
  if (purchase.price_is_drawn) {
    draw(purchase.price, context, who, price_word, x);
    add_draw(context, who, x, 1, purchase.money + 1, amount);
  }
  if (purchase.cost_is_drawn) {
    draw(purchase.cost, context, who, cost_word, x);
    add_draw(context, who, x, -1, purchase.money + 2, amount);
  }

  int too_large = 0;
  const F32 lifetime = F32::of(context.lifetime);
  for (int i = 0; i < who.count; i += kWidth) {
    F64& sum = amount[i / kWidth];
    const F32 time = F32::load(who.time + i);
    const Mask happens = time <= lifetime;
    too_large += (drop_too_large(sum) & happens & sim::first_lanes(who.count - i)).count();
    sum = sim::select(happens, sum, F64::of(0));
    sim::nearest(sum).store(out.amount + i);
    const U32 slot = U32::load(who.slot + i);
    const U32 step = step_lanes(sim::select(happens, time, F32::of(0)));
    (strides.ledger ? step * U32::of(strides.ledger) + slot : step).store(out.place + i);
    (slot + sim::select(F32::of(context.late_from) < time, U32::of(strides.ltv), U32::of(0))).store(out.ltv_place + i);
  }
  if (!context.discounts) {
    for (int i = 0; i < who.count; i += kWidth) I64::load(out.amount + i).store(out.discounted + i);
    return too_large;
  }
  for (int i = 0; i < who.count; i += kWidth) {
    const F64 force = money_of(context, kDiscountMoney, rows_at(who, i));
    const F32 time = sim::min(F32::load(who.time + i), lifetime);
    sim::nearest(amount[i / kWidth] * sim::exp(-force * sim::to_double(time))).store(out.discounted + i);
  }
  return too_large;
}

inline int sell(const PurchaseCode& purchase, const Context& context, const Customers& who, const std::uint32_t* price_word,
                const std::uint32_t* cost_word, const AccountStrides& strides, const Deposits& out) {
  int too_large = 0;
  for (int from = 0; from < who.count; from += kChunk)
    too_large +=
        sell_chunk(purchase, context, part_of(who, from), price_word ? price_word + from : nullptr, cost_word ? cost_word + from : nullptr,
                   strides, {out.place + from, out.ltv_place + from, out.amount + from, out.discounted + from});
  return too_large;
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
