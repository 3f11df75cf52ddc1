// What a purchase is worth: money leaves floating point here, rounded once.
#pragma once

#include "models/kernels/lanes.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

/// Lanes whose amount can be counted exactly.
VALUESCALE_INLINE Mask is_countable(F64 amount) { return sim::abs(amount) < F64::of(kLargestAmount); }

/// Has any amount been too large, or no number? The bits of doubles without sign are ordered as they are, and a carry marks what passes a limit.
class TooLarge {
 public:
  VALUESCALE_INLINE void see(F64 amount) { seen_ = seen_ | (sim::bits(sim::abs(amount)) + I64::of(kToTop)); }
  VALUESCALE_INLINE bool none() const { return !(seen_ < I64::of(0)).any(); }

 private:
  static constexpr std::int64_t kToTop = std::int64_t{0x7fffffffffffffff} - __builtin_bit_cast(std::int64_t, kLargestAmount) + 1;
  I64 seen_ = I64::of(0);
};

/// Amounts that could not be counted exactly are lost; returns how many of the first `count`.
inline int drop_too_large(F64* amount, int count, std::int64_t* units) {
  int dropped = 0;
  for (int i = 0; i < count; i += kWidth) {
    F64& here = amount[i / kWidth];
    const Mask fits = is_countable(here);
    here = sim::select(fits, here, F64::of(0));
    sim::nearest(here).store(units + i);
    dropped += (sim::first_lanes(count - i) & ~fits).count();
  }
  return dropped;
}

/// What each purchase of a chunk brings, in units; and what is paid for it, unless that is null.
inline void price(const PurchaseCode& purchase, const Context& context, const Customers& who, const ChunkRows& rows,
                  const std::uint32_t* price_word, const std::uint32_t* cost_word, F64* amount, F64* paid) {
  ChunkWords words;
  if ((purchase.price_is_drawn && !purchase.price.own_block && !price_word) ||
      (purchase.cost_is_drawn && !purchase.cost.own_block && !cost_word)) {
    draw_words(who, purchase.event_key, Once::an_event, words);
    price_word = words.word[word::price];
    cost_word = words.word[word::cost];
  }
  alignas(64) float x[kChunk];
  const auto start = [&](const Money& money, F64* sums) VALUESCALE_INLINE_LAMBDA {
    for_each_money(money, purchase.money, rows, [&](int i, F64 certain) VALUESCALE_INLINE_LAMBDA { sums[i / kWidth] = certain; });
  };
  const auto add = [&](const Money& money, double sign, int column, F64* sums) VALUESCALE_INLINE_LAMBDA {
    for_each_money(money, column, rows, [&](int i, F64 unit) VALUESCALE_INLINE_LAMBDA {
      F64& sum = sums[i / kWidth];
      sum = sim::fma(F64::of(sign) * sim::to_double(F32::load(x + i)), unit, sum);
    });
  };
  start(money_of(context), amount);
  if (paid) start(prices_of(context), paid);
  if (purchase.price_is_drawn) {
    draw(purchase.price, context, who, rows, price_word, x);
    add(money_of(context), 1, purchase.money + 1, amount);
    if (paid) add(prices_of(context), 1, purchase.money + 1, paid);
  }
  if (purchase.cost_is_drawn) {
    draw(purchase.cost, context, who, rows, cost_word, x);
    add(money_of(context), -1, purchase.money + 2, amount);
  }
}

/// Writes down what is paid, and in which step; returns how many amounts were too large.
inline int note_paid(const Customers& who, F64* paid, const Deposits& out) {
  const float* times = who.time;
  const int count = who.count;
  const Deposits to = out;
  TooLarge too_large;
  for (int i = 0; i < count; i += kWidth) {
    const F64 here = paid[i / kWidth];
    too_large.see(here);
    sim::nearest(here).store(to.paid + i);
    step_lanes(times ? F32::load(times + i) : F32::of(0)).store(to.step + i);
  }
  return too_large.none() ? 0 : drop_too_large(paid, count, to.paid);
}

inline int sell_chunk(const PurchaseCode& purchase, const Context& context, const Customers& who, const std::uint32_t* price_word,
                      const std::uint32_t* cost_word, const AccountStrides& strides, const Deposits& out) {
  const ChunkRows rows(who);
  F64 amount[kChunk / kWidth], paid[kChunk / kWidth];
  price(purchase, context, who, rows, price_word, cost_word, amount, out.paid ? paid : nullptr);
  // Everything at hand: a vector's store might otherwise have changed where the next one is found.
  const std::uint32_t* slots = who.slot;
  const float* times = who.time;
  const int count = who.count;
  const AccountStrides apart = strides;
  const Deposits to = out;
  const F32 late_from = F32::of(context.late_from);
  TooLarge too_large;
  for (int i = 0; i < count; i += kWidth) {
    const F64 here = amount[i / kWidth];
    too_large.see(here);
    sim::nearest(here).store(to.amount + i);
    const U32 slot = U32::load(slots + i);
    const F32 time = times ? F32::load(times + i) : F32::of(0);
    const U32 step = step_lanes(time);
    (apart.ledger ? step * U32::of(apart.ledger) + slot : step).store(to.place + i);
    (slot + sim::select(late_from < time, U32::of(apart.ltv), U32::of(0))).store(to.ltv_place + i);
  }
  int dropped = too_large.none() ? 0 : drop_too_large(amount, count, to.amount);
  if (to.paid) {
    const int not_paid = note_paid(who, paid, to);  // mostly the same flows
    dropped = not_paid > dropped ? not_paid : dropped;
  }
  if (context.discounts == 0 || !times) {
    for (int i = 0; i < count; i += kWidth) I64::load(to.amount + i).store(to.discounted + i);
    return dropped;
  }
  const auto discount = [&](auto factor) VALUESCALE_INLINE_LAMBDA {
    for_each_money(money_of(context), kDiscountMoney, rows, [=, &amount](int i, F64 force) VALUESCALE_INLINE_LAMBDA {
      sim::nearest(amount[i / kWidth] * factor(-force * sim::to_double(F32::load(times + i)))).store(to.discounted + i);
    });
  };
  if (context.discounts <= sim::kNearZero)
    discount([](F64 x) VALUESCALE_INLINE_LAMBDA { return sim::exp_near_zero(x); });
  else
    discount([](F64 x) VALUESCALE_INLINE_LAMBDA { return sim::exp(x); });
  return dropped;
}

inline int sell(const PurchaseCode& purchase, const Context& context, const Customers& who, const std::uint32_t* price_word,
                const std::uint32_t* cost_word, const AccountStrides& strides, const Deposits& out) {
  int dropped = 0;
  for (int from = 0; from < who.count; from += kChunk) {
    const auto part = [from](auto column) VALUESCALE_INLINE_LAMBDA { return column ? column + from : nullptr; };
    dropped +=
        sell_chunk(purchase, context, part_of(who, from), part(price_word), part(cost_word), strides,
                   {out.place + from, out.ltv_place + from, out.amount + from, out.discounted + from, part(out.step), part(out.paid)});
  }
  return dropped;
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
