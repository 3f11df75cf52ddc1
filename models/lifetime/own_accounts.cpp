#include "models/lifetime/own_accounts.hpp"

#include <algorithm>

namespace valuescale::models {

OwnAccounts::OwnAccounts(const Program& program, int batch, int views)
    : steps_(program.dims.lifetime + 1),
      levels_(static_cast<std::uint32_t>(program.dims.levels)),
      journal_(steps_, batch),
      running_(steps_, batch, views) {
  // Offers that are paid later are in the whole account's column.
  outcomes_.resize(batch, program.has_stage, false, false);
}

void OwnAccounts::admit(int from, const Deposits& offer, int count) {
  const auto capacity = static_cast<std::ptrdiff_t>(outcomes_.capacity);
  std::fill_n(outcomes_.ltv.begin() + from, count, 0);
  std::fill_n(outcomes_.ltv.begin() + capacity + from, count, 0);
  std::fill_n(outcomes_.front.begin() + from, count, 0);
  for (int i = 0; i < count; ++i) {
    const auto slot = static_cast<std::uint32_t>(from + i);
    if (offer.amount[i] != 0) journal_.add({0, slot, offer.amount[i]});
    outcomes_.ltv[slot] = offer.discounted[i];
  }
}

void OwnAccounts::close(const Outcomes& all, const Rows& everyone, std::int64_t* curves, std::size_t first_row) {
  outcomes_.runs = all.runs;
  outcomes_.id_low = all.id_low;
  outcomes_.id_high = all.id_high;
  outcomes_.purchases = all.purchases;
  outcomes_.offer = all.offer;
  outcomes_.by_stage = all.by_stage;
  auto& of_referrals = outcomes_.by_stage[static_cast<std::size_t>(Stage::referral)];
  std::fill(of_referrals.begin(), of_referrals.end(), 0);
  const int count = everyone.count;
  for (int i = 0; i < count; ++i) {
    const auto slot = static_cast<std::uint32_t>(i);
    for (int view = 0; view < 2; ++view) outcomes_.cac[view][slot] = all.cac[view][slot];
    running_.open(slot, all.cac[lead_view][slot], all.cac[customer_view][slot]);
    outcomes_.ltv[slot] += outcomes_.ltv[outcomes_.capacity + slot];  // late
  }
  journal_.close({}, [settle = Settling{&running_, curves, outcomes_.front.data(), steps_, first_row, levels_},
                      row = everyone.row.data()](const Journal::Flow& flow) { settle(flow.slot, row[flow.slot], flow.step, flow.amount); });
  running_.close(count, outcomes_);
  for (int slot = 0; !all.offer_later.empty() && slot < count; ++slot) outcomes_.front[slot] += all.offer_later[slot];
}

}  // namespace valuescale::models
