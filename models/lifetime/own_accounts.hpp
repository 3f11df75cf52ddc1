// What customers bring by themselves, followed beside the whole of their accounts: the same lives with nothing of the stage of referrals, as if nobody
// whom they brought counted. Only where customers bring customers, hence where events are lived in the order of time.
#pragma once

#include "models/lifetime/cash.hpp"
#include "models/lifetime/columns.hpp"
#include "models/lifetime/journal.hpp"
#include "models/lifetime/program.hpp"

#include <cstdint>
#include <vector>

namespace valuescale::models {

class OwnAccounts {
 public:
  OwnAccounts(const Program& program, int batch, int views);
  /// Customers come in with the cash of their offer, in neighbouring slots.
  void admit(int from, const Deposits& offer, int count);
  /// A flow of a customer's own, number i of some.
  void add(std::uint32_t slot, const Deposits& flows, int i) {
    if (flows.amount[i] != 0) journal_.add({flows.place[i], slot, flows.amount[i]});
    outcomes_.ltv[flows.ltv_place[i]] += flows.discounted[i];
  }
  /// Is something of the customer's own to come when we stop looking?
  void note_end(std::uint32_t slot, bool is_active) { outcomes_.active[slot] = is_active; }
  /// Everybody is done; `all` is what became of whole accounts, by which the rest goes. Cash by step is added to `curves`, as in Lives.
  void close(const Outcomes& all, const Rows& everyone, std::int64_t* curves, std::size_t first_row);
  void abandon() { journal_.clear(); }
  /// Of the batch that was closed last.
  const Outcomes& outcomes() const { return outcomes_; }

 private:
  std::size_t steps_;
  std::uint32_t levels_;
  Outcomes outcomes_;
  Journal journal_;
  RunningCash running_;
};

}  // namespace valuescale::models
