// A rung of the ladder: who takes it, when, and who does not.
#pragma once

#include "models/kernels/lanes.hpp"
#include "sim/batch/kept.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

VALUESCALE_INLINE void append(const sim::Kept& kept, const Customers& from, int i, F32 time, Room& to) {
  const int at = to.count;
  const auto words = [&kept, i, at](const std::uint32_t* source, std::uint32_t* target)
                         VALUESCALE_INLINE_LAMBDA { kept.store(U32::load(source + i), target + at); };
  words(from.slot, to.slot);
  words(from.id_low, to.id_low);
  words(from.row, to.row);
  if (from.world) {
    words(from.id_high, to.id_high);
    words(from.world, to.world);
  }
  if (from.occurrence) words(from.occurrence, to.occurrence);
  if (to.time) kept.store(time, to.time + at);
  to.count = at + kept.count();
}

inline void ask_chunk(const StepCode& step, const Context& context, const Customers& customers, Room& taken, Room* declined,
                      std::uint32_t* beyond, int& beyond_count) {
  ChunkWords words;
  draw_words(customers, step.event_key, Once::an_event, words);
  alignas(64) float delay[kChunk];
  const ChunkRows rows(customers);
  if (step.delayed) draw(step.delay, context, customers, rows, words.word[word::delay], delay);
  // Everything at hand: a vector's store might otherwise have changed where the next one is found.
  const Customers who = customers;
  Room yes_room = taken, no_room = declined ? *declined : taken;
  const bool delayed = step.delayed, asks_on = declined != nullptr;
  const F32 lifetime = F32::of(context.lifetime);
  int late_count = beyond_count;
  for_each_row(context, step.threshold, 1, rows, [&](int i, const RowReader& row) VALUESCALE_INLINE_LAMBDA {
    const Mask present = sim::first_lanes(who.count - i);
    const Mask yes = present & row.happens(0, words.at(word::take, i));
    const F32 asked = who.time ? F32::load(who.time + i) : F32::of(0);
    if (asks_on) append(sim::Kept(present & ~yes), who, i, asked, no_room);
    if (!delayed) return append(sim::Kept(yes), who, i, asked, yes_room);
    const F32 time = asked + F32::load(delay + i);
    const Mask in_time = time <= lifetime;
    append(sim::Kept(yes & in_time), who, i, time, yes_room);
    const sim::Kept late(yes & ~in_time);
    late.store(U32::load(who.slot + i), beyond + late_count);
    late_count += late.count();
  });
  taken.count = yes_room.count;
  if (declined) declined->count = no_room.count;
  beyond_count = late_count;
}

inline void ask(const StepCode& step, const Context& context, const Customers& who, Room& taken, Room* declined, std::uint32_t* beyond,
                int& beyond_count) {
  for (int from = 0; from < who.count; from += kChunk) ask_chunk(step, context, part_of(who, from), taken, declined, beyond, beyond_count);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
