#include "models/lifetime/assumptions.hpp"

#include "sim/random/philox.hpp"

#include <cmath>

namespace valuescale::models {

namespace {

/// The uniform of an assumption in a world, from 53 bits, with both tails.
sim::Tail uniform_of(sim::Key key, std::size_t world) {
  const sim::Block words = sim::philox({0, 0, static_cast<std::uint32_t>(world), 0}, key);
  const std::uint64_t word = (std::uint64_t{words[1]} << 32 | words[0]) >> 11;
  const double lower = (static_cast<double>(word) + 0.5) * 0x1p-53;
  const double upper = (static_cast<double>((std::uint64_t{1} << 53) - 1 - word) + 0.5) * 0x1p-53;
  return {lower, upper};
}

ResolvedLaw resolve_certain(const Law& law) {
  return resolve(law, [](const std::string&, const Law&) { return std::nan(""); });
}

}  // namespace

void for_each_quantity(const Scenario& scenario, const std::function<void(const Quantity&)>& visit) {
  const auto purchase = [&](const Purchase& p) {
    visit(p.price);
    visit(p.margin);
    visit(p.unit_cost);
    visit(p.paid);
    visit(p.paid_after);
  };
  const auto adjustments = [&](const std::vector<Adjustment>& list) {
    for (const Adjustment& a : list) visit(a.value);
  };
  visit(scenario.discount.rate);
  for (const Channel& c : scenario.channels) {
    visit(c.cost);
    visit(c.share_of_first_sale);
    if (c.response) {
      visit(c.response->spend);
      for (const Quantity& q : c.response->parameters) visit(q);
      if (c.response->capacity) visit(*c.response->capacity);
    }
    adjustments(c.adjustments);
  }
  for (const Segment& s : scenario.segments) adjustments(s.adjustments);
  for (const State& state : scenario.states)
    for (const State::Level& level : state.levels) adjustments(level.adjustments);
  for (const Offer& o : scenario.offers) {
    visit(o.take);
    purchase(o.purchase);
  }
  for (const Step& s : scenario.steps) {
    visit(s.contact_cost);
    visit(s.take);
    visit(s.delay);
    visit(s.refund);
    purchase(s.purchase);
  }
  for (const Repeat& r : scenario.repeats) {
    for (const Quantity& q : r.parameters) visit(q);
    purchase(r.purchase);
    visit(r.cost_per_month);
  }
  for (const Referral& r : scenario.referrals)
    for (const Quantity* q : {&r.leads, &r.take, &r.delay, &r.reward}) visit(*q);
  for (const Spend& s : scenario.spends) {
    if (s.gamma_gamma) {
      visit(s.p);
      visit(s.q);
      visit(s.gamma);
    } else {
      visit(s.law);
    }
  }
}

Assumptions::Assumptions(const Scenario& scenario, std::uint64_t seed, std::size_t worlds) {
  for_each_quantity(scenario, [&](const Quantity& q) {
    if (q.law.is_constant()) return;
    if (q.role == Role::assumption) {
      add(q.law, q.path, q.text, seed, worlds);
      return;
    }
    for (const auto& [name, parameter] : q.law.parameters)
      if (!parameter.is_constant()) add(parameter, q.path + "." + name, q.text, seed, worlds);
  });
}

void Assumptions::add(const Law& law, const std::string& path, const std::string& text, std::uint64_t seed, std::size_t worlds) {
  const ResolvedLaw resolved = resolve_certain(law);
  const sim::Key key = sim::key_of(seed, "assumption " + path);
  DrawnAssumption drawn{path, text, {}};
  drawn.values.reserve(worlds);
  for (std::size_t world = 0; world < worlds; ++world) drawn.values.push_back(resolved.quantile(uniform_of(key, world)));
  column_of_.emplace(&law, columns_.size());
  columns_.push_back(std::move(drawn));
}

double Assumptions::value(const Quantity& quantity, std::size_t world) const {
  if (quantity.law.is_constant()) return quantity.law.value * quantity.factor;
  return columns_[column_of_.at(&quantity.law)].values[world] * quantity.factor;
}

ResolvedLaw Assumptions::law(const Quantity& quantity, std::size_t world) const {
  return resolve(quantity.law, [&](const std::string&, const Law& parameter) { return columns_[column_of_.at(&parameter)].values[world]; });
}

bool Assumptions::is_uncertain(const Quantity& quantity) const {
  if (quantity.role == Role::assumption) return !quantity.law.is_constant();
  for (const auto& [name, parameter] : quantity.law.parameters)
    if (!parameter.is_constant()) return true;
  return false;
}

}  // namespace valuescale::models
