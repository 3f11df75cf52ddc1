// The inner loops of the engine, compiled once for each instruction set and chosen at run time. They see columns of customers and compiled
// codes: no maps, no strings, no virtual calls. What a code means is decided in models/lifetime/compile.cpp.
#pragma once

#include "models/kernels/pool.hpp"
#include "sim/random/philox.hpp"
#include "sim/stats/integers.hpp"

#include <cstdint>

namespace valuescale::models {

/// The numbers of the compiled program: a row for each (world, cell).
struct Context {
  const float* laws;
  std::uint32_t laws_stride;
  const double *money, *prices;  ///< prices: the same columns, in which a purchase is worth its price; null where nobody asks
  std::uint32_t money_stride;
  const std::uint8_t *laws_alike, *money_alike, *prices_alike;  ///< by column: is it the same in every row?
  const float* tables;
  double discounts;  ///< force of interest over the lifetime, the largest of all rows; 0: money is not discounted
  float lifetime;    ///< steps
  float late_from;   ///< where the last tenth of it begins
};

/// A named decision owns a block of four words at each of its events. Which word is whose never changes, and words that nobody needs stay unused:
/// so adding something to a scenario changes nobody else's luck.
namespace word {
inline constexpr int segment = 0, lead_cost = 1;  ///< of an acquisition
inline constexpr int take = 0, delay = 1;         ///< of a step
inline constexpr int gap = 1;                     ///< of a visit; a model that draws none has words 0 and 1 for itself, else only 0
inline constexpr int price = 2, cost = 3;         ///< of any purchase
}  // namespace word

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
  bool own_block = false;      ///< drawn from a block of its own: each customer's, and laws that take two words
  int word = 0;                ///< of its event's block, or of its own
  sim::Key key{}, customer_key{};
  int column = 0;
  int parts = 0;  ///< of a mixture
};
inline constexpr int kDrawColumns = 4;
/// Floats before the tables of a mixture: a threshold for each part.
constexpr int mixture_header(int parts) { return (parts + 3) / 4 * 4; }

/// What a purchase brings, in units: money[0] + price draw × money[1] − cost draw × money[2].
struct PurchaseCode {
  sim::Key event_key{};
  Draw price, cost;
  bool price_is_drawn = false, cost_is_drawn = false;
  bool has_price = false;  ///< is anything paid by the customer, or given back?
  int money = 0;           ///< first of its money columns
};
inline constexpr int kPurchaseMoney = 3;
/// Money column 0 of every row: force of interest per step.
inline constexpr int kDiscountMoney = 0;

/// A yes or no, and how long it takes.
struct StepCode {
  sim::Key event_key{};
  int threshold = 0;  ///< law column
  bool delayed = false;
  Draw delay;
};

/// A repeat process of some model.
struct RepeatCode {
  int model = 0;  ///< in the catalog's order
  int state_columns = 0;
  sim::Key customer_key{}, event_key{};
  int column = 0;
  float every = 1;
  int first_occurrence = 1;
  bool on_lattice = false, has_life = false;  ///< as in RepeatModel
  bool has_gap = false;
  Draw gap;
};

/// Buyers of a channel in a world, numbered from `first`, that come in.
struct Admission {
  sim::Key key{};
  std::uint64_t first = 0;  ///< all numbers alike above bit 31
  std::uint32_t world = 0, first_row = 0, first_slot = 0;
  std::uint32_t rows_apart = 1;  ///< from segment to segment
  int count = 0;
  const std::uint32_t* thresholds = nullptr;  ///< of the segments but the last
  int segments = 1;
  const Draw* cost = nullptr;             ///< null: `certain_cost` for all
  double certain_cost = 0;                ///< units
  double shared_cost = 0;                 ///< units: what the customer view adds
  double units = 1;                       ///< per currency
  std::uint32_t* numbered_row = nullptr;  ///< scratch: rows of customers as numbered, not yet by segment
  float* drawn_cost = nullptr;            ///< scratch, by customer
  float* sorted_cost = nullptr;           ///< scratch, by customer
};

/// Flows ready to be added to the balances of some customers, one each.
struct Deposits {
  std::uint32_t* place;               ///< of a ledger: step × its stride + slot; without one: the step
  std::uint32_t* ltv_place;           ///< slot, plus the stride of LTV in the last tenth of the horizon
  std::int64_t *amount, *discounted;  ///< units
  std::uint32_t* step = nullptr;      ///< with `paid`
  std::int64_t* paid = nullptr;       ///< what the customer pays; null where nobody asks
};

/// How far apart the rows of a batch's accounts are, to which deposits go.
struct AccountStrides {
  std::uint32_t ledger;  ///< from step to step; 0 without a ledger
  std::uint32_t ltv;
};

/// Largest amount of one flow, in units; more is counted and the run refused.
inline constexpr double kLargestAmount = 0x1p45;

/// A block of the ledger. Its cells are narrow where sums of `steps` of them fit into 32 bits.
struct LedgerBlock {
  std::int32_t* narrow;  ///< [step][stride], or
  std::int64_t* wide;
  std::int64_t stride;
  int steps;
};

/// What is read off a ledger of `count` customers, which is left empty.
struct LedgerScan {
  int count, views;
  const std::int64_t* threshold[2];  ///< cost to be covered, by view
  std::int64_t *front, *total;       ///< out: cash at step 0, and in all
  const std::uint32_t* active;
  std::uint32_t *first[2], *lasting[2];  ///< out: as in Outcomes
};

/// An amount of each of some customers: plus − minus.
struct Amounts {
  const std::int64_t *plus, *minus;  ///< minus: null for nothing
  int count;
  std::int64_t* value;  ///< out, with `bin`; null if nobody needs them
  std::uint32_t* bin;   ///< of the histogram
};

/// Most customers whose amounts are added up at once, and who are lived together.
inline constexpr int kMostAtOnce = 1 << 16;

/// Sums without rounding.
struct Moments {
  sim::Int128 sum, square;
};

/// What each of some customers brought in all, with the offer, and at step 0, against what they cost.
struct Coverage {
  const std::int64_t *contribution, *offer, *front, *cac;
  int count;
  std::int64_t losses, first_sale, front_end;  ///< out: how many lose, and whose first sale and front end cover the cost
};

struct Kernels {
  const char* name;
  /// Appends the customers, segment by segment, with what they cost in both views; returns how many costs were too large.
  int (*admit)(const Admission&, const Context&, Room& rows, std::int64_t* lead_cost, std::int64_t* customer_cost);
  /// The purchase of each customer at their time, within the horizon; returns how many amounts were too large. Words that are null are drawn again.
  int (*sell)(const PurchaseCode&, const Context&, const Customers&, const std::uint32_t* price_word, const std::uint32_t* cost_word,
              const AccountStrides&, const Deposits&);
  /// Parts customers by their answer. Those who say yes get the time at which it happens; where that is beyond the horizon, only their slot is noted.
  void (*ask)(const StepCode&, const Context&, const Customers&, Room& taken, Room* declined, std::uint32_t* beyond, int& beyond_count);
  /// Draws the state of customers who start a process.
  void (*begin)(const RepeatCode&, const Context&, Lanes&);
  /// As many as there is room for move from `entering` into the lanes.
  void (*enter)(const RepeatCode&, Pool&);
  /// When each buys next; those who do within the horizon are listed in the sales. Without such a list it is noted when it would be due.
  void (*next)(const RepeatCode&, const Context&, Lanes&, Sales*);
  /// Whoever does not buy within the horizon, or for the last time, leaves the lanes; the others move on. Returns the greatest occurrence there is.
  std::uint32_t (*turn)(const RepeatCode&, const Context&, Pool&);
  void (*scan)(const LedgerBlock&, const LedgerScan&);
  /// Adds the cash of customers `from` up to `to` to `curve`, step by step.
  void (*add_up)(const LedgerBlock&, int from, int to, std::int64_t* curve);
  /// Of at most kMostAtOnce customers, like `total`.
  Moments (*measure)(const Amounts&);
  sim::Int128 (*total)(const std::int64_t* amount, int count);
  void (*compare)(Coverage&);
};

/// Each instruction set's, compiled by a translation unit of its own.
namespace compiled_for {
namespace baseline {
const Kernels& kernels();
}
namespace v3 {
const Kernels& kernels();
}
namespace v4 {
const Kernels& kernels();
}
}  // namespace compiled_for

/// The best this processor has, or the one of that name; null if it can't run here.
const Kernels* choose_kernels(const char* name);

}  // namespace valuescale::models
