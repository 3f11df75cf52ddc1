// One thread's tools: lives, and counters of what becomes of them. Made when the thread first gets a task, kept for all its tasks.
#pragma once

#include "models/lifetime/counter.hpp"
#include "models/lifetime/lives.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace valuescale::models {

/// What all threads add to.
struct Totals {
  Tallies all, without_referrals;  ///< the second empty where customers bring nobody
  std::mutex merging;
};

/// Neighbouring worlds of one replicate.
struct Worlds {
  std::size_t first, last;  ///< both included
  std::size_t replicate;
};

class Worker {
 public:
  Worker(const Program& program, const Kernels& kernels, Bookkeeping bookkeeping, int batch, bool many_origins,
         const Distributions& distributions)
      : lives(program, kernels, bookkeeping, batch, many_origins), counter_(program, kernels, distributions) {
    if (program.has_referrals) own_counter_.emplace(program, kernels, distributions);
  }

  /// Begins a task on these worlds. What was counted of others is added to the totals first.
  void open(const Worlds& worlds, Totals& totals) {
    if (counter_.holds_another(worlds.first, worlds.last, worlds.replicate)) {
      const std::lock_guard lock(totals.merging);
      flush(totals);
    }
    counter_.open(worlds.first, worlds.last, worlds.replicate);
    if (own_counter_) own_counter_->open(worlds.first, worlds.last, worlds.replicate);
    lives.set_curves(counter_.curves(), own_counter_ ? own_counter_->curves() : nullptr, counter_.first_row());
    lives.set_traffic(traffic());
    lives.open();
  }
  /// Counts a batch that `lives` has lived, unless it was stopped; returns how many customers there were.
  std::int64_t count(const Outcomes& outcomes, Totals& totals, const Allocation& allocation) {
    const std::int64_t customers = counter_.count(outcomes, totals.all, allocation);
    if (own_counter_) own_counter_->count(*lives.own_outcomes(), totals.without_referrals, allocation);
    return customers;
  }
  /// Cash by row of the worlds and step, as `Lives` adds it to where it is counted; the second without referrals, or null.
  std::int64_t* curves() { return counter_.curves(); }
  std::int64_t* own_curves() { return own_counter_ ? own_counter_->curves() : nullptr; }
  /// Who comes along the ways through the ladder, as `Lives` adds them where they are counted.
  Traffic* traffic() { return counter_.traffic(); }
  void flush(Totals& totals) {
    counter_.flush(totals.all);
    if (own_counter_) own_counter_->flush(totals.without_referrals);
  }
  /// Forgets what a stopped thread has not flushed: it counts only together with lives to their end.
  void abandon() {
    lives.abandon();
    counter_.abandon();
    if (own_counter_) own_counter_->abandon();
  }

  Lives lives;

 private:
  Counter counter_;
  std::optional<Counter> own_counter_;  ///< of what customers bring without referrals
};

/// The workers of a run, by thread.
class Crew {
 public:
  Crew(std::size_t threads, std::function<std::unique_ptr<Worker>()> hire) : workers_(threads), hire_(std::move(hire)) {}
  Worker& at(std::size_t thread) {
    if (!workers_[thread]) workers_[thread] = hire_();
    return *workers_[thread];
  }
  /// Adds what they still hold to the totals; returns how many amounts were too large to count.
  std::int64_t finish(Totals& totals) {
    for (const auto& worker : workers_)
      if (worker) worker->flush(totals);
    return too_large();
  }
  std::int64_t too_large() const {
    std::int64_t too_large = 0;
    for (const auto& worker : workers_)
      if (worker) too_large += worker->lives.too_large();
    return too_large;
  }

 private:
  std::vector<std::unique_ptr<Worker>> workers_;
  std::function<std::unique_ptr<Worker>()> hire_;
};

}  // namespace valuescale::models
