#pragma once
// What every side keeps of the lives it lives: sums of profit and NPV with their squares, a histogram of profit, the step of first payback,
// cash by channel and step, the number of repeat purchases.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/benchmark/baselines/parameters.hpp"

namespace valuescale::benchmark {

struct Tally {
  static constexpr std::size_t bins = 512;
  static constexpr double lowest = -100;
  static constexpr double bin_width = 2;

  Tally(std::size_t channels, std::size_t steps, bool with_squares)
      : customers(channels),
        payback(steps + 2),
        cash(channels, std::vector<double>(steps + 1)),
        balance_squares(with_squares ? channels : 0, std::vector<double>(steps + 1)) {}

  std::vector<std::uint64_t> customers;  // by channel
  double profit_sum = 0, profit_squares = 0;
  double npv_sum = 0, npv_squares = 0;
  std::array<std::uint64_t, bins> histogram{};  // the outermost bins hold what lies beyond
  std::vector<std::uint64_t> payback;           // by step; the last counts those who never pay back
  std::vector<std::vector<double>> cash;        // by channel and step, less the cost of the customer
  double purchases_sum = 0, purchases_squares = 0;

  // By channel and step, of each customer's cash up to and including the step. Only where sides are compared: nothing that is timed keeps it.
  std::vector<std::vector<double>> balance_squares;

  void merge(const Tally& other) {
    const auto add = [](auto& to, const auto& from) {
      std::transform(to.begin(), to.end(), from.begin(), to.begin(), [](auto x, auto y) { return x + y; });
    };
    add(customers, other.customers);
    profit_sum += other.profit_sum;
    profit_squares += other.profit_squares;
    npv_sum += other.npv_sum;
    npv_squares += other.npv_squares;
    add(histogram, other.histogram);
    add(payback, other.payback);
    for (std::size_t channel = 0; channel < cash.size(); ++channel) add(cash[channel], other.cash[channel]);
    purchases_sum += other.purchases_sum;
    purchases_squares += other.purchases_squares;
    for (std::size_t channel = 0; channel < balance_squares.size(); ++channel)
      add(balance_squares[channel], other.balance_squares[channel]);
  }
};

/// One customer's account. A thread has one and opens it anew for each customer; only the steps that saw cash are cleared.
class Account {
 public:
  Account(const Grid& grid, double discount) : discount_(discount), steps_per_time_(1 / grid.step), balance_(grid.steps + 1) {}

  void open(std::size_t channel) {
    channel_ = channel;
    profit_ = npv_ = 0;
    last_ = 0;
    purchases_ = 0;
  }

  /// `amount` may be negative; `time` is at most the horizon.
  void receive(double time, double amount, Tally& tally) {
    const auto step = std::min(static_cast<std::size_t>(std::ceil(time * steps_per_time_)), balance_.size() - 1);
    balance_[step] += amount;
    last_ = std::max(last_, step);
    profit_ += amount;
    npv_ += discount_ == 0 || time == 0 ? amount : amount * std::exp(-discount_ * time);
    tally.cash[channel_][step] += amount;
  }

  void purchase(double time, double amount, Tally& tally) {
    receive(time, amount, tally);
    ++purchases_;
  }

  void close(Tally& tally) {
    ++tally.customers[channel_];
    tally.profit_sum += profit_;
    tally.profit_squares += profit_ * profit_;
    tally.npv_sum += npv_;
    tally.npv_squares += npv_ * npv_;
    const double bin = std::floor((profit_ - Tally::lowest) / Tally::bin_width);
    ++tally.histogram[static_cast<std::size_t>(std::clamp(bin, 0., static_cast<double>(Tally::bins - 1)))];
    ++tally.payback[first_payback()];
    tally.purchases_sum += purchases_;
    tally.purchases_squares += purchases_ * purchases_;
    if (!tally.balance_squares.empty()) add_squares(tally.balance_squares[channel_]);
    std::fill_n(balance_.begin(), last_ + 1, 0.);
  }

 private:
  double discount_;
  double steps_per_time_;
  std::vector<double> balance_;  // by step
  std::size_t channel_ = 0;
  std::size_t last_ = 0;
  double profit_ = 0, npv_ = 0;
  double purchases_ = 0;

  std::size_t first_payback() const {
    double sum = 0;
    for (std::size_t step = 0; step <= last_; ++step) {
      sum += balance_[step];
      if (sum >= 0) return step;
    }
    return balance_.size();
  }

  void add_squares(std::vector<double>& squares) const {
    double sum = 0;
    for (std::size_t step = 0; step < balance_.size(); ++step) {
      sum += balance_[step];
      squares[step] += sum * sum;
    }
  }
};

}  // namespace valuescale::benchmark
