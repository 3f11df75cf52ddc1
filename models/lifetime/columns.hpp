// Columns of customers: what the passes of the engine work on.
#pragma once

#include "models/lifetime/kernels.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace valuescale::models {

/// Some customers of a batch, each at an event: `slot` is the customer's place in the batch.
struct Rows {
  std::vector<std::uint32_t> slot, id_low, id_high, world, row, occurrence;
  std::vector<float> time;
  int count = 0;

  void reserve(int capacity) {
    const auto size = static_cast<std::size_t>(padded(capacity));
    if (slot.size() >= size) return;
    for (auto* column : {&slot, &id_low, &id_high, &world, &row, &occurrence}) column->resize(size);
    time.resize(size);
  }
  void clear() { count = 0; }
  Customers customers() const { return {id_low.data(), id_high.data(), world.data(), row.data(), occurrence.data(), count}; }
  /// Appends row `i` of another, at another time.
  void append(const Rows& from, int i, float at) {
    slot[count] = from.slot[i];
    id_low[count] = from.id_low[i];
    id_high[count] = from.id_high[i];
    world[count] = from.world[i];
    row[count] = from.row[i];
    occurrence[count] = from.occurrence[i];
    time[count] = at;
    ++count;
  }
  void move(int from, int to) {
    for (auto* column : {&slot, &id_low, &id_high, &world, &row, &occurrence}) (*column)[to] = (*column)[from];
    time[to] = time[from];
  }
};

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
  Loan borrow(int capacity) {
    std::unique_ptr<Rows> rows;
    if (free_.empty()) {
      rows = std::make_unique<Rows>();
    } else {
      rows = std::move(free_.back());
      free_.pop_back();
    }
    rows->reserve(capacity);
    rows->clear();
    return {*this, std::move(rows)};
  }

 private:
  std::vector<std::unique_ptr<Rows>> free_;
};

/// What became of the customers of a batch, by slot. Money in units.
struct Outcomes {
  int count = 0;
  std::vector<std::uint32_t> row;
  std::vector<std::uint64_t> id;
  std::vector<std::int64_t> contribution, ltv, offer, ladder, front, late;
  std::vector<std::int64_t> cac[2];                ///< by view
  std::vector<std::int32_t> first[2], lasting[2];  ///< payback step by view, or −1
  std::vector<std::uint8_t> active;

  void resize(std::size_t size) {
    row.resize(size);
    id.resize(size);
    for (auto* column : {&contribution, &ltv, &offer, &ladder, &front, &late}) column->resize(size);
    for (int view = 0; view < 2; ++view) {
      cac[view].resize(size);
      first[view].resize(size);
      lasting[view].resize(size);
    }
    active.resize(size);
  }
};

}  // namespace valuescale::models
