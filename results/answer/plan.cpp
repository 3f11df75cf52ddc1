#include "results/answer/plan.hpp"

#include "results/answer/drawn_worlds.hpp"
#include "results/answer/plan_variance.hpp"
#include "results/answer/plan_worlds.hpp"
#include "results/answer/quantile_interval.hpp"
#include "results/answer/ruin.hpp"
#include "results/answer/worlds.hpp"
#include "sim/stats/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace valuescale::results {

using models::PlanChannel;
using models::PlanCohort;
using models::PlanOutcome;
using models::PlanPair;
using models::PlanTallies;
using models::Tallies;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFan[] = {0.05, 0.25, 0.5, 0.75, 0.95};

using Values = std::vector<double>;
using OfWorld = std::function<double(const PlanOutcome&)>;

Values by_world(const std::vector<PlanOutcome>& worlds, const OfWorld& value, double units = 1) {
  Values values;
  values.reserve(worlds.size());
  for (const PlanOutcome& world : worlds) values.push_back(value(world) / units);
  return values;
}

/// A number of the plan in each world; and the same with as much luck of customers' lives as the whole plan has.
struct WorldNumbers {
  Values lived, whole;
};

/// Worlds that were lived with some of their customers only have more of these customers' `luck` than the plan would: it is taken out down to what
/// it would have.
WorldNumbers with_luck_of_all(Values values, double luck, double lived_share) {
  if (lived_share >= 1) return {values, values};
  Values shrunk = shrink({values, Values(values.size(), 1.0), Values(values.size(), luck)}, lived_share).shrunk;
  return {std::move(values), std::move(shrunk)};
}

/// Half of an interval of what is drawn to the mean by c errs by as much more as 1 − c of that mean does, at most.
double error_of_drawing(const WorldNumbers& numbers, const DrawnWorlds& drawn) {
  const double lived = variance_of(numbers.lived);
  if (!(lived > 0)) return 0;
  return (1 - std::sqrt(variance_of(numbers.whole) / lived)) * drawn.critical() * drawn.mean(numbers.lived).se;
}

Interval widened(Interval interval, double by) { return {interval.value, interval.lo - by, interval.hi + by}; }

Distribution distribution_of(const WorldNumbers& numbers, const DrawnWorlds& drawn) {
  Distribution distribution;
  distribution.mean = drawn.mean(numbers.lived);
  distribution.sd = std::sqrt(variance_of(numbers.whole));
  const WeightedValues worlds = equally(numbers.whole, drawn);
  const double error = error_of_drawing(numbers, drawn);
  for (const double level : kFan) distribution.quantiles.emplace_back(level, widened(worlds.quantile(level), error));
  return distribution;
}

Distribution distribution_of(const Values& values, const DrawnWorlds& drawn) { return distribution_of({values, values}, drawn); }

/// Rockafellar & Uryasev (2000): the mean of the worst part, an atom at its edge split. Its error is that of the mean of what exceeds the quantile
/// (Trindade, Uryasev, Shapiro & Zrazhevsky, 2007), which is 0 in most worlds and hence very skewed.
Tail tail_of(const WorldNumbers& numbers, const DrawnWorlds& drawn, double level) {
  const Values& values = numbers.whole;
  const double error = error_of_drawing(numbers, drawn);
  const double worst = 1 - level, count = static_cast<double>(values.size());
  const double in_tail = worlds_in_tail(level, count);
  Tail tail;
  tail.level = level;
  const Interval quantile = equally(values, drawn).quantile(worst);
  tail.var = widened({-quantile.value, -quantile.hi, -quantile.lo}, error);
  Values short_by;
  for (const double value : values) short_by.push_back(std::max(0.0, quantile.value - value) / worst);
  const Estimate excess = drawn.mean(short_by);
  tail.cvar.value = tail.var.value + excess.value;
  if (in_tail < kFewestInTail) return tail;
  const double critical = drawn.are_stratified() ? drawn.critical() : sim::t_quantile(in_tail - 1, 0.975);
  const sim::Bounds bounds = sim::skewed_mean(tail.cvar.value, excess.se, skewness_of(short_by), count, critical);
  tail.cvar = widened({tail.cvar.value, bounds.lo, bounds.hi}, error);
  return tail;
}

BreakEven break_even_of(const WeightedValues& values, int months) {
  BreakEven result;
  for (int m = 1; m <= months; ++m) result.cdf.push_back(values.share_at_most(m));
  result.ever = result.cdf.back();
  result.never = {1 - result.ever.value, result.ever.se};
  result.median = values.quantile(0.5);
  for (const double level : kFan) result.quantiles.emplace_back(level, values.quantile(level));
  return result;
}

/// Of a channel, over the worlds in which something is paid for it; all unknown where there is none.
BreakEven break_even_of(const PlanTallies& plan, const DrawnWorlds& drawn, std::size_t channel, int PlanChannel::*month) {
  Values months;
  std::vector<std::size_t> worlds;
  for (std::size_t world = 0; world < plan.worlds.size(); ++world) {
    const PlanChannel& lived = plan.worlds[world].channels[channel];
    if (!lived.has_paid) continue;
    worlds.push_back(world);
    months.push_back(month_or_never(lived.*month));
  }
  if (!months.empty()) return break_even_of(equally(std::move(months), drawn, std::move(worlds)), plan.months);
  BreakEven unknown;
  unknown.cdf.resize(static_cast<std::size_t>(plan.months));
  for (const double level : kFan) unknown.quantiles.emplace_back(level, Interval{});
  return unknown;
}

PlanChannelAnswer channel_answer(const PlanTallies& plan, const DrawnWorlds& drawn, std::size_t c, const std::string& name, double units) {
  const auto values = [&](const std::function<double(const PlanChannel&)>& of, double unit) {
    return by_world(
        plan.worlds, [&](const PlanOutcome& world) { return of(world.channels[c]); }, unit);
  };
  const auto money = [](std::int64_t amount) { return static_cast<double>(amount); };
  PlanChannelAnswer answer;
  answer.name = name;
  const Values customers = values([&](const PlanChannel& x) { return money(x.customers); }, 1);
  const Values acquisition = values([&](const PlanChannel& x) { return money(x.acquisition); }, units);
  answer.leads = drawn.mean(values([](const PlanChannel& x) { return x.leads; }, 1));
  answer.customers = drawn.mean(customers);
  answer.acquisition = drawn.mean(acquisition);
  answer.cac = drawn.ratio(acquisition, customers);
  answer.revenue = drawn.mean(values([&](const PlanChannel& x) { return money(x.revenue); }, units));
  answer.contribution = drawn.mean(values([&](const PlanChannel& x) { return money(x.contribution); }, units));
  answer.whole_contribution = drawn.mean(values([&](const PlanChannel& x) { return money(x.contribution + x.after); }, units));
  const Values profit = values([&](const PlanChannel& x) { return money(x.contribution + x.after - x.acquisition); }, units);
  answer.profit = distribution_of(profit, drawn);
  answer.roi = drawn.ratio(profit, acquisition);
  answer.plan_profit = distribution_of(values([&](const PlanChannel& x) { return money(x.profit); }, units), drawn);
  answer.break_even = break_even_of(plan, drawn, c, &PlanChannel::break_even);
  answer.lasting_break_even = break_even_of(plan, drawn, c, &PlanChannel::lasting_break_even);
  return answer;
}

/// Of sums by replicate, a/b. Replicates are exchangeable: their spread is the error.
Estimate ratio_of_sums(const Values& a, const Values& b) {
  const double all_a = std::accumulate(a.begin(), a.end(), 0.0), all_b = std::accumulate(b.begin(), b.end(), 0.0);
  if (!(all_b > 0)) return {};
  const auto units = static_cast<double>(a.size());
  Estimate ratio{all_a / all_b, kMissing};
  if (units < 2) return ratio;
  double pulls = 0;
  for (std::size_t u = 0; u < a.size(); ++u) pulls += std::pow(a[u] - ratio.value * b[u], 2);
  ratio.se = std::sqrt(pulls * units / (units - 1)) / all_b;
  return ratio;
}

/// What the customers of a month have brought back of what was paid for them, by month of their lives.
std::vector<Estimate> earned_back(const PlanTallies& plan, std::size_t month, std::size_t ages) {
  Values paid, brought;
  for (const std::vector<models::CohortCash>& replicate : plan.cohort_cash)
    paid.push_back(static_cast<double>(replicate[month].acquisition));
  std::vector<sim::Int128> until(plan.cohort_cash.size(), 0);
  std::vector<Estimate> earned;
  for (std::size_t age = 0; age < ages; ++age) {
    brought.clear();
    for (std::size_t r = 0; r < until.size(); ++r) {
      const std::vector<sim::Int128>& by_age = plan.cohort_cash[r][month].by_age;
      if (age < by_age.size()) until[r] += by_age[age];
      brought.push_back(static_cast<double>(until[r]));
    }
    earned.push_back(ratio_of_sums(brought, paid));
  }
  return earned;
}

/// Months of life in which any cohort brings something, as far as they are told one by one.
std::size_t ages_of(const PlanTallies& plan) {
  std::size_t ages = 0;
  for (const auto& replicate : plan.cohort_cash)
    for (const models::CohortCash& cohort : replicate) ages = std::max(ages, cohort.by_age.size());
  return ages;
}

PlanCohortAnswer cohort_answer(const Tallies& tallies, const DrawnWorlds& drawn, std::size_t month, std::size_t ages, double units) {
  const PlanTallies& plan = *tallies.plan;
  const auto of = [&](std::int64_t PlanCohort::*what, double unit) {
    return drawn.mean(by_world(
        plan.worlds, [&](const PlanOutcome& world) { return static_cast<double>(world.cohorts[month].*what); }, unit));
  };
  PlanCohortAnswer answer;
  answer.month = static_cast<int>(month) + 1;
  answer.customers = of(&PlanCohort::customers, 1);
  answer.acquisition = of(&PlanCohort::acquisition, units);
  answer.contribution = of(&PlanCohort::contribution, units);
  for (const Estimate& earned : earned_back(plan, month, ages)) answer.by_age.push_back({earned, {}});
  Values paid_back;
  std::vector<std::size_t> worlds;
  for (std::size_t world = 0; world < plan.worlds.size(); ++world) {
    const PlanCohort& cohort = plan.worlds[world].cohorts[month];
    if (cohort.customers == 0) continue;
    worlds.push_back(world);
    paid_back.push_back(month_or_never(cohort.paid_back));
  }
  if (!paid_back.empty()) {
    const WeightedValues values = equally(std::move(paid_back), drawn, std::move(worlds));
    answer.ever = values.share_below(kInfinity);
    answer.median = values.quantile(0.5);
    for (std::size_t age = 0; age < ages; ++age) answer.by_age[age].paid_back = values.share_at_most(static_cast<double>(age + 1));
  }
  answer.is_complete = static_cast<double>(month) + static_cast<double>(tallies.dims.lifetime) / plan.month <= plan.months;
  return answer;
}

/// What a world's customers brought at a stage in their whole lives.
double brought_at(const Tallies& tallies, std::size_t world, std::size_t stage) {
  if (tallies.plan->lived_share < 1) return static_cast<double>(tallies.plan->worlds[world].stage_contribution[stage]);
  double sum = 0;
  for (std::size_t cell = 0; cell < tallies.dims.cells(); ++cell)
    sum += static_cast<double>(tallies.world_cell(world, cell).by_stage[stage]);
  return sum;
}

/// What customers brought at each stage in their whole lives, for as many as the plan has.
std::vector<PlanStage> stages_of(const Tallies& tallies, const DrawnWorlds& drawn, const PlanAnswer& answer, double units) {
  const PlanTallies& plan = *tallies.plan;
  std::vector<PlanStage> stages;
  const auto cost = [&](const char* name, const Estimate& amount) { stages.push_back({name, {-amount.value, amount.se}, {0, 0}}); };
  cost("acquisition", answer.acquisition);
  for (std::size_t stage = 0; stage < models::kStages; ++stage) {
    if (!tallies.has_stage[stage]) continue;
    Values cash;
    for (std::size_t world = 0; world < tallies.dims.worlds; ++world) cash.push_back(brought_at(tallies, world, stage) / units);
    const Values revenue = by_world(
        plan.worlds, [stage](const PlanOutcome& world) { return static_cast<double>(world.stage_revenue[stage]); }, units);
    stages.push_back({models::name_of(static_cast<models::Stage>(stage)), drawn.mean(cash), drawn.mean(revenue)});
  }
  cost("fixed_costs", answer.fixed_costs);
  cost("interest", answer.interest);
  return stages;
}

/// What customers paid, less what they were given back.
void fill_revenue(const PlanTallies& plan, const DrawnWorlds& drawn, double units, PlanAnswer& answer) {
  answer.revenue = drawn.mean(by_world(
      plan.worlds,
      [](const PlanOutcome& world) {
        double sum = 0;
        for (const std::int64_t month : world.revenue) sum += static_cast<double>(month);
        return sum;
      },
      units));
  for (std::size_t month = 0; month < static_cast<std::size_t>(plan.months); ++month)
    answer.revenue_by_month.push_back(drawn.mean(by_world(
        plan.worlds, [month](const PlanOutcome& world) { return static_cast<double>(world.revenue[month]); }, units)));
}

/// The customers of whom something may still come, with no more luck of lives than the whole plan has.
void fill_active(const PlanTallies& plan, const DrawnWorlds& drawn, PlanAnswer& answer) {
  for (std::size_t month = 0; month < static_cast<std::size_t>(plan.months); ++month) {
    const OfWorld active = [month](const PlanOutcome& world) { return static_cast<double>(world.active[month]); };
    const double luck = luck_of_lives(
        plan, active, [month](const PlanPair& pair) { return static_cast<double>(pair.active[month]); }, 1);
    const Distribution distribution = distribution_of(with_luck_of_all(by_world(plan.worlds, active), luck, plan.lived_share), drawn);
    answer.active.push_back({static_cast<int>(month) + 1, distribution.mean, distribution.quantiles});
  }
}

Shortage shortage_of(const PlanTallies& plan, const DrawnWorlds& drawn, double units) {
  Shortage shortage;
  Values is_short(plan.worlds.size(), 0.0), customers = is_short, profit = is_short, run_off = is_short;
  for (std::size_t i = 0; i < plan.short_worlds.size(); ++i) {
    const std::size_t world = plan.short_worlds[i];
    const PlanOutcome &lived = plan.worlds[world], &free = plan.with_all_cash[i];
    is_short[world] = 1;
    customers[world] = static_cast<double>(free.customers() - lived.customers());
    profit[world] = static_cast<double>(free.profit() - lived.profit()) / units;
    run_off[world] = static_cast<double>(free.run_off - lived.run_off) / units;
  }
  const Estimate share = equally(is_short, drawn).share_at_most(0.5);
  shortage.p = {1 - share.value, share.se};
  shortage.customers_lost = drawn.mean(customers);
  shortage.profit_lost = drawn.mean(profit);
  shortage.run_off_lost = drawn.mean(run_off);
  return shortage;
}

Values peak_funding(const std::vector<PlanWorldRow>& worlds) {
  Values peaks;
  for (const PlanWorldRow& world : worlds) peaks.push_back(world.peak_funding);
  return peaks;
}

void fill_cash(const PlanTallies& plan, const DrawnWorlds& drawn, double units, PlanAnswer& answer) {
  const auto profit_of = [](const PlanOutcome& world) { return static_cast<double>(world.profit()); };
  const double luck = luck_of_lives(
      plan, profit_of, [](const PlanPair& pair) { return static_cast<double>(pair.profit); }, units);
  const double all = variance_of(by_world(plan.worlds, profit_of, units));
  for (int month = 1; month <= plan.months; ++month) {
    const Values lived = by_world(
        plan.worlds, [&](const PlanOutcome& world) { return static_cast<double>(world.cash[static_cast<std::size_t>(month - 1)]); }, units);
    // Luck has the same share in every month as in the end.
    const double share = all > 0 ? std::min(1.0, luck / all) : 0;
    const Distribution distribution = distribution_of(with_luck_of_all(lived, share * variance_of(lived), plan.lived_share), drawn);
    answer.cash.push_back({month, distribution.mean, distribution.quantiles});
  }
}

/// Where there is cash to run out of.
void fill_limits(const PlanTallies& plan, const DrawnWorlds& drawn, double units, PlanAnswer& answer) {
  fill_ruin(plan, drawn, answer);
  answer.lowest_cash =
      distribution_of(by_world(
                          plan.worlds, [](const PlanOutcome& world) { return static_cast<double>(world.lowest_cash); }, units),
                      drawn);
  answer.shortage = shortage_of(plan, drawn, units);
}

void fill_totals(const PlanTallies& plan, const DrawnWorlds& drawn, double units, PlanAnswer& answer) {
  const auto of_channels = [&](double (*of)(const PlanChannel&), double unit) {
    return by_world(
        plan.worlds,
        [of](const PlanOutcome& world) {
          double sum = 0;
          for (const PlanChannel& channel : world.channels) sum += of(channel);
          return sum;
        },
        unit);
  };
  const auto money = [&](std::int64_t PlanOutcome::*what) {
    return by_world(
        plan.worlds, [what](const PlanOutcome& world) { return static_cast<double>(world.*what); }, units);
  };
  const Values customers = by_world(plan.worlds, [](const PlanOutcome& world) { return static_cast<double>(world.customers()); });
  const Values acquisition = of_channels([](const PlanChannel& channel) { return static_cast<double>(channel.acquisition); }, units);
  Values loaded = money(&PlanOutcome::marketing_costs);
  for (std::size_t w = 0; w < loaded.size(); ++w) loaded[w] += acquisition[w];
  answer.customers = drawn.mean(customers);
  answer.leads = drawn.mean(of_channels([](const PlanChannel& channel) { return channel.leads; }, 1));
  answer.acquisition = drawn.mean(acquisition);
  answer.fixed_costs = drawn.mean(money(&PlanOutcome::fixed_costs));
  answer.interest = drawn.mean(money(&PlanOutcome::interest));
  answer.cac = drawn.ratio(acquisition, customers);
  answer.fully_loaded_cac = drawn.ratio(loaded, customers);
}

}  // namespace

// Levels are not exact in binary: of 300 worlds, 30 lie beyond 90 %.
double worlds_in_tail(double level, double worlds) { return std::round((1 - level) * worlds * 1e6) / 1e6; }

PlanAnswer plan_answer(const Tallies& tallies, const std::vector<std::string>& channels) {
  const PlanTallies& plan = *tallies.plan;
  const DrawnWorlds drawn(tallies.dims);
  const double units = static_cast<double>(tallies.units_per_currency);
  PlanAnswer answer;
  answer.months = plan.months;
  answer.lived_share = plan.lived_share;

  const OfWorld profit_of = [](const PlanOutcome& world) { return static_cast<double>(world.profit()); };
  const OfWorld npv_of = [](const PlanOutcome& world) { return world.npv; };
  const OfWorld run_off_of = [](const PlanOutcome& world) { return static_cast<double>(world.run_off); };
  const OfWorld run_off_npv_of = [](const PlanOutcome& world) { return world.run_off_npv; };
  const auto with_luck = [&](const OfWorld& of, const std::function<double(const PlanPair&)>& of_pair) {
    return with_luck_of_all(by_world(plan.worlds, of, units), luck_of_lives(plan, of, of_pair, units), plan.lived_share);
  };
  const WorldNumbers profit = with_luck(profit_of, [](const PlanPair& pair) { return static_cast<double>(pair.profit); });
  const WorldNumbers run_off = with_luck(run_off_of, [](const PlanPair& pair) { return static_cast<double>(pair.run_off); });
  answer.profit = distribution_of(profit, drawn);
  answer.npv = distribution_of(with_luck(npv_of, [](const PlanPair& pair) { return pair.npv; }), drawn);
  answer.run_off_profit = distribution_of(run_off, drawn);
  answer.run_off_npv = distribution_of(with_luck(run_off_npv_of, [](const PlanPair& pair) { return pair.run_off_npv; }), drawn);
  answer.p_loss = equally(profit.whole, drawn).share_below(0);
  answer.run_off_p_loss = equally(run_off.whole, drawn).share_below(0);
  for (const double level : {0.9, 0.95, 0.99}) answer.tails.push_back(tail_of(profit, drawn, level));
  answer.variance = plan_variance(tallies);

  fill_cash(plan, drawn, units, answer);
  answer.worlds = plan_world_rows(plan, units);
  answer.peak_funding = distribution_of(peak_funding(answer.worlds), drawn);
  const auto even = [&](int PlanOutcome::*month) {
    return break_even_of(equally(by_world(plan.worlds, [month](const PlanOutcome& world) { return month_or_never(world.*month); }), drawn),
                         plan.months);
  };
  answer.break_even = even(&PlanOutcome::break_even);
  answer.lasting_break_even = even(&PlanOutcome::lasting_break_even);
  if (plan.has_cash) fill_limits(plan, drawn, units, answer);

  fill_revenue(plan, drawn, units, answer);
  fill_active(plan, drawn, answer);
  fill_totals(plan, drawn, units, answer);
  answer.by_stage = stages_of(tallies, drawn, answer, units);
  const std::size_t ages = ages_of(plan);
  for (std::size_t month = 0; month < static_cast<std::size_t>(plan.months); ++month)
    answer.cohorts.push_back(cohort_answer(tallies, drawn, month, ages, units));
  for (std::size_t c = 0; c < channels.size(); ++c) answer.channels.push_back(channel_answer(plan, drawn, c, channels[c], units));
  return answer;
}

}  // namespace valuescale::results
