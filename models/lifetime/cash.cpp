#include "models/lifetime/cash.hpp"

#include <algorithm>

namespace valuescale::models {

Ledger::Ledger(std::size_t steps, int capacity) : steps_(steps), stride_(stride_of(capacity)), cash_(steps * stride_) {}

void Ledger::open(int count) {
  count_ = count;
  for (std::size_t step = 0; step < steps_; ++step) std::fill_n(cash_.begin() + static_cast<std::ptrdiff_t>(step * stride_), count, 0);
}

void Ledger::close(const Kernels& kernels, Outcomes& outcomes) {
  LedgerScan scan{
      cash_.data(), static_cast<std::int64_t>(stride_), static_cast<int>(steps_), count_, {}, outcomes.contribution.data(), {}, {}};
  for (int view = 0; view < 2; ++view) {
    scan.threshold[view] = outcomes.cac[view].data();
    scan.first[view] = outcomes.first[view].data();
    scan.lasting[view] = outcomes.lasting[view].data();
  }
  kernels.scan(scan);
}

RunningCash::RunningCash(int capacity) {
  const auto size = static_cast<std::size_t>(capacity);
  balance_.resize(size);
  step_.resize(size);
  for (int view = 0; view < 2; ++view) {
    first_[view].resize(size);
    lasting_[view].resize(size);
  }
}

void RunningCash::open(int count) {
  count_ = count;
  std::fill_n(balance_.begin(), count, 0);
  std::fill_n(step_.begin(), count, 0);
  for (int view = 0; view < 2; ++view) {
    std::fill_n(first_[view].begin(), count, -1);
    std::fill_n(lasting_[view].begin(), count, -1);
  }
}

void RunningCash::settle(std::uint32_t slot, const Outcomes& outcomes) {
  for (int view = 0; view < 2; ++view) {
    if (balance_[slot] < outcomes.cac[view][slot]) {
      lasting_[view][slot] = -1;
      continue;
    }
    if (first_[view][slot] < 0) first_[view][slot] = step_[slot];
    if (lasting_[view][slot] < 0) lasting_[view][slot] = step_[slot];
  }
}

void RunningCash::close(Outcomes& outcomes) {
  for (int slot = 0; slot < count_; ++slot) {
    settle(static_cast<std::uint32_t>(slot), outcomes);
    outcomes.contribution[slot] = balance_[slot];
    for (int view = 0; view < 2; ++view) {
      outcomes.first[view][slot] = first_[view][slot];
      outcomes.lasting[view][slot] = lasting_[view][slot];
    }
  }
}

}  // namespace valuescale::models
