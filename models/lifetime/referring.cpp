// Customers bring customers: how many leads, who of them buys and when, and their first sales.
#include "models/description/problem.hpp"
#include "models/lifetime/chronicle.hpp"
#include "models/lifetime/event_order.hpp"
#include "sim/random/special.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::models {

namespace {

/// Of one bought customer, in all generations.
constexpr std::uint32_t kMostChildren = 100'000;

[[noreturn]] void refuse_endless_referrals() {
  throw InputError({{{},
                     "a customer brought more than 100,000 others, through all generations",
                     "everybody brings more than one, and they too, without a limit",
                     "lower leads or take of the referrals, or set generations"}});
}

/// How many there are of a Poisson law, by its distribution function.
std::uint32_t poisson_count(std::uint32_t word, double mean) {
  double left = (static_cast<double>(word) + 0.5) * 0x1p-32, chance = sim::exp_of(-mean);
  std::uint32_t count = 0;
  for (; left >= chance && count < 1000; chance *= mean / ++count) left -= chance;
  return count;
}

}  // namespace

void EventOrder::refer(const Edge& edge, const Customers& rows) {
  const NodeCode& node = program_.nodes[edge.node];
  const ReferralCode& code = node.referral;
  const bool origin = lives_.everyone_.shape.origin;
  auto leads = lives_.shelf_.borrow(rows.count, {origin, false, true});
  int asked = 0;
  for (int i = 0; i < rows.count; ++i) {
    const Person& parent = people_[rows.slot[i]];
    if (parent.generation >= code.generations) continue;
    ++asked;
    const std::uint32_t occurrence = rows.occurrence_of(i);
    const float time = rows.time_of(i);
    const sim::Block words = sim::philox({parent.id_low, parent.id_high, parent.world, occurrence}, code.event_key);
    const float mean = program_.laws[static_cast<std::size_t>(parent.row) * program_.law_columns + code.leads];
    const std::uint32_t number = poisson_count(words[0], mean);
    if (lives_.chronicle_) lives_.chronicle_->note_referral(node, rows.slot[i], time, number);
    for (std::uint32_t k = 0; k < number; ++k) {
      // The lead's own number, from that of who brought it: the top bit sets it apart from all that are bought.
      const sim::Block id = sim::philox({parent.id_low, parent.id_high, occurrence, k}, code.child_key);
      const std::uint32_t high = id[1] | 0x80000000u;
      leads->append({&rows.slot[i], &id[0], &parent.row, &high, &parent.world, nullptr, &time, 1});
    }
  }
  if (leads->count == 0) return lives_.note_passage(edge, {asked, 0, 0});
  auto buyers = lives_.shelf_.borrow(leads->count, leads->shape);
  const int later = lives_.put(node.step, leads->view(), *buyers, nullptr, Lives::Asked::leads);
  lives_.note_passage(edge, {asked, buyers->count, later});
  if (buyers->count == 0) return;
  if (node.costs_to_ask) lives_.sell(node.contact, Stage::referral, buyers->view());
  for (int i = 0; i < buyers->count; ++i) {
    const Person& parent = people_[buyers->slot[i]];
    Person child{};
    child.account = parent.account;
    child.id_low = buyers->id_low[i];
    child.id_high = buyers->id_high[i];
    child.world = parent.world;
    child.generation = parent.generation + 1;
    child.offer = code.offer ? static_cast<std::uint32_t>(*code.offer) : parent.offer;
    child.birth = buyers->time[i];
    child.account_birth = parent.account_birth;
    child.month = month_of(child);
    child.row = row_of_child(code, parent, child);
    if (program_.dims.phases > 1) foresee_phase(child);
    if (++people_[child.account].brought > kMostChildren) refuse_endless_referrals();
    lives_.note_child(child.account, child.row, child.generation);
    newborn_.push_back(static_cast<std::uint32_t>(people_.size()));
    people_.push_back(child);
    if (lives_.chronicle_) lives_.chronicle_->note_child(buyers->slot[i], child.generation, child.row, child.birth);
  }
}

std::size_t EventOrder::month_of(const Person& person) const {
  if (program_.dims.phases == 1) return 0;
  // At the very beginning of a month that of the one before, but at the beginning of the account's.
  const double months = person.account_birth + static_cast<double>(person.birth) / program_.month;
  return person.birth > 0 ? static_cast<std::size_t>(std::max(0.0, std::ceil(months - kSameMonth) - 1)) : month_of_first_sale(months);
}

std::uint32_t EventOrder::row_of_child(const ReferralCode& code, const Person& parent, const Person& child) const {
  const Dimensions& dims = program_.dims;
  const auto levels = static_cast<std::uint32_t>(dims.levels), segments = static_cast<std::uint32_t>(dims.segments);
  const std::uint32_t cell = parent.row / levels;
  const std::uint32_t phase = program_.dims.phases > 1 ? program_.plan->phase(lives_.schedule_, parent.row / kinds_, child.month) : 0;
  const std::uint32_t first = phase * static_cast<std::uint32_t>(dims.state_levels());
  if (code.thresholds.empty()) return cell * levels + first;
  const sim::Block words = sim::philox({child.id_low, child.id_high, child.world, 0}, program_.acquisition_key);
  std::uint32_t segment = 0;
  while (segment < code.thresholds.size() && words[word::segment] >= code.thresholds[segment]) ++segment;
  return (cell - cell % segments + segment) * levels + first;
}

void EventOrder::welcome(const std::vector<std::uint32_t>& slots) {
  auto rows = lives_.shelf_.borrow(kLanes, {lives_.everyone_.shape.origin, true, true});
  for (const std::uint32_t slot : slots) append(slot, people_[slot].birth, 0, *rows);
  const std::uint32_t offer = people_[slots.front()].offer;
  if (lives_.traffic_) lives_.traffic_->first_sales[offer] += rows->count;
  lives_.sell(program_.offers[offer], Stage::referral, rows->view());
  if (program_.offer_payments[offer].is_apart) lives_.collect(program_.offer_payments[offer], Stage::referral, rows->view());
  for (const Edge& edge : program_.after_offer[offer]) lives_.ask(edge, rows->view());
}

}  // namespace valuescale::models
