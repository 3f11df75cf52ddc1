// Columns of customers: what the passes of the engine work on.
#pragma once

#include "models/description/stage.hpp"
#include "models/kernels/kernels.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace valuescale::models {

/// Some customers of a batch, each at an event: `slot` is the customer's place in the batch.
struct Rows {
  std::vector<std::uint32_t> slot, id_low, id_high, world, row, occurrence;
  std::vector<float> time;
  int count = 0;
  Shape shape;  ///< set while there is nobody

  /// Makes room for `capacity` customers, those that are there included.
  void reserve(int capacity) {
    const auto size = static_cast<std::size_t>(padded(capacity) + kPadding);
    if (slot.size() >= size) return;
    for (auto* column : {&slot, &id_low, &id_high, &world, &row, &occurrence}) column->resize(size);
    time.resize(size);
  }
  void clear() { count = 0; }
  Customers view(int from, int to) const {
    return {slot.data() + from,
            id_low.data() + from,
            row.data() + from,
            shape.origin ? id_high.data() + from : nullptr,
            shape.origin ? world.data() + from : nullptr,
            shape.event ? occurrence.data() + from : nullptr,
            shape.time ? time.data() + from : nullptr,
            to - from};
  }
  Customers view() const { return view(0, count); }
  Room room() {
    return {slot.data(),
            id_low.data(),
            row.data(),
            shape.origin ? id_high.data() : nullptr,
            shape.origin ? world.data() : nullptr,
            shape.event ? occurrence.data() : nullptr,
            shape.time ? time.data() : nullptr,
            count};
  }

  /// Appends all of another's, which must not be this; columns that are not kept here are dropped, those that it lacks are 0.
  void append(const Customers& from) {
    reserve_more(from.count);
    const auto all = [&](const auto* source, auto& column) {
      if (source)
        std::copy_n(source, from.count, column.begin() + count);
      else
        std::fill_n(column.begin() + count, from.count, 0);
    };
    all(from.slot, slot), all(from.id_low, id_low), all(from.row, row);
    if (shape.origin) all(from.id_high, id_high), all(from.world, world);
    if (shape.event) all(from.occurrence, occurrence);
    if (shape.time) all(from.time, time);
    count += from.count;
  }
  /// Appends one, at another time; there must be room.
  void append(const Customers& from, int i, float at) {
    slot[count] = from.slot[i];
    id_low[count] = from.id_low[i];
    row[count] = from.row[i];
    if (shape.origin) id_high[count] = from.id_high[i], world[count] = from.world[i];
    if (shape.event) occurrence[count] = from.occurrence_of(i);
    if (shape.time) time[count] = at;
    ++count;
  }

 private:
  void reserve_more(int more) {
    if (static_cast<std::size_t>(padded(count + more) + kPadding) > slot.size()) reserve(2 * (count + more));
  }
};

/// Customers who start a process, each at their time, become its lanes; at most kLanes. They have no state yet.
inline void put_at_start(const Customers& who, int first_occurrence, Lanes& lanes) {
  lanes.count = who.count;
  std::copy_n(who.slot, who.count, lanes.slot);
  std::copy_n(who.id_low, who.count, lanes.id_low);
  std::copy_n(who.row, who.count, lanes.row);
  lanes.origin = who.shape().origin;
  if (lanes.origin) {
    std::copy_n(who.id_high, who.count, lanes.id_high);
    std::copy_n(who.world, who.count, lanes.world);
  }
  std::fill_n(lanes.occurrence, who.count, static_cast<std::uint32_t>(first_occurrence));
  for (float* column : {lanes.start, lanes.last})
    who.time ? std::copy_n(who.time, who.count, column) : std::fill_n(column, who.count, 0.0f);
}

/// Rows to work with for a while; given back when the borrower is done.
class RowsShelf {
 public:
  class Loan {
   public:
    Loan(RowsShelf& shelf, std::unique_ptr<Rows> rows) : shelf_(shelf), rows_(std::move(rows)) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() { shelf_.free_.push_back(std::move(rows_)); }
    Rows& operator*() { return *rows_; }
    Rows* operator->() { return rows_.get(); }

   private:
    RowsShelf& shelf_;
    std::unique_ptr<Rows> rows_;
  };
  Loan borrow(int capacity, const Shape& shape) {
    std::unique_ptr<Rows> rows;
    if (free_.empty()) {
      rows = std::make_unique<Rows>();
    } else {
      rows = std::move(free_.back());
      free_.pop_back();
    }
    rows->reserve(capacity);
    rows->clear();
    rows->shape = shape;
    return {*this, std::move(rows)};
  }

 private:
  std::vector<std::unique_ptr<Rows>> free_;
};

/// Flows on their way to balances, a place each.
struct Flows {
  std::vector<std::uint32_t> place, ltv_place, step;
  std::vector<std::int64_t> amount, discounted, paid;

  void reserve(int capacity) {
    const auto size = static_cast<std::size_t>(padded(capacity) + kPadding);
    if (place.size() >= size) return;
    for (auto* column : {&place, &ltv_place, &step}) column->resize(size);
    for (auto* column : {&amount, &discounted, &paid}) column->resize(size);
  }
  Deposits view(bool with_paid) {
    return {place.data(),
            ltv_place.data(),
            amount.data(),
            discounted.data(),
            with_paid ? step.data() : nullptr,
            with_paid ? paid.data() : nullptr};
  }
};

/// Neighbours with the same row of numbers, hence of one world, channel and segment.
struct Run {
  std::uint32_t row;
  int from, to;
};

/// Most flows are repeat business: it is what the offer and the listed stages leave of the contribution.
constexpr bool is_listed(Stage stage) { return stage != Stage::offer && stage != Stage::repeat; }

/// Somebody whom a customer brought.
struct Child {
  std::uint32_t row;         ///< in which the customer who was bought is counted
  std::uint32_t segment;     ///< in which the child's own life began
  std::uint32_t generation;  ///< 1: brought by that customer
};

/// What became of the customers of a batch, by slot. Money in units.
struct Outcomes {
  std::vector<Run> runs;  ///< everyone who is done, in any order
  std::vector<std::uint32_t> id_low, id_high, purchases;
  std::vector<std::uint32_t> active;  ///< 1 if something was to come when we stopped looking, else 0
  std::vector<float> until;           ///< of a plan, else empty: since when nothing was to come; beyond the horizon where something is
  std::vector<std::int64_t> contribution, offer;
  std::array<std::vector<std::int64_t>, kStages> by_stage;  ///< of the stages that are listed one by one; else empty
  std::vector<std::int64_t> offer_later;  ///< what of the offer is paid after time 0, but counts as if at once; empty where nothing is
  std::vector<Child> children;            ///< whom they brought, in all generations and in any order
  std::vector<std::int64_t> front;        ///< all cash at time 0: the offer, and what came at once with it
  std::vector<std::int64_t> ltv;     ///< [2][capacity]: in all (while they live: before the next), and in the last tenth of the horizon
  std::vector<std::int64_t> cac[2];  ///< by view
  std::vector<std::uint32_t> first[2],
      lasting[2];  ///< by view: step of payback; the number of steps: never; one more: not yet, still active
  std::size_t capacity = 0;

  void resize(int customers, const std::array<bool, kStages>& has_stage, bool is_offer_paid_later, bool is_of_plan) {
    capacity = static_cast<std::size_t>(padded(customers) + kPadding);
    for (auto* column : {&id_low, &id_high, &purchases, &active}) column->resize(capacity);
    if (is_of_plan) until.resize(capacity);
    for (auto* column : {&contribution, &offer, &front}) column->resize(capacity);
    for (std::size_t stage = 0; stage < kStages; ++stage)
      if (has_stage[stage] && is_listed(static_cast<Stage>(stage))) by_stage[stage].resize(capacity);
    if (is_offer_paid_later) offer_later.resize(capacity);
    ltv.resize(2 * capacity);
    for (int view = 0; view < 2; ++view) {
      cac[view].resize(capacity);
      first[view].resize(capacity);
      lasting[view].resize(capacity);
    }
  }
  /// Some come in, of whom nothing is known but their numbers and what they cost; what the offer brings follows.
  void begin(std::size_t slot, std::size_t count) {
    const auto clear = [&](auto& column, std::size_t at) { std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(at), count, 0); };
    clear(purchases, slot), clear(active, slot), clear(front, slot), clear(ltv, capacity + slot);
    for (auto& stage : by_stage)
      if (!stage.empty()) clear(stage, slot);
    if (!until.empty()) clear(until, slot);
    if (!offer_later.empty()) clear(offer_later, slot);
  }
  /// Someone takes a place here; `from` may be this.
  void copy(const Outcomes& from, std::size_t there, std::size_t here) {
    const auto one = [&](auto& column, const auto& source) { column[here] = source[there]; };
    one(id_low, from.id_low), one(id_high, from.id_high), one(purchases, from.purchases), one(active, from.active);
    if (!until.empty()) one(until, from.until);
    one(contribution, from.contribution), one(offer, from.offer), one(front, from.front);
    for (std::size_t stage = 0; stage < kStages; ++stage)
      if (!by_stage[stage].empty()) one(by_stage[stage], from.by_stage[stage]);
    if (!offer_later.empty()) one(offer_later, from.offer_later);
    one(ltv, from.ltv);
    ltv[capacity + here] = from.ltv[from.capacity + there];
    for (int view = 0; view < 2; ++view)
      one(cac[view], from.cac[view]), one(first[view], from.first[view]), one(lasting[view], from.lasting[view]);
  }
};

}  // namespace valuescale::models
