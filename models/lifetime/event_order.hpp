// The event-ordered group: customers whose pending events are kept side by side; the earliest of each is acted on, all with the same action
// together. Here a customer may change: the row of numbers that holds for them follows their segment and the levels of their states, and what
// they have bought and brought so far is at hand.
//
// A change takes effect at once. What is left of a wait, counted in the time that the whole of it would have taken, is waited for at the new
// pace: for exponential waits that is a change of rate, for others of speed. Yes and no are decided anew by the same random words.
//
// Customers whom others bring are people of their own, in times since the first sale of the customer who was bought, into whose account all their cash
// goes.
#pragma once

#include "models/lifetime/lives.hpp"

#include <limits>
#include <vector>

namespace valuescale::models {

class EventOrder {
 public:
  EventOrder(Lives& lives, const Program& program);
  /// Customers come in with the cash of their offer, in neighbouring slots.
  void admit(int from, const Range& who, const std::int64_t* amount);
  /// Lives everyone in `lives`' batch.
  void run();

  // In what follows the slot of a row is a person's: that of a customer who was bought, or beyond.

  /// Those of some customers who are still there and meet the node's condition, as they are now.
  void select(const NodeCode& node, const Customers& rows, Rows& selected);
  /// A repeat process starts for these customers, now, unless it runs already. Returns for how many it does.
  int start(std::uint32_t node, const Customers& rows);
  /// A purchase of this node is to happen at the rows' times.
  void schedule(std::uint32_t node, const Customers& rows);
  /// What a purchase of this node, or a visit, makes of customers.
  void befall(const NodeCode& node, const Customers& rows);
  /// They bring customers.
  void refer(const Edge& edge, const Customers& rows);
  /// The same rows, with the slots of the accounts to which cash goes.
  Customers in_accounts(const Customers& rows);
  /// The same rows, with the numbers that held when what they follow was bought.
  Customers as_bought(const Customers& rows);
  /// What belongs to a stage, unless a customer brought who it is about.
  Stage stage_for(std::uint32_t slot, Stage stage) const;
  void note_income(const PurchaseCode& source, const Customers& rows, Stage stage, const Deposits& flows);
  /// A purchase will come, but beyond the horizon: the customer's own, or that of a lead whom they brought.
  void await(std::uint32_t slot, bool of_lead) { (of_lead ? people_[slot].lead_waits_beyond : people_[slot].waits_beyond) = true; }
  /// Until when something on its way is to come of a person, or of a lead whom they brought.
  float& until(std::uint32_t slot) { return people_[slot].until; }

 private:
  struct Pending {
    float time;
    std::uint32_t rank;    ///< who goes first at the same time
    std::uint32_t action;  ///< node, and what of it
    std::uint32_t occurrence;
    std::uint32_t bought_row;  ///< of numbers, when what it follows was bought
    bool is_before(const Pending& other) const { return time != other.time ? time < other.time : rank < other.rank; }
  };
  static constexpr std::uint32_t kMonthly = 0x80000000, kEnd = 0x40000000, kNode = 0x3fffffff;

  struct Person {
    std::uint32_t account = 0;  ///< slot of the customer who was bought
    std::uint32_t id_low = 0, id_high = 0, world = 0;
    std::uint32_t row = 0;         ///< of numbers, now
    std::uint32_t bought_row = 0;  ///< when what the step follows that is being asked, or taken, was bought
    std::uint32_t generation = 0;  ///< 0: bought
    std::uint32_t offer = 0;
    float birth = 0;                                            ///< first sale
    double account_birth = 0;                                   ///< of a plan: that of the account's, in months from its first day
    std::size_t month = 0;                                      ///< of the plan, whose phase they live in
    float next_phase = std::numeric_limits<float>::infinity();  ///< when the next one begins
    bool is_here = true;                                        ///< false: nothing will happen to them any more
    float dropped = std::numeric_limits<float>::infinity();     ///< since when
    bool waits_beyond = false, lead_waits_beyond = false;
    float until = 0;            ///< when the last purchase or payment that was on its way comes
    std::int64_t earned = 0;    ///< contribution so far, units
    std::uint32_t brought = 0;  ///< of a customer who was bought: customers, in all generations
    std::uint32_t purchases = 0;
    int lane = -1;
  };

  /// Something on its way: how long the whole of it takes at the present pace, and what share of it was left at a time.
  struct Wait {
    float whole = 0, left = 1, at = 0;
    void begin(float now, float until) { *this = {until - now, 1, now}; }
    /// Time passes at the present pace.
    void pass(float now);
    /// When it is over; what is infinite at this pace never is.
    float over() const;
  };

  /// How a repeat process goes with a customer.
  struct Course {
    bool is_alive = false;
    std::uint32_t runs = 0;        ///< how often it started
    std::uint32_t occurrence = 0;  ///< of the next purchase
    float start = 0, last = 0;     ///< of the run; last purchase, or the start
    float ticks_from = 0;          ///< of a lattice: purchase number 0 would be here
    float next = 0, end = 0;       ///< as in Visit
    bool is_buying = false;        ///< what comes next is settled once all that follows from the purchase has happened
    Wait gap, life;                ///< until the next purchase is due; until the end of those that have a life
    float state[kMaxState] = {};
    /// Has it begun, and not ended?
    bool goes_on(float now) const { return is_alive && end > now; }
  };

  /// A customer at a moment.
  struct Moment {
    std::uint32_t slot;
    float time;
  };

  void enter(std::uint32_t slot);
  /// Those who come in together and took the same offer ask their questions together.
  void fill_lanes();
  /// Puts a person among the rows, at a time.
  void append(std::uint32_t slot, float time, std::uint32_t occurrence, Rows& rows) const;
  /// First sales of customers whom others brought.
  void welcome(const std::vector<std::uint32_t>& slots);
  void leave(int lane);
  /// Of a plan: until when something of theirs was to come.
  void note_until(const Person& person);
  void push(int lane, float time, std::uint32_t action, std::uint32_t occurrence, std::uint32_t bought_row = 0);
  void cancel(int lane, std::uint32_t action);
  std::uint32_t rank_of(std::uint32_t action) const;
  /// Puts customers into the group, as they are in the process.
  void gather(std::uint32_t node, const std::vector<std::uint32_t>& slots);
  /// Puts customers into the group and draws what is theirs in this run of the process, those together who are in the same.
  template <class Then>
  void begin(std::uint32_t node, std::vector<std::uint32_t> slots, Then then);
  /// When those in the group buy next, after a purchase or as the process starts.
  void advance(std::uint32_t node, bool starts);
  /// Those whose numbers have changed go on under the new ones.
  void adapt(std::uint32_t node, const std::vector<Moment>& changed);
  /// The next purchase, and the end, are put among the pending events.
  void foresee(std::uint32_t node, int lane);
  void fire(std::uint32_t action, const std::vector<int>& lanes);
  void fire_months(std::uint32_t node, const Customers& rows);
  void fire_ends(std::uint32_t node, const Customers& rows);
  /// The process ends for a customer, now.
  void stop(std::uint32_t node, const Customers& rows);
  /// Of the plan, in which someone is born.
  std::size_t month_of(const Person& person) const;
  std::uint32_t row_of_child(const ReferralCode& code, const Person& parent, const Person& child) const;
  bool meets(const ConditionCode& condition, const Person& person, float tenure) const;
  /// Finds when the phase in which a person lives ends.
  void foresee_phase(Person& person) const;
  /// Is something of theirs to come that the calendar may still change?
  bool waits_for_calendar(int lane) const;
  /// The next phase begins for the people of these lanes.
  void turn_page(const std::vector<int>& lanes);
  void adapt_all(const std::vector<Moment>& changed);

  Lives& lives_;
  const Program& program_;
  std::uint32_t kinds_;
  int count_ = 0;                              ///< lanes in use
  std::vector<Person> people_;                 ///< by slot, then those whom others brought
  std::vector<std::uint32_t> newborn_;         ///< whose lives have not begun
  std::size_t next_arrival_ = 0;               ///< of the batch, whose lives have not begun
  int next_slot_ = 0;                          ///< likewise
  std::vector<std::uint32_t> accounts_;        ///< scratch
  std::vector<std::uint32_t> bought_rows_;     ///< scratch
  std::vector<std::vector<Pending>> pending_;  ///< by lane
  std::vector<std::uint32_t> slot_of_;         ///< by lane
  std::vector<std::vector<Course>> courses_;   ///< by node, by lane; of steps: empty
  std::vector<int> turning_;                   ///< scratch: lanes of people for whom a phase begins
  std::vector<std::vector<int>> lanes_of_[3];  ///< scratch, by node: who acts on a purchase, a month, an end
  std::unique_ptr<Lanes> group_;               ///< scratch: those for whom a process goes on together
};

}  // namespace valuescale::models
