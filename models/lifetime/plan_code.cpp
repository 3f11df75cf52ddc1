#include "models/lifetime/plan_code.hpp"

#include "models/lifetime/program.hpp"
#include "sim/random/special.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// Numbers of customers that are bought have 63 bits: 23 of them tell channels apart, 40 count.
std::uint64_t first_number(sim::Key channel) { return std::uint64_t{channel.word0 & 0x7fffff} << 40; }

std::vector<double> in_units(std::vector<double> amounts, double units) {
  for (double& amount : amounts) amount *= units;
  return amounts;
}

Winning winning_in(const Scenario& scenario, const Acquisition& acquisition, int months, const Assumptions& assumptions, std::size_t world,
                   const Program& program) {
  const Channel& channel = scenario.channels[acquisition.channel];
  const std::size_t place = world * program.dims.channels + acquisition.channel;
  const double units = static_cast<double>(program.units_per_currency);
  const LeadCost& cost = program.lead_costs[place];
  Winning winning;
  winning.planned = amounts_of(acquisition.a_month, months, assumptions, world);
  if (acquisition.by == Acquisition::By::spend) winning.planned = in_units(std::move(winning.planned), units);
  winning.delay = assumptions.value(acquisition.delay, world);
  winning.conversion = program.channel_facts[place].conversion;
  winning.cost = cost.own - cost.at_sale;
  winning.at_sale = cost.at_sale;
  winning.capacity = std::numeric_limits<double>::infinity();
  if (channel.response) {
    for (const Quantity& parameter : channel.response->parameters) winning.response.push_back(assumptions.value(parameter, world));
    if (channel.response->capacity) winning.capacity = assumptions.value(*channel.response->capacity, world);
  }
  return winning;
}

double expected_customers(const WinningCode& code, const Winning& winning, double planned, double units) {
  if (code.by == Acquisition::By::customers) return planned;
  const bool of_leads = code.by == Acquisition::By::leads || code.counts_leads;
  const double number = code.by == Acquisition::By::spend ? brought_by(code, winning, planned, units) : planned;
  return of_leads ? number * winning.conversion : number;
}

WorldPlan plan_in(const Scenario& scenario, const PlanCode& code, const Assumptions& assumptions, std::size_t world,
                  const Program& program) {
  const Plan& plan = *scenario.plan;
  const double units = static_cast<double>(program.units_per_currency);
  const auto money = [&](const Quantity& quantity) { return std::llrint(assumptions.value(quantity, world) * units); };
  WorldPlan result;
  for (std::size_t w = 0; w < plan.acquisitions.size(); ++w) {
    result.winnings.push_back(winning_in(scenario, plan.acquisitions[w], plan.months, assumptions, world, program));
    for (const double planned : result.winnings.back().planned)
      result.customers += expected_customers(code.winnings[w], result.winnings.back(), planned, units);
  }
  result.fixed_costs.assign(static_cast<std::size_t>(plan.months), 0);
  result.marketing_costs = result.fixed_costs;
  for (const FixedCost& cost : plan.fixed_costs) {
    std::vector<double> a_month = in_units(amounts_of(cost.a_month, plan.months, assumptions, world), units);
    if (cost.for_customers) {
      result.step_costs.push_back({std::move(a_month), assumptions.value(*cost.for_customers, world), cost.is_marketing});
      continue;
    }
    for (std::size_t month = 0; month < a_month.size(); ++month) {
      result.fixed_costs[month] += std::llrint(a_month[month]);
      if (cost.is_marketing) result.marketing_costs[month] += std::llrint(a_month[month]);
    }
  }
  if (plan.cash) result.cash = money(*plan.cash);
  result.credit = money(plan.credit);
  result.interest = sim::exp_of(sim::log_of(1 + assumptions.value(plan.interest, world)) / 12) - 1;
  result.reinvest = assumptions.value(plan.reinvest, world);
  // A bill that is due within a month is paid as the next one begins; times that only rounding tells apart are the same.
  result.paid_after = static_cast<int>(std::ceil(assumptions.value(plan.acquisition_paid_after, world) / program.month - 1e-9));
  const std::size_t any_row = world * program.dims.kinds();
  result.force = program.money[any_row * static_cast<std::size_t>(program.money_columns) + kDiscountMoney] * program.month;
  return result;
}

}  // namespace

double brought_by(const WinningCode& code, const Winning& winning, double money, double units) {
  if (!(money > 0)) return 0;
  if (!code.curve) return money / winning.cost;
  return limited(code.curve->at(winning.response, money / units), winning.capacity).number;
}

PlanCode compile_plan(const Scenario& scenario, const Assumptions& assumptions, const Program& program,
                      const std::function<sim::Key(const std::string&)>& key) {
  const Plan& plan = *scenario.plan;
  PlanCode code;
  code.months = plan.months;
  code.when_short = plan.when_short;
  code.has_cash = plan.cash.has_value();
  for (const Acquisition& acquisition : plan.acquisitions) {
    const Channel& channel = scenario.channels[acquisition.channel];
    const sim::Key own = key("plan/channel/" + channel.name);
    code.winnings.push_back({acquisition.channel, first_number(own), acquisition.by, own, channel.cost_basis == Channel::Cost::per_lead,
                             channel.response ? find_response_curve(channel.response->curve) : nullptr});
  }
  for (std::size_t world = 0; world < program.dims.worlds; ++world)
    code.worlds.push_back(plan_in(scenario, code, assumptions, world, program));
  return code;
}

}  // namespace valuescale::models
