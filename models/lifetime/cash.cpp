#include "models/lifetime/cash.hpp"

#include "models/lifetime/tallies.hpp"

namespace valuescale::models {

static_assert(customer_view == 0 && lead_view == 1);

Ledger::Ledger(std::size_t steps, int capacity) : steps_(steps), stride_(stride_of(capacity)), cash_(steps * stride_ + kPadding) {}

void Ledger::take_out(std::uint32_t slot, std::int64_t* cash) {
  for (std::size_t step = 0; step < steps_; ++step) {
    std::int64_t& here = cash_[step * stride_ + slot];
    cash[step] = here;
    here = 0;
  }
}

void Ledger::put_in(std::uint32_t slot, const std::int64_t* cash) {
  for (std::size_t step = 0; step < steps_; ++step) cash_[step * stride_ + slot] = cash[step];
}

LedgerScan Ledger::scan() const {
  LedgerScan scan{};
  scan.cash = const_cast<std::int64_t*>(cash_.data());  // `scan` empties what it reads, `add_up` does not
  scan.stride = static_cast<std::int64_t>(stride_);
  scan.steps = static_cast<int>(steps_);
  return scan;
}

void Ledger::add_up(const Kernels& kernels, const Run& run, std::int64_t* curve) const { kernels.add_up(scan(), run.from, run.to, curve); }

void Ledger::close(const Kernels& kernels, int count, int views, Outcomes& outcomes) {
  LedgerScan block = scan();
  block.count = count;
  block.views = views;
  block.total = outcomes.contribution.data();
  for (int view = 0; view < views; ++view) {
    block.threshold[view] = outcomes.cac[view].data();
    block.first[view] = outcomes.first[view].data();
    block.lasting[view] = outcomes.lasting[view].data();
  }
  kernels.scan(block);
}

void RunningCash::close(int count, Outcomes& outcomes) {
  for (int slot = 0; slot < count; ++slot) {
    Account& account = accounts_[static_cast<std::size_t>(slot)];
    account.settle(views_);
    outcomes.contribution[slot] = account.balance;
    for (int view = 0; view < views_; ++view) {
      outcomes.first[view][slot] = account.first[view];
      outcomes.lasting[view][slot] = account.lasting[view];
    }
  }
}

}  // namespace valuescale::models
