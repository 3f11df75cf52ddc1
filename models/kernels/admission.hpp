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
    const Mask large = drop_too_large(own) | drop_too_large(whole);
    too_large += (large & sim::first_lanes(who.count - i)).count();
    sim::nearest(own).store(lead_cost + i);
    sim::nearest(whole).store(customer_cost + i);
  }
  return too_large;
}

inline int admit(const Admission& who, const Context& context, Room& rows, std::int64_t* lead_cost, std::int64_t* customer_cost) {
  const U32 first = U32::of(static_cast<std::uint32_t>(who.first)), high = U32::of(static_cast<std::uint32_t>(who.first >> 32));
  const U32 world = U32::of(who.world);
  const bool draws_words = who.segments > 1 || (who.cost && !who.cost->own_block);
  for (int i = 0; i < who.count; i += kWidth) {
    Lane lane{first + U32::of(static_cast<std::uint32_t>(i)) + sim::lane_numbers(), high, world, U32::of(who.first_row), U32::of(0)};
    Words words{};
    if (draws_words) words = words_of(lane, who.key);
    U32 segment = U32::of(0);
    for (int s = 0; s + 1 < who.segments; ++s)
      segment = segment + sim::select(sim::happens(words[word::segment], U32::of(who.thresholds[s])), U32::of(0), U32::of(1));
    segment.store(who.segment + i);
    if (!who.cost) continue;
    lane.row = lane.row + segment;
    draw_lanes(*who.cost, context, lane, words[word::lead_cost]).store(who.drawn_cost + i);
  }

  int place = rows.count;
  for (int s = 0; s < who.segments; ++s) {
    const int start = place;
    for (int i = 0; i < who.count; i += kWidth) {
      const Mask here = (U32::load(who.segment + i) == U32::of(static_cast<std::uint32_t>(s))) & sim::first_lanes(who.count - i);
      const sim::Kept kept(here);
      kept.store(first + U32::of(static_cast<std::uint32_t>(i)) + sim::lane_numbers(), rows.id_low + place);
      if (who.cost) kept.store(F32::load(who.drawn_cost + i), who.sorted_cost + (place - rows.count));
      place += kept.count();
    }
    for (int i = start; i < place; i += kWidth) U32::of(who.first_row + static_cast<std::uint32_t>(s)).store(rows.row + i);
  }
  for (int i = 0; i < who.count; i += kWidth) {
    const int at = rows.count + i;
    (U32::of(who.first_slot + static_cast<std::uint32_t>(i)) + sim::lane_numbers()).store(rows.slot + at);
    high.store(rows.id_high + at);
    world.store(rows.world + at);
    U32::of(0).store(rows.occurrence + at);
    F32::of(0).store(rows.time + at);
  }
  rows.count = place;
  return round_costs(who, lead_cost, customer_cost);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
