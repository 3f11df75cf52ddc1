// Some customers side by side, and the numbers that they draw.
//
// A vector's random words take longer to come than to be used, and so do its variates: each pass over a chunk does one thing to all of its
// customers, so that the processor works on several vectors at a time.
#pragma once

#include "models/kernels/kernels.hpp"
#include "models/repeat/behaviour.hpp"
#include "sim/batch/vec64.hpp"
#include "sim/random/table_layout.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

using sim::F64;
using sim::I64;
using sim::Key;
using sim::kWidth;

/// Customers to a chunk: its columns stay in the nearest cache.
inline constexpr int kChunk = 512;

VALUESCALE_INLINE Customers part_of(const Customers& who, int from) {
  const int count = who.count - from < kChunk ? who.count - from : kChunk;
  const auto part = [from](auto column) VALUESCALE_INLINE_LAMBDA { return column ? column + from : nullptr; };
  return {who.slot + from, who.id_low + from,    who.row + from, part(who.id_high),
          part(who.world), part(who.occurrence), part(who.time), count};
}

/// The rows of a chunk of customers. Those who came in together differ in nothing but their segments, and then their rows are few.
struct ChunkRows {
  explicit ChunkRows(const Customers& who) : row(who.row), count(who.count), first(who.row[0]) {
    U32 least = U32::of(first), greatest = least;
    for (int i = 0; i < count; i += kWidth) {
      const U32 here = at(i);
      least = sim::min(least, here);
      greatest = sim::max(greatest, here);
    }
    lowest = sim::least(least);
    highest = sim::greatest(greatest);
  }
  /// Lanes beyond the last customer are of the first one's row.
  VALUESCALE_INLINE U32 at(int i) const {
    const U32 here = U32::load(row + i);
    return i + kWidth <= count ? here : sim::select(sim::first_lanes(count - i), here, U32::of(first));
  }
  const std::uint32_t* row;
  int count;
  std::uint32_t first, lowest, highest;
};

/// Calls each(i, row) for every vector of a chunk of customers, row being what `columns` columns of numbers from `column` on hold for them.
template <class Each>
VALUESCALE_INLINE void for_each_row(const Context& context, int column, int columns, const ChunkRows& rows, Each each) {
  const std::uint32_t stride = context.laws_stride, lowest = rows.lowest;
  const float *numbers = context.laws + column + lowest * stride, *tables = context.tables;
  const std::uint8_t* alike = context.laws_alike + column;
  bool one = lowest == rows.highest;
  if (!one) {
    one = true;
    for (int k = 0; k < columns; ++k) one = one && alike[k];
  }
  const int count = rows.count;
  if (one)
    for (int i = 0; i < count; i += kWidth) each(i, RowReader{numbers, alike, tables, U32::of(0), true});
  else
    for (int i = 0; i < count; i += kWidth)
      each(i, RowReader{numbers, alike, tables, (rows.at(i) - U32::of(lowest)) * U32::of(stride), false});
}

/// A table of money: what purchases bring, or what is paid for them.
struct Money {
  const double* numbers;
  const std::uint8_t* alike;
  std::uint32_t stride;
};
VALUESCALE_INLINE Money money_of(const Context& context) { return {context.money, context.money_alike, context.money_stride}; }
VALUESCALE_INLINE Money prices_of(const Context& context) { return {context.prices, context.prices_alike, context.money_stride}; }

/// Calls each(i, x) for every vector of a chunk of customers, x being what a column of money holds for them.
template <class Each>
VALUESCALE_INLINE void for_each_money(const Money& money, int column, const ChunkRows& rows, Each each) {
  const double* from = money.numbers + column;
  const std::uint32_t stride = money.stride, lowest = rows.lowest;
  const std::uint32_t apart = money.alike[column] ? 0 : rows.highest - lowest;
  const int count = rows.count;
  if (apart == 0) {
    const F64 x = F64::of(from[lowest * stride]);
    for (int i = 0; i < count; i += kWidth) each(i, x);
  } else if (apart < sim::kFew) {
    double some[sim::kFew] = {};
    for (std::uint32_t k = 0; k <= apart; ++k) some[k] = from[(lowest + k) * stride];
    const sim::FewDoubles few(some);
    const std::uint32_t* row = rows.row;
    for (int i = 0; i < count; i += kWidth) each(i, few[U32::load(row + i) - U32::of(lowest)]);
  } else {
    for (int i = 0; i < count; i += kWidth) each(i, sim::gather(from, rows.at(i) * U32::of(stride)));
  }
}

/// The random words of a chunk of customers, each at an event or once in a life.
struct ChunkWords {
  alignas(64) std::uint32_t word[4][kChunk];
  VALUESCALE_INLINE U32 at(int which, int i) const { return U32::load(word[which] + i); }
  VALUESCALE_INLINE Words at(int i) const { return {{at(0, i), at(1, i), at(2, i), at(3, i)}}; }
};
enum class Once { an_event, a_life };

/// Counters of a chunk of customers.
struct ChunkCounters {
  const std::uint32_t *id_low, *id_high, *world, *occurrence;
};
alignas(64) constexpr std::uint32_t kZeros[kChunk + kPadding] = {};

template <int kVectors>
VALUESCALE_INLINE void draw_words_at(const ChunkCounters& counters, int i, const sim::RoundKeys& keys, ChunkWords& out) {
  U32 c[kVectors][4];
  for (int v = 0; v < kVectors; ++v) {
    const int at = i + v * kWidth;
    c[v][0] = U32::load(counters.id_low + at);
    c[v][1] = U32::load(counters.id_high + at);
    c[v][2] = U32::load(counters.world + at);
    c[v][3] = U32::load(counters.occurrence + at);
  }
  sim::philox_rounds(c, keys);
  for (int v = 0; v < kVectors; ++v)
    for (int w = 0; w < 4; ++w) c[v][w].store(out.word[w] + i + v * kWidth);
}

inline void draw_words(const Customers& who, Key key, Once once, ChunkWords& out) {
  const auto or_zeros = [](const std::uint32_t* column) VALUESCALE_INLINE_LAMBDA { return column ? column : kZeros; };
  const ChunkCounters counters{who.id_low, or_zeros(who.id_high), or_zeros(who.world),
                               once == Once::an_event ? or_zeros(who.occurrence) : kZeros};
  const sim::RoundKeys keys(key);
  int i = 0;
  if (kWidth > 8)  // there are registers for them
    for (; i + 2 * kWidth < who.count; i += 4 * kWidth) draw_words_at<4>(counters, i, keys, out);
  for (; i < who.count; i += 2 * kWidth) draw_words_at<2>(counters, i, keys, out);
}

/// A part of the mixture whose thresholds are at `place`, then its quantile.
VALUESCALE_INLINE F32 mixture_lanes(const Draw& law, const Context& context, U32 place, U32 word, U32 word_of_part) {
  U32 part = U32::of(0);
  for (int k = 0; k + 1 < law.parts; ++k) {
    const U32 threshold = sim::bits(sim::gather(context.tables + k, place));
    part = part + sim::select(sim::happens(word_of_part, threshold), U32::of(0), U32::of(1));
  }
  const U32 table = place + U32::of(static_cast<std::uint32_t>(mixture_header(law.parts))) + part * U32::of(sim::kTableFloats);
  return sim::quantile(context.tables, table, word);
}

/// Draws of a chunk of customers; `word` is the law's own in its event's block, and of no meaning where it draws a block of its own.
inline void draw(const Draw& law, const Context& context, const Customers& who, const ChunkRows& rows, const std::uint32_t* word,
                 float* out) {
  ChunkWords own;
  if (law.own_block) {
    draw_words(who, law.key, law.each_customer ? Once::a_life : Once::an_event, own);
    word = own.word[0];
  }
  const auto each = [&](auto variate) VALUESCALE_INLINE_LAMBDA {
    for_each_row(context, law.column, kDrawColumns, rows,
                 [=](int i, const RowReader& row) VALUESCALE_INLINE_LAMBDA { variate(row, i).store(out + i); });
  };
  const auto at = [word](int i) VALUESCALE_INLINE_LAMBDA { return U32::load(word + i); };
  const float* tables = context.tables;
  switch (law.kind) {
    case Draw::Kind::constant: return each([&](const RowReader& row, int) VALUESCALE_INLINE_LAMBDA { return row.value(0); });
    case Draw::Kind::linear:
      return each([=](const RowReader& row, int i)
                      VALUESCALE_INLINE_LAMBDA { return sim::fma(row.value(1), sim::quantile(tables, row.bits(2), at(i)), row.value(0)); });
    case Draw::Kind::uniform:
      return each([&](const RowReader& row, int i)
                      VALUESCALE_INLINE_LAMBDA { return sim::fma(row.value(1), sim::uniform(at(i)), row.value(0)); });
    case Draw::Kind::exponential:
      return each([&](const RowReader& row, int i) VALUESCALE_INLINE_LAMBDA { return row.value(1) * sim::exponential(at(i)); });
    case Draw::Kind::weibull:
      return each([&](const RowReader& row, int i) VALUESCALE_INLINE_LAMBDA {
        return sim::exp(sim::fma(row.value(1), sim::log(sim::exponential(at(i))), row.value(0)));
      });
    case Draw::Kind::log_table:
      return each([=](const RowReader& row, int i) VALUESCALE_INLINE_LAMBDA {
        return sim::exp(sim::fma(row.value(1), sim::quantile(tables, row.bits(2), at(i)), row.value(0)));
      });
    case Draw::Kind::gamma_ratio: {
      ChunkWords customer;
      draw_words(who, law.customer_key, Once::a_life, customer);
      return each([&](const RowReader& row, int i) VALUESCALE_INLINE_LAMBDA {
        return sim::exp(row.value(0) + (row.log_gamma(2, at(i)) - row.log_gamma(3, customer.at(0, i))));
      });
    }
    case Draw::Kind::beta:
      return each([&](const RowReader& row, int i) VALUESCALE_INLINE_LAMBDA {
        return sim::fma(row.value(1), sim::logistic(row.log_gamma(2, own.at(0, i)) - row.log_gamma(3, own.at(1, i))), row.value(0));
      });
    case Draw::Kind::mixture:
      return each([&](const RowReader& row, int i) VALUESCALE_INLINE_LAMBDA {
        return sim::fma(row.value(1), mixture_lanes(law, context, row.bits(2), own.at(0, i), own.at(1, i)), row.value(0));
      });
  }
}

/// The step in whose course a time falls: the next whole one.
VALUESCALE_INLINE U32 step_lanes(F32 time) { return sim::truncate(sim::ceil(time)); }

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
