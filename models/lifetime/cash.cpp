#include "models/lifetime/cash.hpp"

#include "models/lifetime/tallies.hpp"

#include <algorithm>

namespace valuescale::models {

static_assert(customer_view == 0 && lead_view == 1);

Ledger::Ledger(std::size_t steps, int capacity)
    : steps_(steps),
      stride_(stride_of(capacity)),
      most_((std::int64_t{0x7fffffff} - 1) / static_cast<std::int64_t>(steps)),
      narrow_(steps * stride_ + kPadding) {}

void Ledger::put_first(int slot, const std::int64_t* amount, int count) {
  if (wide_.empty() && std::any_of(amount, amount + count, [this](std::int64_t x) { return x > most_ || x < -most_; })) widen();
  if (wide_.empty())
    std::transform(amount, amount + count, narrow_.begin() + slot, [](std::int64_t x) { return static_cast<std::int32_t>(x); });
  else
    std::copy_n(amount, count, wide_.begin() + slot);
}

void Ledger::add(const Deposits& flows, int count, std::int64_t* ltv) {
  if (!wide_.empty()) return add_wide(flows, 0, count, ltv);
  // Everything at hand: the compiler can't know that what is written here is none of it.
  const std::uint32_t *place = flows.place, *ltv_place = flows.ltv_place;
  const std::int64_t *amount = flows.amount, *discounted = flows.discounted;
  const std::uint64_t most = static_cast<std::uint64_t>(most_), range = 2 * most;
  std::int32_t* cells = narrow_.data();
  for (int i = 0; i < count; ++i) {
    const std::int64_t sum = cells[place[i]] + amount[i];
    if (static_cast<std::uint64_t>(sum) + most > range) {
      widen();
      return add_wide(flows, i, count, ltv);
    }
    cells[place[i]] = static_cast<std::int32_t>(sum);
    ltv[ltv_place[i]] += discounted[i];
  }
}

void Ledger::add_wide(const Deposits& flows, int from, int to, std::int64_t* ltv) {
  for (int i = from; i < to; ++i) {
    wide_[flows.place[i]] += flows.amount[i];
    ltv[flows.ltv_place[i]] += flows.discounted[i];
  }
}

void Ledger::widen() {
  wide_.assign(narrow_.begin(), narrow_.end());
  narrow_ = {};
}

void Ledger::take_out(std::uint32_t slot, std::int64_t* cash) {
  const auto take = [&](auto& cells) {
    for (std::size_t step = 0; step < steps_; ++step) {
      auto& cell = cells[place(slot, step)];
      cash[step] = cell;
      cell = 0;
    }
  };
  wide_.empty() ? take(narrow_) : take(wide_);
}

void Ledger::put_in(std::uint32_t slot, const std::int64_t* cash) {
  // What came out of narrow cells fits into them again, and once they are wide they stay so.
  const auto put = [&](auto& cells) {
    for (std::size_t step = 0; step < steps_; ++step) cells[place(slot, step)] = static_cast<std::decay_t<decltype(cells[0])>>(cash[step]);
  };
  wide_.empty() ? put(narrow_) : put(wide_);
}

LedgerBlock Ledger::block() {
  return {wide_.empty() ? narrow_.data() : nullptr, wide_.data(), static_cast<std::int64_t>(stride_), static_cast<int>(steps_)};
}

void Ledger::add_up(const Kernels& kernels, const Run& run, std::int64_t* curve) { kernels.add_up(block(), run.from, run.to, curve); }

void Ledger::close(const Kernels& kernels, int count, int views, Outcomes& outcomes) {
  LedgerScan scan{};
  scan.count = count;
  scan.views = views;
  scan.front = outcomes.front.data();
  scan.total = outcomes.contribution.data();
  scan.active = outcomes.active.data();
  for (int view = 0; view < views; ++view) {
    scan.threshold[view] = outcomes.cac[view].data();
    scan.first[view] = outcomes.first[view].data();
    scan.lasting[view] = outcomes.lasting[view].data();
  }
  kernels.scan(block(), scan);
}

void RunningCash::close(int count, Outcomes& outcomes) {
  for (int slot = 0; slot < count; ++slot) {
    Account& account = accounts_[static_cast<std::size_t>(slot)];
    account.settle(views_);
    outcomes.contribution[slot] = account.balance;
    for (int view = 0; view < views_; ++view) {
      const auto place = [&](std::int32_t step) { return step < 0 ? steps_ + outcomes.active[slot] : static_cast<std::uint32_t>(step); };
      outcomes.first[view][slot] = place(account.first[view]);
      outcomes.lasting[view][slot] = place(account.lasting[view]);
    }
  }
}

}  // namespace valuescale::models
