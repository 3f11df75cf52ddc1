// A rung of the ladder: who takes it, when, and who does not.
#pragma once

#include "models/kernels/lanes.hpp"
#include "sim/batch/kept.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

VALUESCALE_INLINE void append(const sim::Kept& kept, const Customers& from, int i, F32 time, Room& to) {
  const auto words = [&](const std::uint32_t* source, std::uint32_t* target)
                         VALUESCALE_INLINE_LAMBDA { kept.store(U32::load(source + i), target + to.count); };
  words(from.slot, to.slot);
  words(from.id_low, to.id_low);
  words(from.row, to.row);
  if (from.world) {
    words(from.id_high, to.id_high);
    words(from.world, to.world);
  }
  if (from.occurrence) words(from.occurrence, to.occurrence);
  if (to.time) kept.store(time, to.time + to.count);
  to.count += kept.count();
}

inline void ask_chunk(const StepCode& step, const Context& context, const Customers& who, Room& taken, Room* declined,
                      std::uint32_t* beyond, int& beyond_count) {
  ChunkWords words;
  draw_words(who, step.event_key, Once::an_event, words);
  alignas(64) float delay[kChunk];
  if (step.delayed) draw(step.delay, context, who, words.word[word::delay], delay);
  const ChunkRows rows(who);
  for_each_row(context, step.threshold, 1, rows, [&](int i, const RowReader& row) VALUESCALE_INLINE_LAMBDA {
    const Mask present = sim::first_lanes(who.count - i);
    const Mask yes = present & row.happens(0, words.at(word::take, i));
    const F32 asked = who.time ? F32::load(who.time + i) : F32::of(0);
    if (declined) append(sim::Kept(present & ~yes), who, i, asked, *declined);
    if (!step.delayed) return append(sim::Kept(yes), who, i, asked, taken);
    const F32 time = asked + F32::load(delay + i);
    const Mask in_time = time <= F32::of(context.lifetime);
    append(sim::Kept(yes & in_time), who, i, time, taken);
    const sim::Kept late(yes & ~in_time);
    late.store(U32::load(who.slot + i), beyond + beyond_count);
    beyond_count += late.count();
  });
}

inline void ask(const StepCode& step, const Context& context, const Customers& who, Room& taken, Room* declined, std::uint32_t* beyond,
                int& beyond_count) {
  for (int from = 0; from < who.count; from += kChunk) ask_chunk(step, context, part_of(who, from), taken, declined, beyond, beyond_count);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
