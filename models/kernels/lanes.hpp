// Some customers side by side, and the numbers that they draw.
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

struct Lane {
  U32 id_low, id_high, world, row, occurrence;
};

/// Lanes beyond the last customer look into the first row.
VALUESCALE_INLINE Lane lanes_at(const Customers& who, int i) {
  U32 row = U32::load(who.row + i);
  if (i + kWidth > who.count) row = sim::select(sim::first_lanes(who.count - i), row, U32::of(0));
  return {U32::load(who.id_low + i), U32::load(who.id_high + i), U32::load(who.world + i), row, U32::load(who.occurrence + i)};
}

VALUESCALE_INLINE Words words_of(const Lane& lane, Key key) {
  return sim::philox_lanes(lane.id_low, lane.id_high, lane.world, lane.occurrence, key);
}
VALUESCALE_INLINE Words words_of_customer(const Lane& lane, Key key) {
  return sim::philox_lanes(lane.id_low, lane.id_high, lane.world, U32::of(0), key);
}

VALUESCALE_INLINE RowReader reader_of(const Context& context, int column, U32 row) {
  return {context.laws + column, context.laws_alike + column, context.tables, row * U32::of(context.laws_stride)};
}

VALUESCALE_INLINE F64 money_of(const Context& context, int column, U32 row) {
  return context.money_alike[column] ? F64::of(context.money[column])
                                     : sim::gather(context.money + column, row * U32::of(context.money_stride));
}

/// A part of the mixture whose thresholds are at `place`, then its quantile.
VALUESCALE_INLINE F32 mixture_lanes(const Draw& law, const Context& context, U32 place, const Words& words) {
  U32 part = U32::of(0);
  for (int k = 0; k + 1 < law.parts; ++k) {
    const U32 threshold = sim::bits(sim::gather(context.tables + k, place));
    part = part + sim::select(sim::happens(words[1], threshold), U32::of(0), U32::of(1));
  }
  const U32 table = place + U32::of(static_cast<std::uint32_t>(mixture_header(law.parts))) + part * U32::of(sim::kTableFloats);
  return sim::quantile(context.tables, table, words[0]);
}

/// The value of each lane; `word` is the law's own in its event's block, and of no meaning where it draws a block of its own.
VALUESCALE_INLINE F32 draw_lanes(const Draw& law, const Context& context, const Lane& lane, U32 word) {
  const RowReader row = reader_of(context, law.column, lane.row);
  const F32 location = row.value(0);
  if (law.kind == Draw::Kind::constant) return location;
  const F32 scale = row.value(1);
  Words own{};
  if (law.own_block) {
    own = law.each_customer ? words_of_customer(lane, law.key) : words_of(lane, law.key);
    word = own[0];
  }
  switch (law.kind) {
    case Draw::Kind::linear: return sim::fma(scale, sim::quantile(context.tables, row.bits(2), word), location);
    case Draw::Kind::uniform: return sim::fma(scale, sim::uniform(word), location);
    case Draw::Kind::exponential: return scale * sim::exponential(word);
    case Draw::Kind::weibull: return sim::exp(sim::fma(scale, sim::log(sim::exponential(word)), location));
    case Draw::Kind::log_table: return sim::exp(sim::fma(scale, sim::quantile(context.tables, row.bits(2), word), location));
    case Draw::Kind::gamma_ratio: {
      const Words customer = words_of_customer(lane, law.customer_key);
      return sim::exp(location + (row.log_gamma(2, word) - row.log_gamma(3, customer[0])));
    }
    case Draw::Kind::beta: return sim::fma(scale, sim::logistic(row.log_gamma(2, own[0]) - row.log_gamma(3, own[1])), location);
    case Draw::Kind::mixture: return sim::fma(scale, mixture_lanes(law, context, row.bits(2), own), location);
    case Draw::Kind::constant: break;
  }
  return location;
}

/// The step in whose course a time falls: the next whole one.
VALUESCALE_INLINE U32 step_lanes(F32 time) {
  const U32 whole = sim::truncate(time);
  return sim::select(sim::to_float(whole) < time, whole + U32::of(1), whole);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
