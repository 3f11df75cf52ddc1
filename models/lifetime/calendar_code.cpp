#include "models/lifetime/calendar_code.hpp"

#include "models/law/resolved_law.hpp"
#include "models/lifetime/world_uniforms.hpp"
#include "sim/random/special.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace valuescale::models {

namespace {

/// What a block of a shock's random words is for.
constexpr std::uint32_t kWhether = 0, kWhen = 1, kWhetherInMonth = 2;

/// What says how hard shocks strike.
std::set<std::string> strengths_of(const Calendar& calendar) {
  std::set<std::string> paths;
  for (const Shock& shock : calendar.shocks)
    for (const Effect& effect : shock.effects) paths.insert(effect.factor.path);
  return paths;
}

/// Calls each(target) for every effect.
template <class Each>
void for_each_target(const Calendar& calendar, Each each) {
  for (const Season& season : calendar.seasons)
    for (const Season::Factors& factors : season.effects) each(factors.target);
  for (const Shock& shock : calendar.shocks)
    for (const Effect& effect : shock.effects) each(effect.target);
  for (const Trend& trend : calendar.trends)
    for (const Effect& effect : trend.effects) each(effect.target);
}

double drawn(const Assumptions& assumptions, const Quantity& quantity, std::size_t world, sim::Tail at) {
  if (quantity.role == Role::assumption) return assumptions.value(quantity, world);
  return assumptions.law(quantity, world).quantile(at) * quantity.scale * quantity.factor + quantity.shift * quantity.factor;
}

}  // namespace

std::string name_of(const Shock& shock) { return "shock/" + shock.name; }

sim::Tail whether_it_strikes(sim::Key key, std::size_t world) {
  const sim::Block words = sim::philox({kWhether, 0, static_cast<std::uint32_t>(world), 0}, key);
  return uniform(words[0], words[1]);
}

bool acts_on_winning(const std::string& target) {
  return target == "acquisition_cost" || target == "volume" || target == "conversion" || target.starts_with("channel.") ||
         (target.starts_with("offer.") && target.ends_with(".take"));
}

CalendarCode::CalendarCode(const Scenario& scenario, const Assumptions& assumptions, std::size_t worlds, std::size_t months,
                           const std::function<sim::Key(const std::string&)>& key, const Tilt& tilt)
    : scenario_(scenario),
      assumptions_(assumptions),
      worlds_(worlds),
      months_(months),
      plan_months_(static_cast<std::size_t>(scenario.plan->months)),
      steps_a_month_(days_in(StepUnit::month) / days_in(scenario.step)) {
  const std::set<std::string> strengths = strengths_of(scenario.calendar);
  for (const Correlation& correlation : scenario.correlations) {
    const auto ties = static_cast<std::size_t>(std::count_if(correlation.between.begin(), correlation.between.end(),
                                                             [&](const std::string& path) { return strengths.count(path) > 0; }));
    if (ties > 0 && ties < correlation.between.size()) strength_is_unknown_ = true;
  }
  bool anything_else = false;
  for_each_assumption(scenario, [&](const std::string& path, const Law&, const Quantity& quantity) {
    const bool is_strength = strengths.count(path) > 0;
    if (!is_strength) anything_else = true;
    if (!quantity.follows.empty() && is_strength != (strengths.count(quantity.follows) > 0)) strength_is_unknown_ = true;
  });
  has_unknowns_ = anything_else || strength_is_unknown_;
  std::set<std::string> on_lives;
  for_each_target(scenario.calendar, [&](const std::string& target) {
    if (!acts_on_winning(target)) on_lives.insert(target);
  });
  on_lives_.assign(on_lives.begin(), on_lives.end());
  std::vector<sim::Key> keys;
  for (const Shock& shock : scenario.calendar.shocks) keys.push_back(key(name_of(shock)));
  shocks_.assign(schedules() * worlds * months, 0);
  for (std::size_t schedule = 0; schedule < schedules(); ++schedule)
    for (std::size_t world = 0; world < worlds; ++world) draw_shocks(schedule, world, luck_of(schedule, world), keys, tilt);
  if (on_lives_.empty()) return;
  phase_.resize(shocks_.size());
  factors_.resize(worlds);
  for (std::size_t world = 0; world < worlds; ++world) find_phases(world);
}

void CalendarCode::strike(std::size_t first, double duration, Shocks shock, Shocks* months) const {
  const double whole = std::max(1.0, std::floor(duration / steps_a_month_ + 0.5 + kSameMonth));
  for (std::size_t month = first; month < months_ && static_cast<double>(month - first) < whole; ++month) months[month] |= shock;
}

void CalendarCode::draw_shocks(std::size_t schedule, std::size_t world, std::size_t luck, const std::vector<sim::Key>& keys,
                               const Tilt& tilt) {
  Shocks* months = &shocks_[(schedule * worlds_ + world) * months_];
  for (std::size_t s = 0; s < keys.size(); ++s) {
    const Shock& shock = scenario_.calendar.shocks[s];
    const Shocks bit = Shocks{1} << s;
    const auto words = [&](std::uint32_t what, std::size_t month) {
      return sim::philox({what, 0, static_cast<std::uint32_t>(luck), static_cast<std::uint32_t>(month)}, keys[s]);
    };
    if (shock.probability) {
      const sim::Block when = words(kWhen, 0);
      if (!(tilt.moved(name_of(shock), luck, whether_it_strikes(keys[s], luck)).lower < assumptions_.value(*shock.probability, world)))
        continue;
      const sim::Tail at = uniform(when[0], when[1]);
      const double start =
          shock.start ? drawn(assumptions_, *shock.start, world, at) / steps_a_month_ : at.lower * static_cast<double>(plan_months_);
      const double first = std::floor(start + kSameMonth);
      if (first < static_cast<double>(plan_months_))
        strike(static_cast<std::size_t>(first), drawn(assumptions_, shock.duration, world, uniform(when[2], when[3])), bit, months);
      continue;
    }
    const double quiet = sim::exp_of(-assumptions_.value(*shock.rate, world) * steps_a_month_);
    for (std::size_t month = 0; month < plan_months_; ++month) {
      const sim::Block draws = words(kWhetherInMonth, month);
      if (months[month] & bit || uniform(draws[0], draws[1]).upper < quiet) continue;
      strike(month, drawn(assumptions_, shock.duration, world, uniform(draws[2], draws[3])), bit, months);
    }
  }
}

double CalendarCode::product(std::size_t schedule, std::size_t world, std::size_t month, const std::string& target) const {
  const Calendar& calendar = scenario_.calendar;
  const Shocks shocks = shocks_[(schedule * worlds_ + world) * months_ + month];
  const std::size_t strength = strength_is_unknown_ ? world : luck_of(schedule, world);
  double product = 1;
  const std::size_t of_year = (static_cast<std::size_t>(calendar.first_month) - 1 + month) % 12;
  for (const Season& season : calendar.seasons)
    for (const Season::Factors& factors : season.effects)
      if (factors.target == target) product *= assumptions_.value(factors.by_month[of_year], world);
  for (std::size_t s = 0; s < calendar.shocks.size(); ++s)
    for (const Effect& effect : calendar.shocks[s].effects)
      if (shocks >> s & 1 && effect.target == target) product *= assumptions_.value(effect.factor, strength);
  for (const Trend& trend : calendar.trends)
    for (const Effect& effect : trend.effects) {
      if (effect.target != target) continue;
      const double growth = 1 + assumptions_.value(effect.factor, world);
      for (std::size_t passed = std::min(month, plan_months_ - 1); passed > 0; --passed) product *= growth;
    }
  return product;
}

void CalendarCode::find_phases(std::size_t world) {
  std::vector<std::vector<double>> found;
  for (std::size_t schedule = 0; schedule < schedules(); ++schedule)
    for (std::size_t month = 0; month < months_; ++month) {
      const std::size_t at = (schedule * worlds_ + world) * months_ + month;
      std::vector<double> factors;
      for (const std::string& target : on_lives_) factors.push_back(product(schedule, world, month, target));
      const auto known = std::find(found.begin(), found.end(), factors);
      phase_[at] = static_cast<std::uint32_t>(known - found.begin());
      if (known == found.end()) found.push_back(std::move(factors));
    }
  phases_ = std::max(phases_, found.size());
  for (const auto& factors : found) factors_[world].insert(factors_[world].end(), factors.begin(), factors.end());
}

std::size_t CalendarCode::phase(std::size_t schedule, std::size_t world, std::size_t month) const {
  return phase_.empty() ? 0 : phase_[(schedule * worlds_ + world) * months_ + std::min(month, months_ - 1)];
}

std::vector<std::size_t> CalendarCode::effects_on(const std::string& target, const std::string& handle) const {
  std::vector<std::size_t> effects;
  for (std::size_t e = 0; e < on_lives_.size(); ++e)
    if (on_lives_[e] == target || (!handle.empty() && on_lives_[e] == handle)) effects.push_back(e);
  return effects;
}

double CalendarCode::factor(std::size_t world, std::size_t phase, std::size_t effect) const {
  const std::vector<double>& factors = factors_[world];
  // A world may have fewer phases than another; nobody comes to the rest.
  const std::size_t at = phase * on_lives_.size() + effect;
  return at < factors.size() ? factors[at] : 1;
}

double CalendarCode::factor(std::size_t schedule, std::size_t world, std::size_t month, const std::vector<std::string>& names) const {
  double factor = 1;
  for (const std::string& name : names) factor *= product(schedule, world, std::min(month, months_ - 1), name);
  return factor;
}

}  // namespace valuescale::models
