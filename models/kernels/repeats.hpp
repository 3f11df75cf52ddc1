// Repeat processes: where each model's own code is called, and what happens to everybody afterwards.
#pragma once

#include "models/catalog/repeat_models.hpp"
#include "models/kernels/steps.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

template <class State>
inline constexpr int columns_of = sizeof(State) / sizeof(F32);

template <class Model>
void begin_chunk(const RepeatCode& code, const Context& context, const Customers& who, const float* start, float* state, int stride) {
  using State = typename Model::State;
  static_assert(columns_of<State> <= kMaxState);
  ChunkWords words;
  draw_words(who, code.customer_key, Once::a_life, words);
  const ChunkRows rows(who);
  for_each_row(
      context, code.column, Model::columns, rows, [=, &words](int i, const RowReader& row) VALUESCALE_INLINE_LAMBDA {
        const State fixed = Model::begin(row, words.at(i), F32::load(start + i));
        F32 column[columns_of<State>];
        __builtin_memcpy(column, &fixed, sizeof fixed);
        for (int c = 0; c < columns_of<State>; ++c) column[c].store(state + c * stride + i);
      });
}

template <class Model>
void begin(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  for (int from = 0; from < who.count; from += kChunk)
    begin_chunk<Model>(code, context, part_of(who, from), lanes.start + from, lanes.state + from, lanes.stride);
}

/// Those who buy at `time`, with the words that are theirs.
VALUESCALE_INLINE void note_sales(Mask buys, const Customers& who, int i, F32 time, const Words& words, Sales& sales) {
  const sim::Kept kept(buys);
  const int at = sales.who.count;
  if (sales.price_word) kept.store(words[word::price], sales.price_word + at);
  if (sales.cost_word) kept.store(words[word::cost], sales.cost_word + at);
  if (sales.whole) return append(kept, who, i, time, U32::load(who.occurrence + i), sales.who);
  kept.store(U32::load(who.slot + i), sales.who.slot + at);
  kept.store(U32::load(who.row + i), sales.who.row + at);
  kept.store(time, sales.who.time + at);
  sales.who.count += kept.count();
}

template <class Model>
void next_chunk(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes, Sales* sales, int from) {
  using State = typename Model::State;
  ChunkWords words;
  draw_words(who, code.event_key, Once::an_event, words);
  alignas(64) float gap[kChunk];
  if (code.has_gap) draw(code.gap, context, who, words.word[word::gap], gap);
  for (int i = 0; i < who.count; i += kWidth) {
    const int at = from + i;
    F32 column[columns_of<State>];
    for (int c = 0; c < columns_of<State>; ++c) column[c] = F32::load(lanes.state + c * lanes.stride + at);
    State state;
    __builtin_memcpy(&state, column, sizeof state);
    const Moment moment{F32::load(lanes.start + at), F32::load(lanes.last + at), sim::to_float(U32::load(who.occurrence + i)),
                        F32::of(code.every), code.has_gap ? F32::load(gap + i) : F32::of(0)};
    const Visit visit = Model::next(state, words.at(i), moment);
    visit.time.store(lanes.next + at);
    visit.end.store(lanes.end + at);
    if (!sales) continue;
    const Mask buys = sim::first_lanes(who.count - i) & (visit.time <= F32::of(context.lifetime));
    note_sales(buys, who, i, visit.time, words.at(i), *sales);
  }
}

template <class Model>
void next(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes, Sales* sales) {
  for (int from = 0; from < who.count; from += kChunk) next_chunk<Model>(code, context, part_of(who, from), lanes, sales, from);
}

template <class... Models>
struct Passes {
  static constexpr decltype(Kernels::begin) begins[] = {&begin<Models>...};
  static constexpr decltype(Kernels::next) nexts[] = {&next<Models>...};
};
template <class... Models>
Passes<Models...> passes_of(ModelList<Models...>);
using AllPasses = decltype(passes_of(RepeatModels{}));

inline void begin_any(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  AllPasses::begins[code.model](code, context, who, lanes);
}

inline void next_any(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes, Sales* sales) {
  AllPasses::nexts[code.model](code, context, who, lanes, sales);
}

inline void turn(Turn& turn, const Context& context) {
  Room& lanes = turn.lanes;
  const Customers who{lanes.slot, lanes.id_low, lanes.id_high, lanes.world, lanes.row, lanes.occurrence, lanes.time, lanes.count};
  U32 latest = U32::of(0);
  lanes.count = 0;
  for (int i = 0; i < who.count; i += kWidth) {
    const Mask present = sim::first_lanes(who.count - i);
    const U32 slot = U32::load(who.slot + i), occurrence = U32::load(who.occurrence + i);
    const F32 next = F32::load(turn.next + i), end = F32::load(turn.end + i), start = F32::load(turn.start + i);
    const Mask buys = present & (next <= F32::of(context.lifetime));
    const Mask stays = buys & (next < end);

    const U32 following = occurrence + U32::of(1);
    const U32 purchases = sim::select(buys, following, occurrence) - U32::of(turn.first_occurrence);
    const Mask active = F32::of(context.lifetime) < end;
    const sim::Kept gone(present & ~stays);
    Leavers& leavers = turn.leavers;
    gone.store(slot, leavers.slot + leavers.count);
    gone.store((purchases << 1) | sim::select(active, U32::of(1), U32::of(0)), leavers.tally + leavers.count);
    if (leavers.row) {
      gone.store(U32::load(who.row + i), leavers.row + leavers.count);
      gone.store(start, leavers.start + leavers.count);
      gone.store(end, leavers.end + leavers.count);
    }
    leavers.count += gone.count();

    // Whoever stays moves up, behind those who stayed before; everything of these lanes has been read by now.
    const int to = lanes.count;
    F32 state[kMaxState];
    for (int c = 0; c < turn.state_columns; ++c) state[c] = F32::load(turn.state + c * turn.stride + i);
    const sim::Kept staying(stays);
    append(staying, who, i, next, following, lanes);
    staying.store(start, turn.start + to);
    for (int c = 0; c < turn.state_columns; ++c) staying.store(state[c], turn.state + c * turn.stride + to);
    latest = sim::max(latest, following);
  }
  turn.latest_occurrence = sim::greatest(latest);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
