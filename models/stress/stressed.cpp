#include "models/stress/stressed.hpp"

#include "models/description/problem.hpp"
#include "models/law/change.hpp"
#include "models/law/resolved_law.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

namespace valuescale::models {

namespace {

/// Less of a law than this outside its range never shows.
constexpr double kMassIgnored = 1e-9;

[[noreturn]] void refuse(const Place& place, std::string problem, std::string reason, std::string hint = {}) {
  throw InputError({{place, std::move(problem), std::move(reason), std::move(hint)}});
}

std::string text_of(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", number);
  return text.data();
}

Quantity certain(std::string path, double value) {
  Quantity quantity;
  quantity.path = std::move(path);
  quantity.law = Law::constant(value);
  quantity.given = true;
  return quantity;
}

/// A number that was moved or multiplied may lie where it makes no sense. A probability above 1 only in some worlds is held at 1 and counted there.
void check_range(const Quantity& quantity, const Change& change) {
  const double mean = mean_of(quantity);
  const Interval& range = quantity.range;
  if (!std::isfinite(mean) || !range.holds(mean))
    refuse(change.place, change.path + " would be " + text_of(mean) + " on average", "that lies outside where it makes sense");
  const bool has_certain_parameters = std::all_of(quantity.law.parameters.begin(), quantity.law.parameters.end(),
                                                  [](const Law::Parameter& parameter) { return parameter.law.is_constant(); });
  if (quantity.shift >= 0 || quantity.law.is_constant() || !has_certain_parameters || !std::isfinite(range.low)) return;
  const ResolvedLaw law = resolve(quantity.law, [](const std::string&, const Law& parameter) { return parameter.value; });
  if (law.tails((range.low - quantity.shift) / quantity.scale).lower > kMassIgnored)
    refuse(change.place, change.path + " would lie below " + text_of(range.low) + " in part", "its law is moved as a whole",
           "multiply it instead");
}

/// So many months later: what would have come after the end is lost.
void postpone(Schedule& schedule, int months, int by) {
  if (schedule.list.empty()) {
    schedule.first += by;
    schedule.last = std::min(months, schedule.last + by);
    return;
  }
  const std::size_t count = schedule.list.size();
  Quantity nothing = certain(schedule.list.front().path + ".before", 0);
  nothing.meaning = schedule.list.front().meaning;
  schedule.list.insert(schedule.list.begin(), static_cast<std::size_t>(by), nothing);
  schedule.list.resize(count);
}

void change_later(Scenario& scenario, const Change& change) {
  if (Schedule* schedule = find_schedule(scenario, change.path)) {
    const double months = change.by / month_in_time_units(scenario);
    if (std::fabs(months - std::round(months)) > 1e-6)
      refuse(change.place, change.path + " can be put off by whole months only", "it is an amount a month");
    return postpone(*schedule, scenario.plan->months, static_cast<int>(std::lround(std::min(months, 1e6))));
  }
  for (Quantity* quantity : numbers_at(scenario, change.path)) {
    if (quantity->meaning != Meaning::time && quantity->meaning != Meaning::positive_time)
      refuse(change.place, change.path + " is no time that could be later", "it is another kind of number");
    add(scenario, *quantity, change.by);
    check_range(*quantity, change);
  }
}

void change_to(Scenario& scenario, const Change& change) {
  if (change.path == "plan.cash" && scenario.plan && !scenario.plan->cash) scenario.plan->cash = change.value;
  for (Quantity* quantity : numbers_at(scenario, change.path)) {
    if (change.value.law.is_constant()) {
      set(scenario, *quantity, change.value.law.value);
      continue;
    }
    for_each_quantity(std::as_const(scenario), [&](const Quantity& follower) {
      if (follower.follows == quantity->path && follower.law.is_constant())
        refuse(change.place, follower.path + " follows " + change.path + ", which was certain",
               "a law can take its place only where nothing follows", "give it a certain value");
    });
    const bool was_unknown = !quantity->law.is_constant() && quantity->role == Role::assumption;
    const std::string path = quantity->path;
    if (!was_unknown || change.value.role != Role::assumption) set(scenario, *quantity, mean_of(change.value));
    *quantity = change.value;
    quantity->path = path;
  }
}

void apply_change(const Change& change, Scenario& scenario) {
  if (change.how == Change::How::later) return change_later(scenario, change);
  if (change.how == Change::How::set) return change_to(scenario, change);
  for (Quantity* quantity : numbers_at(scenario, change.path)) {
    if (change.how == Change::How::multiply)
      multiply(scenario, *quantity, change.by);
    else
      add(scenario, *quantity, change.by);
    check_range(*quantity, change);
  }
}

/// "channel.search.conversion": the channel, and what of it.
bool is_of_channel(const std::string& target, const Channel& channel, const char* what) {
  return target == what || target == "channel." + channel.name + "." + what;
}

void apply_effect(const Effect& effect, Scenario& scenario) {
  const std::string& target = effect.target;
  bool done = false;
  for (Channel& channel : scenario.channels) {
    if (is_of_channel(target, channel, "acquisition_cost")) channel.dearer.push_back(effect.factor), done = true;
    if (target == "channel." + channel.name + ".conversion")
      channel.adjustments.push_back({Adjustment::How::multiply, "conversion", effect.factor}), done = true;
  }
  if (scenario.plan)
    for (Acquisition& acquisition : scenario.plan->acquisitions) {
      const Channel& channel = scenario.channels[acquisition.channel];
      if (!is_of_channel(target, channel, "volume")) continue;
      done = true;
      const std::string path = std::string("plan.") + name_of(acquisition.by) + "." + channel.name;
      for (Quantity* quantity : numbers_at(scenario, path)) multiply(scenario, *quantity, effect.factor.law.value);
    }
  if (done || target == "acquisition_cost" || target == "volume" || target.starts_with("channel.")) return;
  for (Segment& segment : scenario.segments) segment.adjustments.push_back({Adjustment::How::multiply, target, effect.factor});
}

void delay_payments(Scenario& scenario, double by) {
  const auto delay = [&](Purchase& purchase) {
    if (purchase.price.given || purchase.spend) add(scenario, purchase.paid_after, by);
  };
  for (Offer& offer : scenario.offers) delay(offer.purchase);
  for (Step& step : scenario.steps) delay(step.purchase);
  for (Repeat& repeat : scenario.repeats) delay(repeat.purchase);
}

void apply_strike(const Strike& strike, Scenario& scenario) {
  Shock& shock = scenario.calendar.shocks[strike.shock];
  const std::string path = "shock." + shock.name;
  // Whatever went together with them has nothing to go with any more.
  for (std::optional<Quantity>* q : {&shock.probability, &shock.rate})
    if (*q) set(scenario, **q, 1);
  shock.rate.reset();
  if (!shock.probability) shock.probability = certain(path + ".probability", 1);
  if (!strike.start) return;
  if (shock.start) set(scenario, *shock.start, 0);
  shock.start = strike.start;
}

void switch_channel_off(Scenario& scenario, std::size_t index) {
  Channel& channel = scenario.channels[index];
  channel.size = 0;
  if (channel.response && !scenario.plan) {
    channel.response.reset();
    channel.size_basis = Channel::Size::leads;
  }
  if (!scenario.plan) return;
  for (Acquisition& acquisition : scenario.plan->acquisitions)
    if (acquisition.channel == index) {
      acquisition.a_month.list.clear();
      set(scenario, acquisition.a_month.start, 0);
    }
}

bool is_anybody_left(const Scenario& scenario) {
  if (scenario.plan) return true;
  return std::any_of(scenario.channels.begin(), scenario.channels.end(), [](const Channel& c) { return c.response || c.size > 0; });
}

void apply_switch(const Switch& off, Scenario& scenario) {
  const std::size_t index = off.index;
  switch (off.kind) {
    case Switch::Kind::channel: switch_channel_off(scenario, index); break;
    case Switch::Kind::offer: apply_effect({off.name + ".take", certain("off." + off.name, 0)}, scenario); break;
    case Switch::Kind::step: scenario.steps[index].after.clear(); break;
    case Switch::Kind::repeat: scenario.repeats[index].after.clear(); break;
    case Switch::Kind::referral: scenario.referrals[index].after.clear(); break;
    case Switch::Kind::shock: {
      Shock& shock = scenario.calendar.shocks[index];
      for (std::optional<Quantity>* q : {&shock.probability, &shock.rate})
        if (*q) set(scenario, **q, 0);
      break;
    }
  }
  if (!is_anybody_left(scenario)) refuse(off.place, "nobody is left when " + off.name + " is off", "it takes a channel to bring customers");
}

}  // namespace

double month_in_time_units(const Scenario& scenario) { return days_in(StepUnit::month) / days_in(scenario.time_unit); }

Schedule* find_schedule(Scenario& scenario, std::string_view path) {
  if (!scenario.plan) return nullptr;
  for (Acquisition& acquisition : scenario.plan->acquisitions)
    if (path == std::string("plan.") + name_of(acquisition.by) + "." + scenario.channels[acquisition.channel].name)
      return &acquisition.a_month;
  for (FixedCost& cost : scenario.plan->fixed_costs)
    if (path == (cost.name.empty() ? "plan.fixed_costs" : "plan.cost." + cost.name + ".a_month")) return &cost.a_month;
  return nullptr;
}

std::vector<Quantity*> numbers_at(Scenario& scenario, std::string_view path) {
  if (Quantity* quantity = find_quantity(scenario, path)) return {quantity};
  std::vector<Quantity*> amounts;
  if (Schedule* schedule = find_schedule(scenario, path)) {
    for (Quantity& amount : schedule->list) amounts.push_back(&amount);
    if (amounts.empty()) amounts.push_back(&schedule->start);
  }
  return amounts;
}

void apply(const Stress& stress, Scenario& scenario) {
  for (const Change& change : stress.changes) apply_change(change, scenario);
  for (const Effect& effect : stress.effects) apply_effect(effect, scenario);
  if (stress.payments) delay_payments(scenario, *stress.payments);
  for (const Shock& shock : stress.shocks) scenario.calendar.shocks.push_back(shock);
  for (const Strike& strike : stress.strikes) apply_strike(strike, scenario);
  for (const Switch& off : stress.off) apply_switch(off, scenario);
}

}  // namespace valuescale::models
