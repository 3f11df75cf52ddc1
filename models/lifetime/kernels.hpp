// The inner loops of the engine, compiled once for each instruction set and chosen at run time. They see columns of customers and compiled
// codes: no maps, no strings, no virtual calls. What a code means is decided in models/lifetime/compile.cpp.
#pragma once

#include "sim/random/philox.hpp"

#include <cstdint>

namespace valuescale::models {

/// Columns are readable (and, where written, writable) up to the next multiple of this many customers.
inline constexpr int kPadding = 16;
constexpr int padded(int count) { return (count + kPadding - 1) / kPadding * kPadding; }

/// Some customers at some event each: whose randomness it is, and which row of numbers holds for them.
struct Customers {
  const std::uint32_t *id_low, *id_high, *world, *row, *occurrence;
  int count;
};

/// The numbers of the compiled program: a row for each (world, cell).
struct Context {
  const float* laws;
  std::uint32_t laws_stride;
  const double* money;
  std::uint32_t money_stride;
  const float* tables;
};

/// A number drawn by a customer or event, x. Its columns: location l, scale s, and offsets of quantile tables T and T2.
struct Draw {
  enum class Kind : std::uint8_t {
    constant,     ///< l
    linear,       ///< l + s T(u)
    uniform,      ///< l + s u
    exponential,  ///< s E, E standard exponential
    weibull,      ///< exp(l + s ln E)
    log_table,    ///< exp(l + s T(u))
    gamma_ratio,  ///< exp(l + T(u) − T2(the customer's u)): Gamma-Gamma spend
    beta,         ///< l + s / (1 + exp(T2(u2) − T(u)))
    mixture,      ///< l + s T_k(u), the part k chosen by a word of its own; T leads to thresholds, then a table a part
  };
  Kind kind = Kind::constant;
  bool each_customer = false;  ///< one value in a life
  sim::Key key{}, customer_key{};
  int column = 0;
  int parts = 0;  ///< of a mixture
};
inline constexpr int kDrawColumns = 4;
/// Floats before the tables of a mixture: a threshold for each part.
constexpr int mixture_header(int parts) { return (parts + 3) / 4 * 4; }

/// What a purchase brings, in units: money[0] + price draw × money[1] − cost draw × money[2].
struct PurchaseCode {
  Draw price, cost;
  bool price_is_drawn = false, cost_is_drawn = false;
  int money = 0;  ///< first of its money columns
};
inline constexpr int kPurchaseMoney = 3;
/// Money column 0 of every row: force of interest per step.
inline constexpr int kDiscountMoney = 0;

/// A yes or no, and how long it takes.
struct StepCode {
  sim::Key key{};
  int threshold = 0;  ///< law column
  bool delayed = false;
  Draw delay;
};

/// A repeat process of some model.
struct RepeatCode {
  int model = 0;  ///< in the catalog's order
  sim::Key customer_key{}, event_key{};
  int column = 0;
  float every = 1;
  bool has_gap = false;
  Draw gap;
};

/// Columns of state of the customers in a process, `stride` apart; `state` has kMaxState columns.
inline constexpr int kMaxState = 4;
struct RepeatLanes {
  const float *start, *last;  ///< of the process; last purchase
  float* state;
  int stride;
  float *next, *end;  ///< out: time of the next purchase, end of the process
};

/// Largest amount of one flow, in units; more is counted and the run refused.
inline constexpr double kLargestAmount = 0x1p45;

struct LedgerScan {
  const std::int64_t* cash;  ///< [step][stride]
  std::int64_t stride;
  int steps, count;
  const std::int64_t* threshold[2];     ///< cost to be covered, by view
  std::int64_t* total;                  ///< out
  std::int32_t *first[2], *lasting[2];  ///< out: step, or −1
};

struct Kernels {
  const char* name;
  /// Draws into `out`.
  void (*draw)(const Draw&, const Context&, const Customers&, float* out);
  /// Segment of each customer: the number of `thresholds` (of its (world, channel)) that its word passes.
  void (*classify)(sim::Key, const Customers&, const std::uint32_t* thresholds, int count, std::uint32_t* segment);
  /// amount and discounted amount of a purchase at `time`, rounded half-even; returns how many were too large.
  int (*value)(const PurchaseCode&, const Context&, const Customers&, const float* time, std::int64_t* amount, std::int64_t* discounted);
  void (*decide)(const StepCode&, const Context&, const Customers&, std::uint8_t* taken, float* delay);
  void (*begin)(const RepeatCode&, const Context&, const Customers&, const RepeatLanes&);
  void (*next)(const RepeatCode&, const Context&, const Customers&, const RepeatLanes&);
  void (*scan)(const LedgerScan&);
};

/// Each instruction set's, compiled by a translation unit of its own.
namespace compiled_for {
namespace baseline {
const Kernels& kernels();
}
namespace v3 {
const Kernels& kernels();
}
}  // namespace compiled_for

/// The best this processor has, or the one of that name; null if it can't run here.
const Kernels* choose_kernels(const char* name);

}  // namespace valuescale::models
