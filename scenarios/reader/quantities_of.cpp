// Every number that a scenario states, in the order of its tables.
#include "scenarios/reader/reader.hpp"

namespace valuescale::scenarios {
namespace {

using models::Quantity;

void append(std::vector<const Quantity*>& list, const models::Purchase& purchase) {
  if (!purchase.spend) list.push_back(&purchase.price);
  list.push_back(&purchase.margin);
  list.push_back(&purchase.unit_cost);
  if (purchase.paid.given) list.push_back(&purchase.paid);
  if (purchase.paid_after.given) list.push_back(&purchase.paid_after);
}

void append(std::vector<const Quantity*>& list, const models::Schedule& amounts) {
  for (const Quantity& amount : amounts.list) list.push_back(&amount);
  if (amounts.list.empty()) list.push_back(&amounts.start);
  if (amounts.growth.given) list.push_back(&amounts.growth);
}

void append(std::vector<const Quantity*>& list, const models::Plan& plan) {
  for (const models::Acquisition& acquisition : plan.acquisitions) {
    append(list, acquisition.a_month);
    if (acquisition.delay.given) list.push_back(&acquisition.delay);
  }
  for (const models::FixedCost& cost : plan.fixed_costs) {
    append(list, cost.a_month);
    if (cost.for_customers) list.push_back(&*cost.for_customers);
  }
  if (plan.cash) list.push_back(&*plan.cash);
  for (const Quantity* quantity : {&plan.credit, &plan.interest, &plan.reinvest, &plan.acquisition_paid_after})
    if (quantity->given) list.push_back(quantity);
}

}  // namespace

std::vector<const Quantity*> quantities_of(const models::Scenario& scenario) {
  std::vector<const Quantity*> list{&scenario.discount.rate};
  for (const auto& channel : scenario.channels) {
    if (channel.response) {
      if (!scenario.plan) list.push_back(&channel.response->spend);
      for (const auto& parameter : channel.response->parameters) list.push_back(&parameter);
      if (channel.response->capacity) list.push_back(&*channel.response->capacity);
    } else if (channel.cost.given) {
      list.push_back(&channel.cost);
    }
    if (channel.share_of_first_sale.given) list.push_back(&channel.share_of_first_sale);
    for (const auto& adjustment : channel.adjustments) list.push_back(&adjustment.value);
  }
  for (const auto& segment : scenario.segments)
    for (const auto& adjustment : segment.adjustments) list.push_back(&adjustment.value);
  for (const auto& state : scenario.states)
    for (const auto& level : state.levels)
      for (const auto& adjustment : level.adjustments) list.push_back(&adjustment.value);
  for (const auto& offer : scenario.offers) {
    list.push_back(&offer.take);
    append(list, offer.purchase);
  }
  for (const auto& step : scenario.steps) {
    list.push_back(&step.contact_cost);
    list.push_back(&step.take);
    list.push_back(&step.delay);
    if (step.refund.given) list.push_back(&step.refund);
    append(list, step.purchase);
  }
  for (const auto& repeat : scenario.repeats) {
    for (const auto& parameter : repeat.parameters) list.push_back(&parameter);
    append(list, repeat.purchase);
    list.push_back(&repeat.cost_per_month);
  }
  for (const auto& referral : scenario.referrals)
    list.insert(list.end(), {&referral.leads, &referral.take, &referral.delay, &referral.reward});
  for (const auto& spend : scenario.spends) {
    if (spend.gamma_gamma)
      list.insert(list.end(), {&spend.p, &spend.q, &spend.gamma});
    else
      list.push_back(&spend.law);
  }
  if (scenario.plan) append(list, *scenario.plan);
  for (const auto& season : scenario.calendar.seasons)
    for (const auto& factors : season.effects)
      for (const auto& factor : factors.by_month) list.push_back(&factor);
  for (const auto& shock : scenario.calendar.shocks) {
    for (const auto* quantity : {&shock.probability, &shock.rate, &shock.start})
      if (*quantity) list.push_back(&**quantity);
    list.push_back(&shock.duration);
    for (const auto& effect : shock.effects) list.push_back(&effect.factor);
  }
  for (const auto& trend : scenario.calendar.trends)
    for (const auto& effect : trend.effects) list.push_back(&effect.factor);
  return list;
}

}  // namespace valuescale::scenarios
