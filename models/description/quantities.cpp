#include "models/description/quantities.hpp"

#include <algorithm>

namespace valuescale::models {

namespace {

// A business and what its parts look like, whether or not they may be changed.

template <class Purchase, class Visit>
void visit_purchase(Purchase& purchase, const Visit& visit) {
  visit(purchase.price);
  visit(purchase.margin);
  visit(purchase.unit_cost);
  visit(purchase.paid);
  visit(purchase.paid_after);
}

template <class Adjustments, class Visit>
void visit_adjustments(Adjustments& adjustments, const Visit& visit) {
  for (auto& adjustment : adjustments) visit(adjustment.value);
}

template <class Schedule, class Visit>
void visit_schedule(Schedule& amounts, const Visit& visit) {
  for (auto& amount : amounts.list) visit(amount);
  if (!amounts.list.empty()) return;
  visit(amounts.start);
  visit(amounts.growth);
}

template <class Plan, class Visit>
void visit_plan(Plan& plan, const Visit& visit) {
  for (auto& acquisition : plan.acquisitions) {
    visit_schedule(acquisition.a_month, visit);
    visit(acquisition.delay);
  }
  for (auto& cost : plan.fixed_costs) {
    visit_schedule(cost.a_month, visit);
    if (cost.for_customers) visit(*cost.for_customers);
  }
  if (plan.cash) visit(*plan.cash);
  for (auto* q : {&plan.credit, &plan.interest, &plan.reinvest, &plan.acquisition_paid_after}) visit(*q);
}

template <class Calendar, class Visit>
void visit_calendar(Calendar& calendar, const Visit& visit) {
  for (auto& season : calendar.seasons)
    for (auto& factors : season.effects)
      for (auto& factor : factors.by_month) visit(factor);
  for (auto& shock : calendar.shocks) {
    for (auto* q : {&shock.probability, &shock.rate, &shock.start})
      if (*q) visit(**q);
    visit(shock.duration);
    for (auto& effect : shock.effects) visit(effect.factor);
  }
  for (auto& trend : calendar.trends)
    for (auto& effect : trend.effects) visit(effect.factor);
}

template <class Scenario, class Visit>
void visit_all(Scenario& scenario, const Visit& visit) {
  visit(scenario.discount.rate);
  for (auto& channel : scenario.channels) {
    visit(channel.cost);
    visit(channel.share_of_first_sale);
    for (auto& factor : channel.dearer) visit(factor);
    if (channel.response) {
      visit(channel.response->spend);
      for (auto& q : channel.response->parameters) visit(q);
      if (channel.response->capacity) visit(*channel.response->capacity);
    }
    visit_adjustments(channel.adjustments, visit);
  }
  for (auto& segment : scenario.segments) visit_adjustments(segment.adjustments, visit);
  for (auto& state : scenario.states)
    for (auto& level : state.levels) visit_adjustments(level.adjustments, visit);
  for (auto& offer : scenario.offers) {
    visit(offer.take);
    visit_purchase(offer.purchase, visit);
  }
  for (auto& step : scenario.steps) {
    visit(step.contact_cost);
    visit(step.take);
    visit(step.delay);
    visit(step.refund);
    visit_purchase(step.purchase, visit);
  }
  for (auto& repeat : scenario.repeats) {
    for (auto& q : repeat.parameters) visit(q);
    visit_purchase(repeat.purchase, visit);
    visit(repeat.cost_per_month);
  }
  for (auto& referral : scenario.referrals)
    for (auto* q : {&referral.leads, &referral.take, &referral.delay, &referral.reward}) visit(*q);
  for (auto& spend : scenario.spends) {
    if (spend.gamma_gamma)
      for (auto* q : {&spend.p, &spend.q, &spend.gamma}) visit(*q);
    else
      visit(spend.law);
  }
  if (scenario.plan) visit_plan(*scenario.plan, visit);
  visit_calendar(scenario.calendar, visit);
}

}  // namespace

void for_each_quantity(const Scenario& scenario, const std::function<void(const Quantity&)>& visit) { visit_all(scenario, visit); }

void for_each_quantity(Scenario& scenario, const std::function<void(Quantity&)>& visit) { visit_all(scenario, visit); }

Quantity* find_quantity(Scenario& scenario, std::string_view path) {
  Quantity* found = nullptr;
  for_each_quantity(scenario, [&](Quantity& quantity) {
    if (!found && quantity.path == path) found = &quantity;
  });
  return found;
}

bool is_price_nobody_minds(const Scenario& scenario, std::string_view path) {
  const auto is_of = [&](const auto& sold) { return sold.purchase.price.path == path; };
  if (std::none_of(scenario.offers.begin(), scenario.offers.end(), is_of) &&
      std::none_of(scenario.steps.begin(), scenario.steps.end(), is_of))
    return false;
  bool is_followed = false;
  for_each_quantity(scenario, [&](const Quantity& quantity) { is_followed = is_followed || quantity.follows == path; });
  return !is_followed;
}

}  // namespace valuescale::models
