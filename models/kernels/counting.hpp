// Counting what became of customers who stand side by side: exact sums, how many cover what they cost, and where they belong in a histogram.
#pragma once

#include "models/kernels/kernels.hpp"
#include "sim/batch/vec64.hpp"
#include "sim/stats/histogram_layout.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

using sim::F64;
using sim::I64;
using sim::Int128;
using sim::kWidth;
using sim::Mask;
using sim::U32;

/// 64-bit lanes summed exactly: their lower and upper words apart, for up to 2^31 of each.
class ExactSum {
 public:
  VALUESCALE_INLINE void add(I64 x) {
    lower_ = lower_ + (x & I64::of(0xffffffff));
    upper_ = upper_ + (x >> 32);
  }
  VALUESCALE_INLINE void add_unsigned(I64 x) {
    lower_ = lower_ + (x & I64::of(0xffffffff));
    upper_ = upper_ + sim::upper_word(x);
  }
  VALUESCALE_INLINE Int128 value() const { return static_cast<Int128>(upper_.sum()) * (std::int64_t{1} << 32) + lower_.sum(); }

 private:
  I64 lower_ = I64::of(0), upper_ = I64::of(0);
};

/// The same bins as sim::bin_of.
VALUESCALE_INLINE U32 bins_of(I64 x) {
  const Mask negative = x < I64::of(0);
  const F64 scale = sim::to_double(sim::select(negative, I64::of(-1) - x, x)) + F64::of(1 << sim::kSubBinBits);
  const U32 index = sim::lower_words(sim::bits(scale) >> (52 - sim::kSubBinBits)) -
                    U32::of(static_cast<std::uint32_t>(1023 + sim::kSubBinBits) << sim::kSubBinBits);
  return sim::select(negative, U32::of(sim::kHalfBins - 1) - index, U32::of(sim::kHalfBins) + index);
}

/// Have all numbers seen been from −2^(bits−1) to below 2^(bits−1)?
template <int bits>
class Within {
 public:
  VALUESCALE_INLINE void see(I64 x) { seen_ = seen_ | (x + I64::of(std::int64_t{1} << (bits - 1))); }
  VALUESCALE_INLINE bool all() const { return (seen_ & I64::of(-(std::int64_t{1} << bits))).is_zero(); }

 private:
  I64 seen_ = I64::of(0);
};

/// Calls each(i, x) for every vector of amounts; lanes beyond the last are 0.
template <class Each>
VALUESCALE_INLINE void for_each_amount(const Amounts& amounts, Each each) {
  const std::int64_t *plus = amounts.plus, *minus = amounts.minus;
  const int count = amounts.count;
  const auto at = [=](int i) VALUESCALE_INLINE_LAMBDA { return minus ? I64::load(plus + i) - I64::load(minus + i) : I64::load(plus + i); };
  int i = 0;
  for (; i + kWidth <= count; i += kWidth) each(i, at(i));
  if (i < count) each(i, sim::select(sim::first_lanes(count - i), at(i), I64::of(0)));
}

/// Of whatever size.
inline Moments measure_long(const Amounts& amounts) {
  ExactSum sum, squares, doubled_products, upper_squares;
  for_each_amount(amounts, [&](int, I64 x) VALUESCALE_INLINE_LAMBDA {
    sum.add(x);
    const I64 size = sim::select(x < I64::of(0), I64::of(0) - x, x);
    const I64 upper = sim::upper_word(size);
    squares.add_unsigned(sim::multiply_lower_words(size, size));
    doubled_products.add_unsigned(sim::multiply_lower_words(size, upper));
    upper_squares.add_unsigned(sim::multiply_lower_words(upper, upper));
  });
  constexpr Int128 word = Int128{1} << 32;
  return {sum.value(), squares.value() + 2 * word * doubled_products.value() + word * word * upper_squares.value()};
}

inline Moments measure(const Amounts& amounts) {
  // Most amounts fit into 32 bits.
  Within<32> within;
  I64 sum = I64::of(0);
  ExactSum squares;
  for_each_amount(amounts, [&](int, I64 x) VALUESCALE_INLINE_LAMBDA {
    within.see(x);
    sum = sum + x;
    squares.add_unsigned(sim::multiply_short(x, x));
  });
  if (amounts.value)
    for_each_amount(amounts, [=](int i, I64 x) VALUESCALE_INLINE_LAMBDA {
      x.store(amounts.value + i);
      bins_of(x).store(amounts.bin + i);
    });
  return within.all() ? Moments{sum.sum(), squares.value()} : measure_long(amounts);
}

inline Int128 total(const std::int64_t* amount, int count) {
  const Amounts amounts{amount, nullptr, count, nullptr, nullptr};
  Within<47> within;
  static_assert(std::int64_t{kMostAtOnce} << 46 > 0);
  I64 short_sum = I64::of(0);
  for_each_amount(amounts, [&](int, I64 x) VALUESCALE_INLINE_LAMBDA {
    within.see(x);
    short_sum = short_sum + x;
  });
  if (within.all()) return short_sum.sum();
  ExactSum sum;
  for_each_amount(amounts, [&](int, I64 x) VALUESCALE_INLINE_LAMBDA { sum.add(x); });
  return sum.value();
}

inline void compare(Coverage& who) {
  int losses = 0, first_sale_short = 0, front_end_short = 0;
  for (int i = 0; i < who.count; i += kWidth) {
    const Mask present = sim::first_lanes(who.count - i);
    const I64 cac = I64::load(who.cac + i);
    losses += (present & (I64::load(who.contribution + i) < cac)).count();
    first_sale_short += (present & (I64::load(who.offer + i) < cac)).count();
    front_end_short += (present & (I64::load(who.front + i) < cac)).count();
  }
  who.losses = losses;
  who.first_sale = who.count - first_sale_short;
  who.front_end = who.count - front_end_short;
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
