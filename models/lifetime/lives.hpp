// Lives customers batch by batch: intake, then events until nothing is left to happen.
//
// Where no process reads what another wrote, the order of events does not matter: each process runs through its own customers, and a ledger puts the
// cash in order, or a journal where lives have many more steps than events; a single process without delays is in order by itself and needs
// neither. On request every customer's pending events are kept side by side and the earliest is acted on. What an event does is the same code
// in all.
//
// The few who outlive their batch move on into the next, so that passes stay full: nobody's luck depends on the company they are in.
#pragma once

#include "models/lifetime/cash.hpp"
#include "models/lifetime/columns.hpp"
#include "models/lifetime/journal.hpp"
#include "models/lifetime/program.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

namespace valuescale::models {

/// Consecutive customers of one channel in one world.
struct Range {
  std::size_t world, channel;
  std::size_t luck;  ///< number of the world whose random numbers they live by; their own, but where the same world is lived again
  std::uint64_t first;
  int count;
  LeadCost cost;
  double birth = 0;                           ///< of a plan: first sales, in months from its first day
  const std::uint32_t* thresholds = nullptr;  ///< of a plan: of their segments; else the program's
};

/// Most purchases of one process in one life; a number beyond what any customer does stops a scenario that would never end.
inline constexpr std::uint32_t kMostPurchases = 1u << 20;
/// Throws InputError: someone passed that, or went round a circle of steps 255 times.
[[noreturn]] void refuse_endless_life();
/// Throws InputError: so many flows were too large.
[[noreturn]] void refuse_large_flows(std::int64_t flows, std::int64_t units_per_currency);

/// A journal is to hold about so many flows at once.
inline constexpr std::size_t kFlowsAtOnce = 1 << 16;

/// How a customer's balance is followed. All give the same integers.
enum class Bookkeeping {
  ledger,          ///< processes one after another, cash into a ledger
  journal,         ///< processes one after another, cash noted and put in order at the end
  single_process,  ///< one process in the order of its own events, a running balance
  event_ordered,   ///< all processes in the order of time, a running balance
};

/// Can the single process be followed without a ledger?
bool is_single_process(const Program& program);

class Chronicle;
class EventOrder;
class OwnAccounts;

class Lives {
 public:
  /// `many_origins`: there are several worlds, or more than 2^32 customers in a channel.
  Lives(const Program& program, const Kernels& kernels, Bookkeeping bookkeeping, int batch, bool many_origins);
  ~Lives();
  Lives(const Lives&) = delete;
  Lives& operator=(const Lives&) = delete;

  /// Cash received by step is added to `curves`[row − first_row][step]; and to `own_curves`, where customers bring customers, that which is
  /// not of the stage of referrals.
  void set_curves(std::int64_t* curves, std::int64_t* own_curves, std::size_t first_row) {
    curves_ = curves;
    own_curves_ = own_curves;
    first_row_ = first_row;
  }
  /// What customers pay, less what they are given back, is added to `by_step`[row − first_row][step], and to `by_stage`[row − first_row][stage] unless it
  /// is for repeat business, which is what the others leave; rows as above; null: to nothing. Of a program with a plan.
  void set_revenue(std::int64_t* by_step, std::int64_t* by_stage) {
    revenue_by_step_ = by_step;
    revenue_by_stage_ = by_stage;
  }
  /// Who comes along the ways through the ladder is added here; null: to nothing.
  void set_traffic(Traffic* traffic) { traffic_ = traffic; }
  /// What is earned after this time counts as late; by default, the last tenth of the horizon.
  void set_late_from(float time) { context_.late_from = time; }
  /// Whose shocks are met.
  void set_schedule(std::size_t schedule) { schedule_ = schedule; }
  /// Hears what happens to the only customer, where events are lived in the order of time.
  void set_chronicle(Chronicle* chronicle) { chronicle_ = chronicle; }
  /// When set, `live` returns early, with outcomes that mean nothing.
  void set_stop(const std::atomic<bool>* stop) { stop_ = stop; }
  bool stopped() const { return stop_ && stop_->load(std::memory_order_relaxed); }

  /// A batch begins with those who outlived the last.
  void open();
  /// How many more this batch takes in.
  int places() const { return room_ - everyone_.count; }
  /// Takes in customers, at most `places()`.
  void intake(const Range& range);
  /// Lives the batch. `to_the_end`: nobody outlives it.
  const Outcomes& live(bool to_the_end);
  /// What the batch has come to without referrals; null where customers bring nobody.
  const Outcomes* own_outcomes() const;
  /// Forgets everybody.
  void abandon();
  const Kernels& kernels() const { return kernels_; }
  /// Amounts that were too large to count exactly, so far.
  std::int64_t too_large() const { return too_large_; }

 private:
  friend class EventOrder;
  struct Process;

  void admit(const Range& range);
  void ask(const Edge& edge, const Customers& rows);
  void ask_all(const Edge& edge, const Customers& rows);
  void ask_step(const Edge& edge, const Customers& rows);
  /// What came of people who took a way.
  void note_passage(const Edge& edge, const Passage& passage) {
    if (traffic_) traffic_->ways[edge.way] += passage;
  }
  /// The purchase of a step or repeat process happens, with all that follows from it.
  void buy(const NodeCode& node, const Customers& rows);
  void start(const Edge& edge, const Customers& rows);
  /// Fills the lanes of a process from those who wait.
  void enter(Process& process, const NodeCode& node);
  void run(Process& process, const NodeCode& node, bool to_the_end);
  void leave(const NodeCode& node, const Leavers& who);
  void pay_month(const NodeCode& node, std::uint32_t slot, std::uint32_t row, float time);
  /// Everyone's purchase, or what a month or a contact costs, goes to their accounts. Words that are null are drawn again.
  void sell(const PurchaseCode& purchase, Stage stage, const Customers& rows, const std::uint32_t* price_word = nullptr,
            const std::uint32_t* cost_word = nullptr);
  /// The price of purchases, where it comes by itself.
  void collect(const PaymentCode& payment, Stage stage, const Customers& rows);
  /// Is it counted what is paid for that?
  bool has_revenue(const PurchaseCode& purchase) const { return revenue_by_step_ && purchase.has_price; }
  void count_revenue(Stage stage, const Customers& rows, const Deposits& flows);
  /// Of one flow, of that account.
  void count_payment(Stage stage, std::uint32_t slot, std::uint32_t step, std::int64_t amount);
  void find_revenue_rows(int from);
  /// Cash of an offer beyond what came at once.
  void count_offer(std::uint32_t slot, float time, std::int64_t amount);
  Settling settling();
  /// Who is asked: customers, or leads in the slots of those who bring them.
  enum class Asked { customers, leads };
  /// Puts a question: those who say yes, within the horizon, with the time at which it happens; those who don't, if anybody asks.
  /// What comes beyond the horizon leaves the customer active. Returns for how many it does.
  int put(const StepCode& question, const Customers& rows, Rows& yes, Rows* no, Asked asked = Asked::customers);
  /// Until then something of theirs is to come. Of a plan.
  void note_until(std::uint32_t slot, float time);
  /// A customer who was bought has brought another, whose numbers are in this row.
  void note_child(std::uint32_t account, std::uint32_t row, std::uint32_t generation);
  void close();
  /// Feeds the running balances from the journal.
  void replay(int count);
  void set_survivors_aside();
  float month_time(float start, int number) const;
  /// Does a month that begins at `time` begin before the process ends? Times that only rounding tells apart are the same time.
  static bool begins_before(float time, float end) { return time < end - 1e-6f * (1 + end) || end == __builtin_inff(); }

  const Program& program_;
  const Kernels& kernels_;
  Context context_;
  int batch_;
  int room_;  ///< how many of a batch there is room for; fewer while a journal would grow too long
  int views_;
  std::uint32_t levels_;  ///< of all states together: rows of numbers for each where results are counted
  int most_survivors_;
  int few_lanes_;  ///< so few lanes of a process are not worth a pass: they go on with the next batch
  Rows everyone_;  ///< as they came in, at time 0
  Outcomes outcomes_;
  RowsShelf shelf_;
  Flows flows_;
  AccountStrides strides_{};
  std::vector<std::uint32_t> numbered_row_, beyond_, new_slot_;  ///< scratch
  std::vector<float> drawn_cost_, sorted_cost_;                  ///< scratch
  std::unique_ptr<Ledger> ledger_;                               ///< or
  std::unique_ptr<RunningCash> running_;                         ///< fed at once, or in the end by
  std::unique_ptr<Journal> journal_;
  std::vector<std::unique_ptr<Process>> processes_;  ///< by node, or
  std::unique_ptr<EventOrder> order_;
  std::unique_ptr<OwnAccounts> own_;  ///< where customers bring customers
  /// Those who outlive the batch, on the way to the next: in the order of their rows, like everybody who comes in together.
  struct Survivors {
    Rows rows;  ///< slot: in the old batch
    Outcomes outcomes;
    std::vector<std::int64_t> cash;              ///< [survivor][step] of the ledger, or
    std::vector<RunningCash::Account> accounts;  ///< or
    std::vector<Journal::Flow> flows;
  };
  Survivors survivors_;
  /// Newcomers of this batch who took the same offer.
  struct Arrival {
    int from, to;
    std::size_t offer;
  };
  std::vector<Arrival> arrivals_;
  std::int64_t *curves_ = nullptr, *own_curves_ = nullptr;
  std::int64_t *revenue_by_step_ = nullptr, *revenue_by_stage_ = nullptr;
  std::vector<std::uint32_t> revenue_row_;  ///< by slot: its row of these
  Traffic* traffic_ = nullptr;
  std::size_t first_row_ = 0;
  std::size_t schedule_ = kOwnSchedule;
  std::int64_t too_large_ = 0;
  const std::atomic<bool>* stop_ = nullptr;
  Chronicle* chronicle_ = nullptr;
};

}  // namespace valuescale::models
