// Repeat processes: where each model's own code is called, and what happens to everybody afterwards.
#pragma once

#include "models/catalog/repeat_models.hpp"
#include "models/kernels/steps.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

template <class Model>
void begin(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  using State = typename Model::State;
  constexpr int columns = sizeof(State) / sizeof(F32);
  static_assert(columns <= kMaxState);
  for (int i = 0; i < who.count; i += kWidth) {
    const Lane lane = lanes_at(who, i);
    const State state =
        Model::begin(reader_of(context, code.column, lane.row), words_of_customer(lane, code.customer_key), F32::load(lanes.start + i));
    F32 column[columns];
    __builtin_memcpy(column, &state, sizeof state);
    for (int c = 0; c < columns; ++c) column[c].store(lanes.state + c * lanes.stride + i);
  }
}

template <class Model>
void next(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  using State = typename Model::State;
  constexpr int columns = sizeof(State) / sizeof(F32);
  for (int i = 0; i < who.count; i += kWidth) {
    const Lane lane = lanes_at(who, i);
    F32 column[columns];
    for (int c = 0; c < columns; ++c) column[c] = F32::load(lanes.state + c * lanes.stride + i);
    State state;
    __builtin_memcpy(&state, column, sizeof state);
    const Words words = words_of(lane, code.event_key);
    const F32 gap = code.has_gap ? draw_lanes(code.gap, context, lane, words[word::gap]) : F32::of(0);
    const Moment moment{F32::load(lanes.start + i), F32::load(lanes.last + i), sim::to_float(lane.occurrence), F32::of(code.every), gap};
    const Visit visit = Model::next(state, words, moment);
    visit.time.store(lanes.next + i);
    visit.end.store(lanes.end + i);
    if (lanes.price_word) words[word::price].store(lanes.price_word + i);
    if (lanes.cost_word) words[word::cost].store(lanes.cost_word + i);
  }
}

using Pass = void (*)(const RepeatCode&, const Context&, const Customers&, const RepeatLanes&);

template <class... Models>
struct Passes {
  static constexpr Pass begins[] = {&begin<Models>...};
  static constexpr Pass nexts[] = {&next<Models>...};
};
template <class... Models>
Passes<Models...> passes_of(ModelList<Models...>);
using AllPasses = decltype(passes_of(RepeatModels{}));

inline void begin_any(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  AllPasses::begins[code.model](code, context, who, lanes);
}

inline void next_any(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  AllPasses::nexts[code.model](code, context, who, lanes);
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

    // A deposit of nothing at step 0 is none.
    sim::select(buys, U32::load(turn.deposits.step + i), U32::of(0)).store(turn.deposits.step + i);
    sim::select(buys, U32::load(turn.deposits.ltv_place + i), slot).store(turn.deposits.ltv_place + i);
    sim::select(buys, I64::load(turn.deposits.amount + i), I64::of(0)).store(turn.deposits.amount + i);
    sim::select(buys, I64::load(turn.deposits.discounted + i), I64::of(0)).store(turn.deposits.discounted + i);
    if (turn.buyers) append(sim::Kept(buys), who, i, next, occurrence, *turn.buyers);

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
    for (int c = 0; c < kMaxState; ++c) state[c] = F32::load(turn.state + c * turn.stride + i);
    const sim::Kept staying(stays);
    append(staying, who, i, next, following, lanes);
    staying.store(start, turn.start + to);
    for (int c = 0; c < kMaxState; ++c) staying.store(state[c], turn.state + c * turn.stride + to);
    latest = sim::select(latest < following, following, latest);
  }
  turn.latest_occurrence = 0;
  for (int i = 0; i < kWidth; ++i)
    if (latest.v[i] > turn.latest_occurrence) turn.latest_occurrence = latest.v[i];
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
