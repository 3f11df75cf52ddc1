// Compiled once for each instruction set (see models/CMakeLists.txt); includes nothing whose inline functions could be mixed up between them.
#include "models/lifetime/kernels.hpp"

#include "models/catalog/repeat_models.hpp"
#include "sim/random/table_layout.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

namespace {

using sim::Key;
using sim::kWidth;

struct Lane {
  U32 id_low, id_high, world, row, occurrence;
};

VALUESCALE_INLINE Lane lanes_at(const Customers& who, int i) {
  return {U32::load(who.id_low + i), U32::load(who.id_high + i), U32::load(who.world + i), U32::load(who.row + i),
          U32::load(who.occurrence + i)};
}

VALUESCALE_INLINE Words words_of(const Lane& lane, Key key, bool each_customer) {
  return sim::philox_lanes(lane.id_low, lane.id_high, lane.world, each_customer ? U32::of(0) : lane.occurrence, key);
}

VALUESCALE_INLINE U32 times(U32 row, std::uint32_t stride) { return {row.v * stride}; }

VALUESCALE_INLINE F32 draw_lanes(const Draw& law, const Context& context, const Lane& lane) {
  const RowReader row{context.laws + law.column, context.tables, times(lane.row, context.laws_stride)};
  const F32 location = row.value(0);
  if (law.kind == Draw::Kind::constant) return location;
  const F32 scale = row.value(1);
  const Words words = words_of(lane, law.key, law.each_customer);
  switch (law.kind) {
    case Draw::Kind::linear: return sim::fma(scale, sim::quantile(context.tables, row.bits(2), words[0]), location);
    case Draw::Kind::uniform: return sim::fma(scale, sim::uniform(words[0]), location);
    case Draw::Kind::exponential: return scale * sim::exponential(words[0]);
    case Draw::Kind::weibull: return sim::exp(sim::fma(scale, sim::log(sim::exponential(words[0])), location));
    case Draw::Kind::log_table: return sim::exp(sim::fma(scale, sim::quantile(context.tables, row.bits(2), words[0]), location));
    case Draw::Kind::gamma_ratio: {
      const Words own = words_of(lane, law.customer_key, true);
      return sim::exp(location + (row.log_gamma(2, words[0]) - row.log_gamma(3, own[0])));
    }
    case Draw::Kind::beta: return sim::fma(scale, sim::logistic(row.log_gamma(2, words[0]) - row.log_gamma(3, words[1])), location);
    case Draw::Kind::mixture: {
      const U32 place = row.bits(2);
      U32 part = U32::of(0);
      for (int k = 0; k + 1 < law.parts; ++k) {
        const U32 threshold = sim::bits(sim::gather(context.tables + k, place));
        part = part + sim::select(sim::happens(words[1], threshold), U32::of(0), U32::of(1));
      }
      const U32 table = place + U32::of(static_cast<std::uint32_t>(mixture_header(law.parts))) + times(part, sim::kTableFloats);
      return sim::fma(scale, sim::quantile(context.tables, table, words[0]), location);
    }
    case Draw::Kind::constant: break;
  }
  return location;
}

void draw(const Draw& law, const Context& context, const Customers& who, float* out) {
  for (int i = 0; i < who.count; i += kWidth) draw_lanes(law, context, lanes_at(who, i)).store(out + i);
}

void classify(Key key, const Customers& who, const std::uint32_t* thresholds, int count, std::uint32_t* segment) {
  for (int i = 0; i < who.count; i += kWidth) {
    const U32 word = words_of(lanes_at(who, i), key, true)[0];
    U32 index = U32::of(0);
    for (int s = 0; s < count; ++s) index = index + sim::select(sim::happens(word, U32::of(thresholds[s])), U32::of(0), U32::of(1));
    index.store(segment + i);
  }
}

/// e^x for discounting, in double: x ≤ 0 mostly. Plain arithmetic, so that the compiler may do it for several customers at once.
VALUESCALE_INLINE double exp_double(double x) {
  x = x < -700 ? -700 : x > 700 ? 700 : x;
  const double magic = 0x1.8p52;
  const double shifted = x * 1.4426950408889634 + magic;
  const double n = shifted - magic;
  const double r = (x - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  std::int64_t exponent, result;
  __builtin_memcpy(&exponent, &shifted, sizeof exponent);
  __builtin_memcpy(&result, &p, sizeof result);
  result += exponent << 52;
  __builtin_memcpy(&p, &result, sizeof p);
  return p;
}

/// Nearest integer, ties to even, of |x| < 2^51.
VALUESCALE_INLINE std::int64_t round_to_units(double x) {
  const double shifted = x + 0x1.8p52;
  std::int64_t word;
  __builtin_memcpy(&word, &shifted, sizeof word);
  return word - 0x4338000000000000;
}

VALUESCALE_INLINE void add_draw(const Draw& law, const Context& context, const Customers& who, int money_column, double sign,
                                double* exact) {
  constexpr int kChunk = 64;
  alignas(64) float x[kChunk];
  for (int from = 0; from < who.count; from += kChunk) {
    const int count = who.count - from < kChunk ? who.count - from : kChunk;
    for (int i = 0; i < count; i += kWidth) draw_lanes(law, context, lanes_at(who, from + i)).store(x + i);
    for (int i = 0; i < count; ++i)
      exact[from + i] += sign * (double{x[i]} * context.money[who.row[from + i] * context.money_stride + money_column]);
  }
}

int value(const PurchaseCode& purchase, const Context& context, const Customers& who, const float* time, std::int64_t* amount,
          std::int64_t* discounted) {
  constexpr int kChunk = 256;
  alignas(64) double exact[kChunk];
  int too_large = 0;
  for (int from = 0; from < who.count; from += kChunk) {
    const int count = who.count - from < kChunk ? who.count - from : kChunk;
    const Customers some{who.id_low + from, who.id_high + from, who.world + from, who.row + from, who.occurrence + from, count};
    for (int i = 0; i < count; ++i) exact[i] = context.money[some.row[i] * context.money_stride + purchase.money];
    if (purchase.price_is_drawn) add_draw(purchase.price, context, some, purchase.money + 1, 1, exact);
    if (purchase.cost_is_drawn) add_draw(purchase.cost, context, some, purchase.money + 2, -1, exact);
    for (int i = 0; i < count; ++i) {
      const bool large = !(exact[i] < kLargestAmount && exact[i] > -kLargestAmount);
      too_large += large;
      exact[i] = large ? 0 : exact[i];
    }
    for (int i = 0; i < count; ++i) amount[from + i] = round_to_units(exact[i]);
    for (int i = 0; i < count; ++i) {
      const double force = context.money[some.row[i] * context.money_stride + kDiscountMoney];
      discounted[from + i] = round_to_units(exact[i] * exp_double(-force * double{time[from + i]}));
    }
  }
  return too_large;
}

void decide(const StepCode& step, const Context& context, const Customers& who, std::uint8_t* taken, float* delay) {
  for (int i = 0; i < who.count; i += kWidth) {
    const Lane lane = lanes_at(who, i);
    const RowReader row{context.laws, context.tables, times(lane.row, context.laws_stride)};
    const Mask yes = row.happens(step.threshold, words_of(lane, step.key, false)[0]);
    for (int j = 0; j < kWidth; ++j) taken[i + j] = yes.v[j] != 0;
    (step.delayed ? draw_lanes(step.delay, context, lane) : F32::of(0)).store(delay + i);
  }
}

template <class Model>
void begin(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  using State = typename Model::State;
  constexpr int columns = sizeof(State) / sizeof(F32);
  static_assert(columns <= kMaxState);
  for (int i = 0; i < who.count; i += kWidth) {
    const Lane lane = lanes_at(who, i);
    const RowReader row{context.laws + code.column, context.tables, times(lane.row, context.laws_stride)};
    const State state = Model::begin(row, words_of(lane, code.customer_key, true), F32::load(lanes.start + i));
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
    const F32 gap = code.has_gap ? draw_lanes(code.gap, context, lane) : F32::of(0);
    const Moment moment{F32::load(lanes.start + i), F32::load(lanes.last + i), sim::to_float(lane.occurrence), F32::of(code.every), gap};
    const Visit visit = Model::next(state, words_of(lane, code.event_key, false), moment);
    visit.time.store(lanes.next + i);
    visit.end.store(lanes.end + i);
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

void begin_any(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  AllPasses::begins[code.model](code, context, who, lanes);
}

void next_any(const RepeatCode& code, const Context& context, const Customers& who, const RepeatLanes& lanes) {
  AllPasses::nexts[code.model](code, context, who, lanes);
}

/// Runs down the ledger step by step, all customers of a chunk side by side.
void scan(const LedgerScan& scan) {
  constexpr int kChunk = 64;
  for (int from = 0; from < scan.count; from += kChunk) {
    const int count = scan.count - from < kChunk ? scan.count - from : kChunk;
    alignas(64) std::int64_t balance[kChunk] = {}, first[2][kChunk], lasting[2][kChunk];
    for (int view = 0; view < 2; ++view)
      for (int i = 0; i < kChunk; ++i) first[view][i] = lasting[view][i] = -1;
    for (int step = 0; step < scan.steps; ++step) {
      const std::int64_t* row = scan.cash + step * scan.stride + from;
      const std::int64_t now = step;
      for (int i = 0; i < count; ++i) balance[i] += row[i];
      for (int view = 0; view < 2; ++view) {
        const std::int64_t* threshold = scan.threshold[view] + from;
        for (int i = 0; i < count; ++i) {
          const std::int64_t covered = -static_cast<std::int64_t>(balance[i] >= threshold[i]);  // all bits if so
          const std::int64_t f = first[view][i], l = lasting[view][i];
          first[view][i] = f < 0 ? (now & covered) | ~covered : f;
          lasting[view][i] = ((l < 0 ? now : l) & covered) | ~covered;
        }
      }
    }
    for (int i = 0; i < count; ++i) {
      scan.total[from + i] = balance[i];
      for (int view = 0; view < 2; ++view) {
        scan.first[view][from + i] = static_cast<std::int32_t>(first[view][i]);
        scan.lasting[view][from + i] = static_cast<std::int32_t>(lasting[view][i]);
      }
    }
  }
}

#define VALUESCALE_TEXT_OF(x) #x
#define VALUESCALE_NAME_OF(x) VALUESCALE_TEXT_OF(x)
constexpr Kernels kKernels{VALUESCALE_NAME_OF(VALUESCALE_ISA), draw, classify, value, decide, begin_any, next_any, scan};

}  // namespace

}  // namespace VALUESCALE_ISA

namespace compiled_for::VALUESCALE_ISA {
const Kernels& kernels() { return kKernels; }
}  // namespace compiled_for::VALUESCALE_ISA

}  // namespace valuescale::models
