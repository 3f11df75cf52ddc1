// The answer to a plan of four months, in which every number can be told from every other.
#pragma once

#include "results/answer/answer.hpp"

#include <limits>

namespace valuescale::tests {

/// Around `middle`, the further out the less probable.
inline results::Distribution spread_around(double middle, double step) {
  results::Distribution distribution{{middle, step / 10}, step, {}};
  double at = middle - 2 * step;
  for (const double level : {0.05, 0.25, 0.5, 0.75, 0.95}) {
    distribution.quantiles.emplace_back(level, results::Interval{at, at - step / 8, at + step / 8});
    at += step;
  }
  return distribution;
}

inline results::PlanAnswer plan_answer_sample() {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  results::PlanAnswer plan;
  plan.months = 4;
  for (int month = 1; month <= plan.months; ++month) {
    const results::Distribution cash = spread_around(1000.0 * (month - 3), 400.0 * month);
    plan.cash.push_back({month, cash.mean, cash.quantiles});
    const results::Distribution active = spread_around(31.0 * month, 4.0 * month);
    plan.active.push_back({month, active.mean, active.quantiles});
    plan.break_even.cdf.push_back({0.15 * month, 0.015});
    plan.lasting_break_even.cdf.push_back({0.14 * month, 0.014});
    plan.ruin_cdf.push_back({0.011 * month, 0.001});
    plan.cohorts.push_back({month, {10.0 * month, 0.5}, {101.0 * month, 1}, {203.0 * month, 2}, {0.9, 0.01}, {5, 5, 6}, month == 1, {}});
    for (int age = 1; age <= 3; ++age)
      plan.cohorts.back().by_age.push_back({{0.35 * age + 0.01 * month, 0.001 * age}, {0.3 * age + 0.01 * month, 0.002 * age}});
  }
  plan.profit = spread_around(1010, 1600), plan.npv = spread_around(912, 1300);
  plan.run_off_profit = spread_around(7007, 2100), plan.run_off_npv = spread_around(5005, 1900);
  plan.p_loss = {0.21, 0.012}, plan.run_off_p_loss = {0.031, 0.004};
  plan.tails = {{0.9, {1717, 1700, 1750}, {2020, 1990, 2050}}, {0.95, {2222, 2200, 2300}, {2525, 2400, 2650}}};
  plan.peak_funding = spread_around(3131, 110);
  plan.break_even.ever = {0.6, 0.015}, plan.break_even.never = {0.4, 0.015}, plan.break_even.median = {4, 3, kNever};
  plan.lasting_break_even.ever = {0.56, 0.014}, plan.lasting_break_even.never = {0.44, 0.014}, plan.lasting_break_even.median = {4, 4, 4};
  plan.p_ruin = plan.ruin_cdf.back();
  plan.lowest_cash = spread_around(66, 100);
  plan.shortage = results::Shortage{{0.27, 0.014}, {3.5, 0.25}, {-41, 2}, {818, 20}};
  plan.customers = {100, 1}, plan.leads = {900, 9}, plan.acquisition = {1011, 10}, plan.fixed_costs = {1500, 0}, plan.interest = {17, 0.5};
  plan.cac = {10.11, 0.1}, plan.fully_loaded_cac = {15.25, 0.15};
  plan.variance = {{90'000, 64'000, 121'000}, {2'250'000, 1'960'000, 2'560'000}, {0, 0, 0}, {2'340'000, 2'100'000, 2'500'000}, {0, 0, 0}};
  plan.revenue = {12'012, 40};
  plan.revenue_by_month.assign(plan.cash.size(), {2002, 8});
  plan.by_stage = {{"acquisition", {-1011, 10}, {0, 0}},
                   {"offer", {9535, 25}, {14'141, 50}},
                   {"service", {0, 0}, {0, 0}},
                   {"fixed_costs", {-1500, 0}, {0, 0}},
                   {"interest", {-17, 0.5}, {0, 0}}};
  const std::vector<std::pair<double, results::Interval>> months{
      {0.05, {1, 1, 1}}, {0.25, {2, 2, 3}}, {0.5, {4, 3, kNever}}, {0.75, {kNever, 4, kNever}}, {0.95, {kNever, kNever, kNever}}};
  plan.break_even.quantiles = plan.lasting_break_even.quantiles = months;
  plan.channels = {{"fish-pond",
                    {700, 7},
                    {80, 0.9},
                    {808, 8},
                    {10.1, 0.1},
                    {9009, 35},
                    {3030, 30},
                    {7070, 70},
                    spread_around(6262, 500),
                    {},
                    {},
                    {},
                    {}},
                   {"friends",
                    {200, 2},
                    {20, 0.2},
                    {203, 2},
                    {10.15, 0.1},
                    {3003, 15},
                    {1110, 10},
                    {2465, 20},
                    spread_around(2262, 200),
                    {},
                    {},
                    {},
                    {}}};
  double own = 0;
  for (results::PlanChannelAnswer& channel : plan.channels) {
    own += 1;
    channel.roi = {7.5 + own, 0.25}, channel.plan_profit = spread_around(2000 + own, 130);
    channel.break_even = plan.break_even, channel.lasting_break_even = plan.lasting_break_even;
    channel.break_even.ever.value -= own / 100, channel.lasting_break_even.ever.value -= own / 100;
    channel.break_even.median = {own, 1, 3};
  }
  return plan;
}

}  // namespace valuescale::tests
