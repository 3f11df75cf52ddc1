// Lives plans: worlds side by side, month by month. How many a world wins in a month depends on what it has in the bank, hence on what all customers
// of the months before have brought; so a month's customers are lived, in all worlds of a batch together and to the end of their lives, before
// the next month begins. What a customer brings later is put in the calendar at once: nothing in a life depends on the plan's money.
#pragma once

#include "models/lifetime/plan_tallies.hpp"
#include "models/lifetime/simulate.hpp"
#include "models/lifetime/worker.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace valuescale::models {

class PlanLives {
 public:
  /// `heard` is told how many customers have been lived, after each batch of them.
  PlanLives(const Program& program, Worker& worker, double lived_share, std::function<void(std::int64_t)> heard);

  /// A world; the numbers of the worlds by whose random numbers its leads decide and its customers live; and whose shocks it meets. Those of one
  /// call share the last.
  struct Entry {
    std::size_t world = 0, buying = 0, living = 0, schedule = kOwnSchedule;
  };

  /// Lives the plans of some of `worlds`, in their order. Counts their customers in `counted`, unless it is null.
  /// `never_short`, unless null: gets the same plans as they had gone with all the cash they want, of those worlds that ran short of it.
  std::vector<PlanOutcome> live(const Worlds& worlds, const std::vector<Entry>& entries, Totals* counted,
                                std::vector<PlanOutcome>* never_short);

  /// Customers whom a business wins through a channel in a month.
  struct Order {
    std::int64_t customers = 0, lived = 0;
    LeadCost cost;
    double birth = 0;      ///< first sales, in months
    double late_from = 0;  ///< time of life at which the plan ends, in whole steps; below 0 where it ends before, or as, life begins
  };
  /// Whom a world's plan wins, by month and winning. Lives it, without counting anybody.
  std::vector<std::vector<Order>> orders(const Entry& entry);

  /// What came of each month's customers, of all businesses so far that were counted.
  const std::vector<CohortCash>& cohorts() const { return cohorts_; }
  /// Customers so far; and the sum of n²/m over those n of whom m were lived: luck is as large as with so many times fewer of them.
  double customers() const { return customers_; }
  double stand_ins() const { return stand_ins_; }

 private:
  /// What a channel costs and brings.
  struct ChannelCash {
    std::vector<std::int64_t> by_month;  ///< the last: after the plan
    std::size_t billed_from;             ///< month of its first bill
  };
  /// A world's business on its way through the plan.
  struct Business {
    Entry entry;
    const WorldPlan* plan = nullptr;
    bool is_limited = false;                          ///< by its cash
    std::int64_t cash = 0, moved = 0, operating = 0;  ///< in the bank; all that moved; that without interest
    std::int64_t drawn = 0;                           ///< of credit, for this month
    double turnover = 0;                              ///< all that moved, either way
    bool has_paid = false;                            ///< anything yet
    std::vector<std::int64_t> from_customers;         ///< by month, the last: after the plan
    std::vector<std::int64_t> bills;                  ///< of acquisition that are due, likewise
    std::vector<ChannelCash> channels;                ///< each by itself
    std::vector<double> carried;                      ///< by winning: less than one lead or customer
    std::int64_t won = 0;                             ///< customers so far
    std::vector<Order> orders;                        ///< by winning: of this month
    std::vector<std::int64_t> cohort;                 ///< what the month's customers bring, by month from their own on
    double discounted_at = 0, discount = 1;           ///< the last that was asked for
    PlanOutcome outcome;
  };
  /// Customers of a month and channel who are lived together, by their numbers, for those whose they are: the customers of a business and of
  /// the one never short of cash are the same people, of whom the latter has more.
  struct Portion {
    std::size_t winning;
    std::int64_t from, to;
    Business *first, *second;  ///< the second, or null
    const Order& order() const { return first->orders[winning]; }
  };

  void open(const Worlds& worlds, std::size_t schedule);
  Business found(const Entry& entry, bool is_limited) const;
  void begin_month(Business& business, std::size_t month);
  /// The share of what is wished to be spent on acquisition that is spent.
  double affordable(const Business& business, double wished) const;
  /// Wins whom a month's plan brings through a channel, for that price.
  void win(Business& business, std::size_t winning, std::size_t month, double planned, double price);
  /// Lives portions of which no two are of the same world and channel.
  void live_portions(const Worlds& worlds, std::size_t month, std::vector<Portion> portions, Totals* counted);
  void live_together(const Worlds& worlds, std::size_t month, const Portion* first, const Portion* last, Totals* counted);
  void count(const Outcomes& outcomes, std::size_t first_row, Totals* counted);
  /// Are their ends counted? Of plans that are counted; of others where lives' luck is told from the rest.
  bool follows_active(const Totals* counted) const { return counted || lived_share_ < 1; }
  /// The month of the plan, from 0, in which each step of a life ends.
  const std::vector<std::size_t>& months_from(double birth);
  /// What a portion's customers bring goes into the calendar; and if they are counted what they pay, of the first business.
  void deposit(const Portion& portion, std::size_t month, std::size_t first_row, bool counted);
  void deposit_cash(Business& business, std::size_t winning, std::size_t month, sim::Int128 ltv, sim::Int128 late_ltv);
  void deposit_payments(Business& business, std::size_t winning, std::size_t row);
  /// Empties the rows of a channel's segments from `row` on, of so many amounts each; adds them to `sums`, whatever the row, and to the rows of `counted`,
  /// unless those are null.
  void gather(std::vector<std::int64_t>& amounts, std::size_t row, std::size_t width, std::int64_t* sums, std::int64_t* counted);
  /// Likewise of amounts by step, to months after the first sales, whose months were asked for last.
  void gather_by_age(std::vector<std::int64_t>& amounts, std::size_t row, std::vector<std::int64_t>& by_age, std::int64_t* counted);
  /// Its customers are among the active of the first business, as long as they are; forgets how long that is.
  void deposit_active(const Portion& portion, std::size_t first_row);
  void count_cohort(const Business& business, std::size_t month);
  void end_month(Business& business, std::size_t month) const;
  PlanOutcome finish(Business& business) const;
  void close(const ChannelCash& cash, PlanChannel& channel) const;

  /// Throws InputError once a world's plan has moved more money than can be counted.
  void note_turnover(Business& business, double amount) const;
  static void pay(Business& business, std::int64_t amount, double month);
  static double discount(Business& business, double month);

  const Program& program_;
  const PlanCode& plan_;
  Worker& worker_;
  double lived_share_, customers_ = 0, stand_ins_ = 0;
  std::function<void(std::int64_t)> heard_;
  std::vector<CohortCash> cohorts_;                    ///< by month
  std::vector<std::int64_t> curves_, own_curves_;      ///< [row][step]: of the customers being lived
  std::vector<std::int64_t> stage_contribution_;       ///< [row][stage]: what they bring, where they stand for all
  std::vector<std::int64_t> revenue_, stage_revenue_;  ///< [row][step], [row][stage]: what they pay
  std::vector<std::int64_t> ends_;  ///< [row][step]: how many of them are active no more at its end; the last: the others
  std::vector<std::int64_t> by_step_, brought_, of_all_, paid_;  ///< of a portion's customers: the latter by months after their first sales
  std::vector<double> prices_;                                   ///< by winning: scratch
  std::vector<std::size_t> month_of_step_;                       ///< of those whose first sales are at
  double first_sales_ = -1;
  std::vector<sim::Int128> ltv_, late_ltv_;  ///< [row]: likewise
};

/// Which share of a plan's customers stands for all of them.
double share_lived(const PlanCode& plan, const RunOptions& options);

/// Lives every world's plan, with what it had been without end of cash; and some once more with other luck.
PlanTallies live_plans(const Program& program, const RunOptions& options, Crew& crew, Totals& totals);

/// How a world's plan went, as far as ruin goes.
struct WayToRuin {
  int month = kNoMonth;    ///< of ruin
  std::int64_t least = 0;  ///< in the bank, credit that was not drawn included
};
WayToRuin way_to_ruin(const PlanOutcome& outcome, const WorldPlan& plan);
/// Lives every world's plan for that alone.
std::vector<WayToRuin> ways_to_ruin(const Program& program, double lived_share, const RunOptions& options, Crew& crew);

/// Puts what the plans came to in place of what was known of channels beforehand: how many leads and customers, and what they cost.
void adopt_plan(const Program& program, Tallies& tallies);

}  // namespace valuescale::models
