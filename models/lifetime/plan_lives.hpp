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

  /// A world, the number of the world by whose random numbers its customers live, and whose shocks it meets. Those of one call share the last.
  struct Entry {
    std::size_t world = 0, luck = 0, schedule = kOwnSchedule;
  };
  enum class Cash { as_given, without_end };

  /// Lives the plans of some of `worlds`, in their order. Counts their customers in `counted`, unless it is null.
  std::vector<PlanOutcome> live(const Worlds& worlds, const std::vector<Entry>& entries, Cash cash, Totals* counted);

  /// Customers so far; and the sum of n²/m over those n of whom m were lived: luck is as large as with so many times fewer of them.
  double customers() const { return customers_; }
  double stand_ins() const { return stand_ins_; }

 private:
  /// A world's business on its way through the plan.
  struct Business {
    Entry entry;
    const WorldPlan* plan = nullptr;
    bool is_limited = false;                          ///< by its cash
    std::int64_t cash = 0, moved = 0, operating = 0;  ///< in the bank; all that moved; that without interest
    std::int64_t drawn = 0;                           ///< of credit, for this month
    bool has_paid = false;                            ///< anything yet
    std::vector<std::int64_t> from_customers;         ///< by month, the last: after the plan
    std::vector<std::int64_t> bills;                  ///< of acquisition that are due, likewise
    std::vector<double> carried;                      ///< by winning: less than one lead or customer
    std::vector<std::uint64_t> numbered;              ///< by winning: customers lived so far
    std::int64_t won = 0;                             ///< customers so far
    std::vector<std::int64_t> cohort;                 ///< what the month's customers bring, by month from their own on
    PlanOutcome outcome;
  };
  /// Customers whom a business wins through a channel in a month.
  struct Order {
    Business* who;
    std::size_t winning;
    std::int64_t customers, lived;
    std::uint64_t first;  ///< number of the first
    LeadCost cost;
    double birth;      ///< first sales, in months
    double late_from;  ///< time of life at which the plan ends, in whole steps; below 0 where it ends before, or as, life begins
  };

  void begin_month(Business& business, std::size_t month);
  /// The share of what is wished to be spent on acquisition that is spent.
  double affordable(const Business& business, double wished) const;
  /// Wins whom a month's plan brings through a channel, for that price.
  void win(Business& business, std::size_t winning, std::size_t month, double planned, double price);
  void live_orders(const Worlds& worlds, std::size_t month, Totals* counted);
  void live_together(const Worlds& worlds, std::size_t month, const std::vector<const Order*>& orders, Totals* counted);
  void count(const Outcomes& outcomes, std::size_t first_row, Totals* counted);
  /// What an order's customers bring goes into the calendar.
  void deposit(const Order& order, std::size_t month, std::size_t first_row);
  void end_month(Business& business, std::size_t month) const;
  PlanOutcome finish(Business& business) const;

  void pay(Business& business, std::int64_t amount, double month) const;
  double discount(const Business& business, double month) const;

  const Program& program_;
  const PlanCode& plan_;
  Worker& worker_;
  double lived_share_, customers_ = 0, stand_ins_ = 0;
  std::function<void(std::int64_t)> heard_;
  std::vector<Order> orders_;                      ///< of the month
  std::vector<std::int64_t> curves_, own_curves_;  ///< [row][step]: of the customers being lived
  std::vector<sim::Int128> ltv_, late_ltv_;        ///< [row]: likewise
};

/// Lives every world's plan: those that ran short of cash once more without end of it, and some with other luck.
PlanTallies live_plans(const Program& program, const RunOptions& options, Crew& crew, Totals& totals);

/// Puts what the plans came to in place of what was known of channels beforehand: how many leads and customers, and what they cost.
void adopt_plan(const Program& program, Tallies& tallies);

}  // namespace valuescale::models
