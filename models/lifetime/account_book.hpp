// One customer's whole life as an account book: what happened, by what chance, and what it brought, in the order of time.
#pragma once

#include "models/description/stage.hpp"
#include "models/lifetime/tallies.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace valuescale::models {

/// Cash. What it belongs to is counted as in a run: everything that comes from customers whom this one brought is of the stage of referrals.
struct BookFlow {
  Stage stage = Stage::offer;
  std::int64_t amount = 0, discounted = 0;  ///< units
  std::int64_t balance = 0;                 ///< with this flow, net of acquisition in the customer view
};

/// A yes or no that was drawn.
struct BookQuestion {
  double probability = 0;
  double drawn = 0;  ///< yes if it lies below the probability
  bool is_yes = false;
  bool takes_time = false;
  std::optional<double> due;  ///< when what takes time happens; none beyond the horizon
};

struct BookEntry {
  enum class What {
    first_sale,  ///< a flow
    asked,       ///< of a step: the question
    contact,     ///< a flow: what asking costs
    step,        ///< a flow: what a step brings when it happens
    visit,       ///< a flow: a purchase, or whatever comes, of a repeat process
    month,       ///< a flow: what a month of a repeat process costs
    refund,      ///< a flow
    promise,     ///< will the price be paid, and when? the question
    payment,     ///< a flow: a price that comes by itself
    referral,    ///< leads are brought
    lead,        ///< does one of them buy? the question
    reward,      ///< a flow: for one who buys
    changed,     ///< a state, or the segment
    started,     ///< a repeat process
    ended,       ///< a repeat process, by itself
    stopped,     ///< a repeat process, by a step
    dropped,     ///< nothing will happen to this person any more
  };
  What what = What::first_sale;
  double time = 0;            ///< steps since the first sale of the customer who was bought
  std::uint32_t step = 0;     ///< in whose course it falls
  std::uint32_t person = 0;   ///< into AccountBook::people
  std::string name;           ///< "step.upsell", "repeat.orders"; of what changes: "segment", "state.trust"
  std::uint32_t number = 0;   ///< of a visit, from 1; of a referral, how many leads
  std::string before, after;  ///< of what changes
  std::optional<BookQuestion> question;
  std::optional<BookFlow> flow;
};

/// The customer who was bought, then those whom they brought, in the order of their first sales.
struct BookPerson {
  std::uint32_t generation = 0;  ///< 0: bought
  std::uint32_t parent = 0;
  double first_sale = 0;
  std::string segment;     ///< in which life began
  bool is_active = false;  ///< something was to come when the horizon was reached
};

/// When the balance at the end of a step covered what the customer cost.
struct BookPayback {
  std::optional<std::uint32_t> first, lasting;
};

/// What is left of an account with nothing of the stage of referrals: as if nobody whom the customer brought counted.
struct OwnBook {
  std::int64_t contribution = 0, ltv = 0;
  std::array<BookPayback, view_count> payback;
  bool is_active = false;  ///< something of their own was to come when the horizon was reached
};

/// Where a life stands in a plan. Months are counted from 1.
struct BookPlan {
  std::uint32_t won = 0;              ///< month in which the customer was paid for
  std::vector<std::uint32_t> months;  ///< [step]: month in which it ends; 0: of the first sale
};

struct AccountBook {
  std::string title, currency, step_unit;
  bool has_segments = false;
  std::uint64_t seed = 1, world = 0, customer = 0;
  std::optional<BookPlan> plan;       ///< customers are then numbered by month
  std::size_t stratified_worlds = 0;  ///< how many the run has, where they are stratified; 0: independent
  std::string channel;
  std::int64_t units_per_currency = 10'000;
  std::size_t lifetime = 0;  ///< steps
  std::array<std::int64_t, view_count> cac{};
  std::vector<BookPerson> people;
  std::vector<BookEntry> entries;  ///< in the order of time

  // What the entries come to.
  std::array<BookPayback, view_count> payback;
  std::int64_t contribution = 0, ltv = 0;
  std::array<std::int64_t, kStages> by_stage{};
  std::uint32_t purchases = 0;  ///< repeat purchases of the customer who was bought
  std::optional<double> dropped;
  std::optional<OwnBook> without_referrals;  ///< where customers bring customers

  std::size_t children() const { return people.size() - 1; }
  std::int64_t profit(View view) const { return contribution - cac[view]; }
  std::int64_t npv(View view) const { return ltv - cac[view]; }
  /// Is something to come for anybody?
  bool is_active() const {
    for (const BookPerson& person : people)
      if (person.is_active) return true;
    return false;
  }
};

}  // namespace valuescale::models
