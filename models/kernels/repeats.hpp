// Repeat processes: where each model's own code is called, and what happens to everybody afterwards.
#pragma once

#include "models/catalog/repeat_models.hpp"
#include "models/kernels/steps.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

template <class State>
inline constexpr int columns_of = sizeof(State) / sizeof(F32);

static_assert(kLanes <= kChunk);

template <class Model>
void begin(const RepeatCode& code, const Context& context, Lanes& lanes) {
  using State = typename Model::State;
  static_assert(columns_of<State> <= kMaxState);
  const Customers who = lanes.view();
  ChunkWords words;
  draw_words(who, code.customer_key, Once::a_life, words);
  for_each_row(context, code.column, Model::columns, ChunkRows(who), [&](int i, const RowReader& row) VALUESCALE_INLINE_LAMBDA {
    const State fixed = Model::begin(row, words.at(i), F32::load(lanes.start + i));
    F32 column[columns_of<State>];
    __builtin_memcpy(column, &fixed, sizeof fixed);
    for (int c = 0; c < columns_of<State>; ++c) column[c].store(lanes.state[c] + i);
  });
}

inline void enter(const RepeatCode& code, Pool& pool) {
  const Lanes& from = pool.entering;
  Lanes& to = pool.lanes;
  const int first = pool.entered, here = to.count, room = kLanes - here, left = from.count - first;
  const int count = left < room ? left : room;
  const auto words = [=](const std::uint32_t* source, std::uint32_t* target) VALUESCALE_INLINE_LAMBDA {
    for (int i = 0; i < count; i += kWidth) U32::load(source + first + i).store(target + here + i);
  };
  const auto floats = [=](const float* source, float* target) VALUESCALE_INLINE_LAMBDA {
    for (int i = 0; i < count; i += kWidth) F32::load(source + first + i).store(target + here + i);
  };
  words(from.slot, to.slot), words(from.id_low, to.id_low), words(from.row, to.row), words(from.occurrence, to.occurrence);
  if (from.origin) words(from.id_high, to.id_high), words(from.world, to.world);
  floats(from.start, to.start), floats(from.last, to.last);
  for (int c = 0; c < code.state_columns; ++c) floats(from.state[c], to.state[c]);
  pool.entered += count;
  to.count += count;
}

/// Which columns a list of sales keeps; at hand, since any vector that is stored might have changed what stands in memory.
struct SaleColumns {
  bool price, cost, whole, origin;
};

/// Those who buy at `time`, with the words that are theirs, behind the first `count`; returns how many there are then.
VALUESCALE_INLINE int note_sales(Mask buys, const Lanes& lanes, int i, F32 time, const Words& words, const SaleColumns& keeps, Sales& sales,
                                 int count) {
  const sim::Kept kept(buys);
  kept.store(U32::load(lanes.slot + i), sales.slot + count);
  kept.store(U32::load(lanes.row + i), sales.row + count);
  kept.store(time, sales.time + count);
  if (keeps.price) kept.store(words[word::price], sales.price_word + count);
  if (keeps.cost) kept.store(words[word::cost], sales.cost_word + count);
  if (keeps.whole) {
    kept.store(U32::load(lanes.id_low + i), sales.id_low + count);
    if (keeps.origin) {
      kept.store(U32::load(lanes.id_high + i), sales.id_high + count);
      kept.store(U32::load(lanes.world + i), sales.world + count);
    }
    kept.store(U32::load(lanes.occurrence + i), sales.occurrence + count);
  }
  return count + kept.count();
}

template <class Model>
void next(const RepeatCode& code, const Context& context, Lanes& lanes, Sales* sales) {
  using State = typename Model::State;
  const Customers who = lanes.view();
  ChunkWords words;
  draw_words(who, code.event_key, Once::an_event, words);
  alignas(64) float gap[kChunk];
  if (code.has_gap) draw(code.gap, context, who, ChunkRows(who), words.word[word::gap], gap);
  const bool has_gap = code.has_gap;
  const F32 every = F32::of(code.every), lifetime = F32::of(context.lifetime);
  const int count = who.count;
  const SaleColumns keeps = sales ? SaleColumns{sales->price_is_drawn, sales->cost_is_drawn, sales->whole, sales->origin} : SaleColumns{};
  int sold = 0;
  for (int i = 0; i < count; i += kWidth) {
    F32 column[columns_of<State>];
    for (int c = 0; c < columns_of<State>; ++c) column[c] = F32::load(lanes.state[c] + i);
    State state;
    __builtin_memcpy(&state, column, sizeof state);
    const Moment moment{F32::load(lanes.start + i), F32::load(lanes.last + i), sim::to_float(U32::load(lanes.occurrence + i)), every,
                        has_gap ? F32::load(gap + i) : F32::of(0)};
    const Visit visit = Model::next(state, words.at(i), moment);
    visit.time.store(lanes.next + i);
    visit.end.store(lanes.end + i);
    if (!sales)
      visit.due.store(lanes.due + i);
    else
      sold = note_sales(sim::first_lanes(count - i) & (visit.time <= lifetime), lanes, i, visit.time, words.at(i), keeps, *sales, sold);
  }
  if (sales) sales->count = sold;
}

template <class... Models>
struct Passes {
  static constexpr decltype(Kernels::begin) begins[] = {&begin<Models>...};
  static constexpr decltype(Kernels::next) nexts[] = {&next<Models>...};
};
template <class... Models>
Passes<Models...> passes_of(ModelList<Models...>);
using AllPasses = decltype(passes_of(RepeatModels{}));

inline void begin_any(const RepeatCode& code, const Context& context, Lanes& lanes) { AllPasses::begins[code.model](code, context, lanes); }

inline void next_any(const RepeatCode& code, const Context& context, Lanes& lanes, Sales* sales) {
  AllPasses::nexts[code.model](code, context, lanes, sales);
}

inline std::uint32_t turn(const RepeatCode& code, const Context& context, Pool& pool) {
  Lanes& lanes = pool.lanes;
  Leavers& leavers = pool.leavers;
  const F32 lifetime = F32::of(context.lifetime);
  const U32 first = U32::of(static_cast<std::uint32_t>(code.first_occurrence));
  const int count = lanes.count, state_columns = code.state_columns;
  const bool whole = leavers.whole, ends = whole || leavers.ends, origin = lanes.origin;
  int stayed = 0, left = 0;
  U32 latest = U32::of(0);
  for (int i = 0; i < count; i += kWidth) {
    const Mask present = sim::first_lanes(count - i);
    const U32 slot = U32::load(lanes.slot + i), row = U32::load(lanes.row + i), occurrence = U32::load(lanes.occurrence + i);
    const F32 next = F32::load(lanes.next + i), end = F32::load(lanes.end + i), start = F32::load(lanes.start + i);
    const Mask buys = present & (next <= lifetime);
    const Mask stays = buys & (next < end);
    const U32 following = sim::count_up(occurrence, buys);

    const sim::Kept gone(present & ~stays);
    gone.store(slot, leavers.slot + left);
    gone.store(sim::count_up((following - first) << 1, lifetime < end), leavers.tally + left);
    if (whole) {
      gone.store(row, leavers.row + left);
      gone.store(start, leavers.start + left);
    }
    if (ends) gone.store(end, leavers.end + left);
    left += gone.count();

    // Whoever stays moves up, behind those who stayed before; nothing of these lanes is read after it was written over.
    const sim::Kept staying(stays);
    const auto keep = [&](std::uint32_t* column) VALUESCALE_INLINE_LAMBDA { staying.store(U32::load(column + i), column + stayed); };
    staying.store(slot, lanes.slot + stayed);
    keep(lanes.id_low);
    if (origin) {
      keep(lanes.id_high);
      keep(lanes.world);
    }
    staying.store(row, lanes.row + stayed);
    staying.store(following, lanes.occurrence + stayed);
    staying.store(start, lanes.start + stayed);
    staying.store(next, lanes.last + stayed);
    for (int c = 0; c < state_columns; ++c) staying.store(F32::load(lanes.state[c] + i), lanes.state[c] + stayed);
    stayed += staying.count();
    latest = sim::max(latest, sim::select(stays, following, U32::of(0)));
  }
  lanes.count = stayed;
  leavers.count = left;
  return sim::greatest(latest);
}

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
