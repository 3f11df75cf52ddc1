#include "models/lifetime/assumptions.hpp"

#include "models/law/copula.hpp"
#include "models/lifetime/world_uniforms.hpp"

#include <cmath>
#include <map>
#include <utility>

namespace valuescale::models {

namespace {

/// The uniforms of assumptions, some of which are correlated.
class Joint {
 public:
  Joint(const std::vector<Correlation>& correlations, const std::vector<DrawnAssumption>& columns, const std::vector<WorldUniforms>& own,
        const Tilt& tilt)
      : columns_(columns), own_(own), tilt_(tilt), shares_(columns.size()) {
    std::map<std::string, std::size_t> rows;
    for (const Correlation& correlation : correlations)
      for (const std::string& path : correlation.between) rows.emplace(path, 0);
    std::size_t number = 0;
    for (auto& [path, row] : rows) row = number++;
    std::vector<std::size_t> column_of(rows.size());
    for (std::size_t column = 0; column < columns.size(); ++column)
      if (const auto row = rows.find(columns[column].path); row != rows.end()) column_of[row->second] = column;
    // The reader has refused what cannot be.
    const auto root = triangular_root(normal_correlations(correlations, rows));
    for (std::size_t row = 0; root && row < rows.size(); ++row)
      for (std::size_t k = 0; k <= row; ++k)
        if ((*root)(row, k) != 0) shares_[column_of[row]].push_back({column_of[k], (*root)(row, k)});
  }

  sim::Tail of(std::size_t column, std::size_t world) const {
    const std::vector<Share>& shares = shares_[column];
    const bool is_own = shares.empty() || (shares.size() == 1 && shares[0].column == column);
    if (is_own) return own(column, world);
    double normal = 0;
    for (const Share& share : shares) normal += share.weight * sim::normal_quantile(own(share.column, world));
    return sim::normal_tails(normal);
  }

 private:
  /// What an assumption's normal has of another's own.
  struct Share {
    std::size_t column;
    double weight;
  };
  sim::Tail own(std::size_t column, std::size_t world) const { return tilt_.moved(columns_[column].path, world, own_[column].of(world)); }

  const std::vector<DrawnAssumption>& columns_;
  const std::vector<WorldUniforms>& own_;
  const Tilt& tilt_;
  std::vector<std::vector<Share>> shares_;  ///< by column; empty where nothing is shared
};

ResolvedLaw resolve_certain(const Law& law) {
  return resolve(law, [](const std::string&, const Law&) { return std::nan(""); });
}

void for_each_quantity(const Calendar& calendar, const std::function<void(const Quantity&)>& visit) {
  for (const Season& season : calendar.seasons)
    for (const Season::Factors& factors : season.effects)
      for (const Quantity& factor : factors.by_month) visit(factor);
  for (const Shock& shock : calendar.shocks) {
    for (const auto* q : {&shock.probability, &shock.rate, &shock.start})
      if (*q) visit(**q);
    visit(shock.duration);
    for (const Effect& effect : shock.effects) visit(effect.factor);
  }
  for (const Trend& trend : calendar.trends)
    for (const Effect& effect : trend.effects) visit(effect.factor);
}

void for_each_quantity(const Plan& plan, const std::function<void(const Quantity&)>& visit) {
  const auto schedule = [&](const Schedule& amounts) {
    for (const Quantity& amount : amounts.list) visit(amount);
    if (!amounts.list.empty()) return;
    visit(amounts.start);
    visit(amounts.growth);
  };
  for (const Acquisition& acquisition : plan.acquisitions) {
    schedule(acquisition.a_month);
    visit(acquisition.delay);
  }
  for (const FixedCost& cost : plan.fixed_costs) {
    schedule(cost.a_month);
    if (cost.for_customers) visit(*cost.for_customers);
  }
  if (plan.cash) visit(*plan.cash);
  for (const Quantity* q : {&plan.credit, &plan.interest, &plan.reinvest, &plan.acquisition_paid_after}) visit(*q);
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
  if (scenario.plan) for_each_quantity(*scenario.plan, visit);
  for_each_quantity(scenario.calendar, visit);
}

void for_each_assumption(const Scenario& scenario,
                         const std::function<void(const std::string& path, const Law& law, const Quantity& quantity)>& visit) {
  for_each_quantity(scenario, [&](const Quantity& q) {
    if (q.law.is_constant()) return;
    if (q.role == Role::assumption) return visit(q.path, q.law, q);
    for (const auto& [name, parameter] : q.law.parameters)
      if (!parameter.is_constant()) visit(q.path + "." + name, parameter, q);
  });
}

Assumptions::Assumptions(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling, const Tilt& tilt) {
  std::vector<ResolvedLaw> laws;
  std::vector<WorldUniforms> uniforms;
  std::map<std::string, std::size_t> column_of;
  std::vector<const Quantity*> followers;  // null where a column draws
  for_each_assumption(scenario, [&](const std::string& path, const Law& law, const Quantity& quantity) {
    column_of.emplace(path, columns_.size());
    column_of_.emplace(&law, columns_.size());
    columns_.push_back({path, quantity.text, {}});
    laws.push_back(resolve_certain(law));
    followers.push_back(law.kind == LawKind::followed ? &quantity : nullptr);
    if (!followers.back()) ++drawn_;
    uniforms.emplace_back(seed, path, worlds, sampling);
  });
  const Joint joint(scenario.correlations, columns_, uniforms, tilt);
  // What is followed comes before what follows it; the reader has refused circles.
  const std::function<void(std::size_t)> fill = [&](std::size_t column) {
    std::vector<double>& values = columns_[column].values;
    if (!values.empty()) return;
    values.reserve(worlds);
    if (!followers[column]) {
      for (std::size_t world = 0; world < worlds; ++world) values.push_back(laws[column].quantile(joint.of(column, world)));
      return;
    }
    const std::size_t followed = column_of.at(followers[column]->follows);
    fill(followed);
    for (const double value : columns_[followed].values) values.push_back(followers[column]->along.at(value));
  };
  for (std::size_t column = 0; column < columns_.size(); ++column) fill(column);
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
