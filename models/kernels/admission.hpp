// Customers come in: of which segment they are, and what they cost. They stand in the order of their segments from here on, so that what is
// counted by segment is counted over neighbours.
#pragma once

#include "models/kernels/purchases.hpp"
#include "sim/batch/kept.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

inline int round_costs(const Admission& who, std::int64_t* lead_cost, std::int64_t* customer_cost) {
  int too_large = 0;
  for (int i = 0; i < who.count; i += kWidth) {
    F64 own = who.cost ? sim::to_double(F32::load(who.sorted_cost + i)) * F64::of(who.units) : F64::of(who.certain_cost);
    F64 whole = own + F64::of(who.shared_cost);
    const Mask fit = is_countable(own) & is_countable(whole);
    own = sim::select(fit, own, F64::of(0));
    whole = sim::select(fit, whole, F64::of(0));
    too_large += (sim::first_lanes(who.count - i) & ~fit).count();
    sim::nearest(own).store(lead_cost + i);
    sim::nearest(whole).store(customer_cost + i);
  }
  return too_large;
}

/// The row of each customer, by segment, and the cost that each draws.
inline void classify(const Admission& who, const Context& context, const Customers& customers, std::uint32_t* row, float* cost) {
  ChunkWords words;
  if (who.segments > 1 || (who.cost && !who.cost->own_block)) draw_words(customers, who.key, Once::an_event, words);
  for (int i = 0; i < customers.count; i += kWidth) {
    U32 index = U32::of(who.first_row);
    for (int s = 0; s + 1 < who.segments; ++s)
      index =
          index + sim::select(sim::happens(words.at(word::segment, i), U32::of(who.thresholds[s])), U32::of(0), U32::of(who.rows_apart));
    index.store(row + i);
  }
  if (who.cost) draw(*who.cost, context, customers, ChunkRows(customers), words.word[word::lead_cost], cost);
}

inline int admit(const Admission& who, const Context& context, Room& rows, std::int64_t* lead_cost, std::int64_t* customer_cost) {
  const U32 first = U32::of(static_cast<std::uint32_t>(who.first)), high = U32::of(static_cast<std::uint32_t>(who.first >> 32));
  const U32 world = U32::of(who.world);
  // As numbered, in the place where they will stand by segment.
  for (int i = 0; i < who.count; i += kWidth) {
    const int at = rows.count + i;
    const U32 number = U32::of(static_cast<std::uint32_t>(i)) + sim::lane_numbers();
    (first + number).store(rows.id_low + at);
    if (rows.id_high) high.store(rows.id_high + at);
    if (rows.world) world.store(rows.world + at);
    if (rows.occurrence) U32::of(0).store(rows.occurrence + at);
    if (rows.time) F32::of(0).store(rows.time + at);
    (U32::of(who.first_slot) + number).store(rows.slot + at);
  }
  // All at their first event, at time 0.
  const bool origin = rows.world != nullptr;
  const Customers newcomers{rows.slot + rows.count,
                            rows.id_low + rows.count,
                            who.numbered_row,
                            origin ? rows.id_high + rows.count : nullptr,
                            origin ? rows.world + rows.count : nullptr,
                            nullptr,
                            nullptr,
                            who.count};
  for (int from = 0; from < who.count; from += kChunk)
    classify(who, context, part_of(newcomers, from), who.numbered_row + from, who.drawn_cost + from);

  int place = rows.count;
  for (int s = 0; s < who.segments; ++s) {
    const int start = place;
    const U32 row = U32::of(who.first_row + static_cast<std::uint32_t>(s) * who.rows_apart);
    for (int i = 0; i < who.count; i += kWidth) {
      const Mask here = (U32::load(who.numbered_row + i) == row) & sim::first_lanes(who.count - i);
      const sim::Kept kept(here);
      kept.store(first + U32::of(static_cast<std::uint32_t>(i)) + sim::lane_numbers(), rows.id_low + place);
      if (who.cost) kept.store(F32::load(who.drawn_cost + i), who.sorted_cost + (place - rows.count));
      place += kept.count();
    }
    for (int i = start; i < place; i += kWidth) row.store(rows.row + i);
  }
  rows.count = place;
  return round_costs(who, lead_cost, customer_cost);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
