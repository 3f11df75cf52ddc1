#include "models/lifetime/plan_code.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/acquisition.hpp"
#include "sim/random/special.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace valuescale::models {

namespace {

std::vector<double> amounts_of(const Schedule& schedule, int months, const Assumptions& assumptions, std::size_t world) {
  std::vector<double> amounts;
  for (const Quantity& amount : schedule.list) amounts.push_back(assumptions.value(amount, world));
  if (!amounts.empty()) return amounts;
  const double growth = 1 + assumptions.value(schedule.growth, world);
  double amount = assumptions.value(schedule.start, world);
  for (int month = 1; month <= months; ++month) {
    const int age = month - schedule.first + 1;  // of the schedule, in this month
    if (age < 1 || month > schedule.last) {
      amounts.push_back(0);
      continue;
    }
    amounts.push_back(age < schedule.ramp ? amount * age / schedule.ramp : amount);
    amount *= growth;
  }
  return amounts;
}

/// Numbers of customers that are bought have 63 bits: 23 of them tell channels apart, 10 months, 30 count. Where channels' keys begin with the
/// same bits all of them use bits further on, so that their order does not matter.
void number_channels(std::vector<WinningCode>& winnings) {
  std::vector<int> shift(winnings.size(), 0);
  for (bool is_new = true; std::exchange(is_new, false);) {
    for (std::size_t w = 0; w < winnings.size(); ++w) {
      const sim::Key key = winnings[w].buyers_key;
      winnings[w].first = (std::rotr(std::uint64_t{key.word1} << 32 | key.word0, shift[w]) & 0x7fffff) << 40;
    }
    for (std::size_t w = 0; w < winnings.size(); ++w) {
      const auto same = std::count_if(winnings.begin(), winnings.end(), [&](const WinningCode& c) { return c.first == winnings[w].first; });
      if (same > 1) ++shift[w], is_new = true;
    }
  }
}

std::vector<double> in_units(std::vector<double> amounts, double units) {
  for (double& amount : amounts) amount *= units;
  return amounts;
}

/// What multiplies the price that a first sale has in a phase.
double price_factor(const CalendarCode& calendar, const std::string& offer, std::size_t world, std::size_t phase) {
  double factor = 1;
  for (const std::size_t effect : calendar.effects_on("offer." + offer + ".price", "price"))
    factor *= calendar.factor(world, phase, effect);
  return factor;
}

/// Where a plan is looked at: a world under one of its schedules.
struct Where {
  std::size_t schedule, world;
};

Winning winning_in(Workshop& workshop, const Acquisition& acquisition, const CalendarCode& calendar, Where where, const Program& program) {
  const Scenario& scenario = workshop.scenario();
  const Assumptions& assumptions = workshop.assumptions();
  const auto [schedule, world] = where;
  const Channel& channel = scenario.channels[acquisition.channel];
  const std::string& offer = scenario.offers[channel.offer].name;
  const std::string prefix = "channel." + channel.name;
  const std::size_t place = world * program.dims.channels + acquisition.channel;
  const double units = static_cast<double>(program.units_per_currency);
  const LeadCost& cost = program.lead_costs[place];
  Winning winning;
  winning.delay = assumptions.value(acquisition.delay, world);
  const double usual_price = price_factor(calendar, offer, world, 0);  // in the phase for which the program says what is paid at the sale
  const std::vector<double> planned = amounts_of(acquisition.a_month, scenario.plan->months, assumptions, world);
  const std::vector<std::string> on_volume{"volume", prefix + ".volume"},
      on_conversion{"conversion", prefix + ".conversion", "offer." + offer + ".take"},
      on_cost{"acquisition_cost", prefix + ".acquisition_cost"};
  double dearer = 1;
  for (const Quantity& each : channel.dearer) dearer *= assumptions.value(each, world);
  Market market;  // as long as leads convert alike
  double converted = -1;
  for (std::size_t m = 0; m < planned.size(); ++m) {
    const auto factor = [&](const std::vector<std::string>& names) { return calendar.factor(schedule, world, m, names); };
    Winning::Month month;
    month.planned = planned[m] * factor(on_volume) * (acquisition.by == Acquisition::By::spend ? units : 1);
    const double converting = factor(on_conversion);
    if (converting != converted) {
      converted = converting;
      std::vector<double> conversion;
      for (std::size_t s = 0; s < program.dims.segments; ++s) {
        const double product = program.conversion_products[place * program.dims.segments + s] * converting;
        if (product > 1 && schedule == kOwnSchedule) workshop.count_capped("offer." + offer + ".take", world);
        conversion.push_back(std::min(1.0, product));
      }
      market = market_of(channel, conversion);
    }
    month.conversion = market.conversion;
    winning.thresholds.insert(winning.thresholds.end(), market.thresholds.begin(), market.thresholds.end());
    month.cost = (channel.response ? dearer : cost.own - cost.at_sale) * factor(on_cost);
    const std::size_t sold = month_of_first_sale(static_cast<double>(m) + winning.delay / program.month);
    const double price = price_factor(calendar, offer, world, calendar.phase(schedule, world, sold));
    month.at_sale = usual_price > 0 ? cost.at_sale / usual_price * price : 0;
    winning.months.push_back(month);
  }
  winning.capacity = std::numeric_limits<double>::infinity();
  if (channel.response) {
    for (const Quantity& parameter : channel.response->parameters) winning.response.push_back(assumptions.value(parameter, world));
    if (channel.response->capacity) winning.capacity = assumptions.value(*channel.response->capacity, world);
  }
  return winning;
}

/// Refuses more than can be lived.
double expected_customers(const WinningCode& code, const Winning& winning, std::size_t month, double units) {
  const double planned = winning.months[month].planned;
  const bool of_leads = code.by == Acquisition::By::leads || (code.by == Acquisition::By::spend && code.counts_leads);
  const double people = code.by == Acquisition::By::spend ? brought_by(code, winning, month, planned, units) : planned;
  const double customers = of_leads ? people * winning.months[month].conversion : people;
  if (!(customers < kMostCustomersAMonth)) refuse_month(code, month, "customers", kMostCustomersAMonth);
  if (!(people < kMostPeopleAMonth)) refuse_month(code, month, "leads", kMostPeopleAMonth);
  return customers;
}

WorldPlan plan_in(Workshop& workshop, const PlanCode& code, const CalendarCode& calendar, Where where, const Program& program) {
  const Plan& plan = *workshop.scenario().plan;
  const Assumptions& assumptions = workshop.assumptions();
  const std::size_t world = where.world;
  const double units = static_cast<double>(program.units_per_currency);
  const auto whole = [&](double amount, const Place& place, const std::string& path) {
    if (!(std::fabs(amount) < kMostMoneyAMonth)) refuse_money(place, path, units);
    return std::llrint(amount);
  };
  const auto money = [&](const Quantity& quantity) {
    return whole(assumptions.value(quantity, world) * units, quantity.place, quantity.path);
  };
  WorldPlan result;
  for (std::size_t w = 0; w < plan.acquisitions.size(); ++w) {
    result.winnings.push_back(winning_in(workshop, plan.acquisitions[w], calendar, where, program));
    for (std::size_t month = 0; month < result.winnings.back().months.size(); ++month)
      result.customers += expected_customers(code.winnings[w], result.winnings.back(), month, units);
  }
  result.fixed_costs.assign(static_cast<std::size_t>(plan.months), 0);
  result.marketing_costs = result.fixed_costs;
  for (const FixedCost& cost : plan.fixed_costs) {
    std::vector<double> a_month = in_units(amounts_of(cost.a_month, plan.months, assumptions, world), units);
    if (cost.for_customers) {
      result.step_costs.push_back({std::move(a_month), assumptions.value(*cost.for_customers, world), cost.is_marketing});
      continue;
    }
    const Quantity& first = cost.a_month.list.empty() ? cost.a_month.start : cost.a_month.list.front();
    for (std::size_t month = 0; month < a_month.size(); ++month) {
      const std::int64_t amount = whole(a_month[month], first.place, first.path);
      result.fixed_costs[month] += amount;
      if (cost.is_marketing) result.marketing_costs[month] += amount;
    }
  }
  if (plan.cash) result.cash = money(*plan.cash);
  result.credit = money(plan.credit);
  result.interest = sim::exp_of(sim::log_of(1 + assumptions.value(plan.interest, world)) / 12) - 1;
  result.reinvest = assumptions.value(plan.reinvest, world);
  // A bill that is due within a month is paid as the next one begins; times that only rounding tells apart are the same.
  result.paid_after = static_cast<int>(std::ceil(assumptions.value(plan.acquisition_paid_after, world) / program.month - kSameMonth));
  const std::size_t any_row = world * program.dims.kinds();
  result.force = program.money[any_row * static_cast<std::size_t>(program.money_columns) + kDiscountMoney] * program.month;
  return result;
}

}  // namespace

std::size_t months_lived(const Scenario& scenario, const Assumptions& assumptions, std::size_t worlds) {
  const double month = days_in(StepUnit::month) / days_in(scenario.step);
  double longest = 0;
  for (const Acquisition& acquisition : scenario.plan->acquisitions)
    for (std::size_t world = 0; world < worlds; ++world) longest = std::max(longest, assumptions.value(acquisition.delay, world));
  return static_cast<std::size_t>(scenario.plan->months + std::ceil((longest + scenario.lifetime) / month) + 1);
}

std::size_t month_of_first_sale(double months) { return static_cast<std::size_t>(std::floor(months + kSameMonth)); }

std::size_t month_of_step(double birth, std::size_t step, double steps_a_month) {
  if (step == 0) return month_of_first_sale(birth);
  return static_cast<std::size_t>(std::max(0.0, std::ceil(birth + static_cast<double>(step) / steps_a_month - kSameMonth) - 1));
}

double brought_by(const WinningCode& code, const Winning& winning, std::size_t month, double money, double units) {
  if (!(money > 0)) return 0;
  const double cost = winning.months[month].cost;
  if (!code.curve) return money / cost;
  return limited(code.curve->at(winning.response, money / units / cost), winning.capacity).number;
}

void refuse_month(const WinningCode& code, std::size_t month, const char* what, double most) {
  throw InputError(
      {{code.place,
        code.path + " brings more than " + std::to_string(std::llrint(most)) + " " + what + " in month " + std::to_string(month + 1),
        "so many of a channel can be told apart, or counted exactly, in a month",
        "plan in thousands: let one stand for many, and amounts for as many times more"}});
}

void refuse_money(const Place& place, const std::string& path, double units_per_currency) {
  throw InputError({{place, path + " is too large to count exactly",
                     "money is counted in units of 1/" + std::to_string(std::llrint(units_per_currency)) + " of the currency, of " + path +
                         " up to " + std::to_string(std::llrint(kMostMoneyAMonth / units_per_currency)) + " of it",
                     "use a larger currency unit for all amounts"}});
}

double PlanCode::customers() const {
  double sum = 0;
  for (std::size_t w = 0; w < world_count(); ++w) sum += world(kOwnSchedule, w).customers;
  return sum;
}

PlanCode compile_plan(Workshop& workshop, const CalendarCode& calendar, const Program& program) {
  const Scenario& scenario = workshop.scenario();
  const Plan& plan = *scenario.plan;
  PlanCode code;
  code.months = plan.months;
  code.when_short = plan.when_short;
  code.has_cash = plan.cash.has_value();
  for (const Acquisition& acquisition : plan.acquisitions) {
    const Channel& channel = scenario.channels[acquisition.channel];
    code.winnings.push_back({acquisition.channel, 0, acquisition.by, workshop.key("plan/channel/" + channel.name),
                             channel.cost_basis == Channel::Cost::per_lead,
                             channel.response ? find_response_curve(channel.response->curve) : nullptr,
                             std::string("plan.") + name_of(acquisition.by) + "." + channel.name,
                             (acquisition.a_month.list.empty() ? acquisition.a_month.start : acquisition.a_month.list.front()).place});
  }
  number_channels(code.winnings);
  code.has_unknowns = calendar.has_unknowns();
  code.schedules = calendar.schedules();
  code.calendar_months = months_lived(scenario, workshop.assumptions(), program.dims.worlds);
  for (std::size_t schedule = 0; schedule < code.schedules; ++schedule)
    for (std::size_t world = 0; world < program.dims.worlds; ++world) {
      code.worlds.push_back(plan_in(workshop, code, calendar, {schedule, world}, program));
      for (std::size_t month = 0; calendar.phases() > 1 && month < code.calendar_months; ++month)
        code.phases.push_back(static_cast<std::uint32_t>(calendar.phase(schedule, world, month)));
    }
  return code;
}

}  // namespace valuescale::models
