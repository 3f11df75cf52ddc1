#include "models/stress/ready_set.hpp"

#include "models/catalog/repeat_catalog.hpp"
#include "models/description/scenario_sentences.hpp"
#include "models/stress/stressed.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace valuescale::models {

namespace {

Quantity factor(const std::string& stress, const std::string& target, double value) {
  Quantity quantity;
  quantity.path = "stress." + stress + ".multiply." + target;
  quantity.meaning = Meaning::factor;
  quantity.law = Law::constant(value);
  quantity.given = true;
  return quantity;
}

Quantity time(const std::string& path, double value) {
  Quantity quantity;
  quantity.path = path;
  quantity.meaning = Meaning::time;
  quantity.law = Law::constant(value);
  quantity.given = true;
  return quantity;
}

bool costs_something(const Quantity& quantity) { return quantity.given && !(quantity.law.is_constant() && quantity.law.value == 0); }

/// Questions about what a scenario has.
class Parts {
 public:
  explicit Parts(const Scenario& scenario) : s_(scenario) {}

  bool acquisition_cost() const {
    return std::any_of(s_.channels.begin(), s_.channels.end(), [](const Channel& c) { return c.response || costs_something(c.cost); });
  }
  bool churn(bool in_mid_life = false) const {
    bool has = false;
    for (const Repeat& repeat : s_.repeats) {
      const RepeatModel* model = find_repeat_model(repeat.model);
      if (!model || !has_churn(*model)) continue;
      if (in_mid_life && !model->adapts) return false;
      has = true;
    }
    return has;
  }
  bool price() const {
    return any_purchase([](const Purchase& p) { return !uses_spend(p) && costs_something(p.price); });
  }
  bool spend() const { return any_purchase(uses_spend); }

 private:
  static bool has_churn(const RepeatModel& model) {
    return std::any_of(model.handles.begin(), model.handles.end(), [](const Handle& handle) { return handle.name == "churn"; });
  }
  static bool uses_spend(const Purchase& purchase) {
    return purchase.spend || (purchase.price.given && purchase.price.path.ends_with(".spend"));
  }
  bool any_purchase(const auto& is) const {
    const auto sells = [&](const auto& sold) { return is(sold.purchase); };
    return std::any_of(s_.offers.begin(), s_.offers.end(), sells) || std::any_of(s_.steps.begin(), s_.steps.end(), sells) ||
           std::any_of(s_.repeats.begin(), s_.repeats.end(), sells);
  }
  const Scenario& s_;
};

using Factors = std::vector<std::pair<const char*, double>>;

ReadyStress times(const std::string& name, std::string what, const Factors& factors) {
  ReadyStress ready;
  ready.stress.name = name;
  ready.stress.what = std::move(what);
  for (const auto& [target, value] : factors) ready.stress.effects.push_back({target, factor(name, target, value)});
  return ready;
}

/// What the text of a recession says, on what the business has.
Factors of_recession(const Scenario& scenario, bool in_mid_life) {
  const Parts parts(scenario);
  Factors factors{{"conversion", 0.75}};
  if (!scenario.steps.empty()) factors.emplace_back("take", 0.75);
  if (parts.spend()) factors.emplace_back("spend", 0.9);
  if (parts.churn(in_mid_life)) factors.emplace_back("churn", 1.25);
  return factors;
}

/// A year of bad business that begins after half a year, or with the second half of a plan that is shorter; without a plan it lasts.
ReadyStress recession(const Scenario& scenario) {
  if (!scenario.plan) return times("recession", said<"stress.recession">(), of_recession(scenario, false));
  const int start = std::min(6, scenario.plan->months / 2);
  const std::string what = start < 6 ? said<"stress.recession-middle">() : said<"stress.recession-seventh">();
  ReadyStress ready = times("recession", what, of_recession(scenario, true));
  const double month = month_in_time_units(scenario), steps = days_in(scenario.time_unit) / days_in(scenario.step);
  Shock shock;
  shock.name = "ready-recession";
  shock.probability = time("shock.ready-recession.probability", 1);
  shock.start = time("shock.ready-recession.start", start * month);
  shock.duration = time("shock.ready-recession.duration", 12 * month);
  for (Quantity* q : {&*shock.start, &shock.duration}) q->factor = steps;
  shock.effects = std::exchange(ready.stress.effects, {});
  ready.stress.shocks.push_back(std::move(shock));
  return ready;
}

}  // namespace

std::vector<ReadyStress> ready_stresses(const Scenario& scenario) {
  const Parts parts(scenario);
  std::vector<ReadyStress> all;
  const auto add = [&](ReadyStress ready, std::string nothing = {}) {
    ready.nothing = std::move(nothing);
    all.push_back(std::move(ready));
  };
  const std::string free = parts.acquisition_cost() ? "" : said<"nothing.free">();
  // Once is enough where all come together.
  add(times("ads-25", said<"stress.ads-quarter">(), {{"acquisition_cost", 1.25}}), free);
  add(times("ads-50", said<"stress.ads-half">(), {{"acquisition_cost", 1.5}}), free);
  for (ReadyStress& milder : all) milder.is_milder = true;
  add(times("ads-100", said<"stress.ads-twice">(), {{"acquisition_cost", 2}}), free);
  Factors fewer{{"conversion", 2.0 / 3}};
  if (!scenario.steps.empty()) fewer.emplace_back("take", 2.0 / 3);
  add(times("take-down-third", said<"stress.takes-third">(), fewer));
  add(times("churn-up-half", said<"stress.churn-half">(), {{"churn", 1.5}}), parts.churn() ? "" : said<"nothing.no-churn">());
  Factors cheaper;
  if (parts.price()) cheaper.emplace_back("price", 0.8);
  if (parts.spend()) cheaper.emplace_back("spend", 0.8);
  add(times("spend-down-fifth", said<"stress.spend-fifth">(), cheaper), cheaper.empty() ? said<"nothing.no-price">() : "");
  ReadyStress later;
  later.stress.name = "payments-month-later";
  later.stress.what = said<"stress.payments-later">();
  later.stress.payments = month_in_time_units(scenario);
  add(later, cheaper.empty() ? said<"nothing.no-price">() : "");
  for (std::size_t i = 0; i < scenario.calendar.shocks.size(); ++i) {
    ReadyStress strikes;
    strikes.stress.name = scenario.calendar.shocks[i].name;
    strikes.stress.what = said<"stress.shock">(strikes.stress.name);
    strikes.stress.strikes.push_back({i, strikes.stress.name, std::nullopt, {}});
    add(strikes);
  }
  if (scenario.calendar.shocks.empty()) add(recession(scenario));
  return all;
}

}  // namespace valuescale::models
