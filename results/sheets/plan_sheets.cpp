#include "results/sheets/plan_sheets.hpp"

#include "results/sheets/summary_rows.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace valuescale::results {
namespace {

/// 5 % is "05", as in the other tables.
std::string percent(double level) { return fmt::format("{:02g}", 100 * level); }

Estimate at(const std::vector<Estimate>& curve, std::size_t month) { return month < curve.size() ? curve[month] : Estimate{}; }

void fan(Row& row, const std::string& name, const PlanMonth& month, Measure measure) {
  row.estimate(name + "_mean", month.mean, measure);
  for (const auto& [level, quantile] : month.quantiles) row.interval(name + "_" + percent(level), quantile, measure);
}

Sheet months(const PlanAnswer& plan) {
  return sheet_of("plan_months", "the business at the end of each month", plan.cash,
                  [&plan](Row& row, const PlanMonth& month, std::size_t m) {
                    row.cell("month", whole(month.month, Measure::months));
                    fan(row, "cash", month, Measure::money);
                    row.estimate("revenue", at(plan.revenue_by_month, m), Measure::money);
                    fan(row, "active", m < plan.active.size() ? plan.active[m] : PlanMonth{}, Measure::count);
                    row.estimate("broken_even", at(plan.break_even.cdf, m), Measure::share);
                    row.estimate("broken_even_for_good", at(plan.lasting_break_even.cdf, m), Measure::share);
                    row.estimate("ruined", at(plan.ruin_cdf, m), Measure::share);
                  });
}

Sheet channels(const PlanAnswer& plan) {
  return sheet_of("plan_channels", "what each channel costs and brings", plan.channels,
                  [](Row& row, const PlanChannelAnswer& channel, std::size_t) {
                    row.cell("channel", text(channel.name));
                    row.estimate("leads", channel.leads, Measure::count);
                    row.estimate("customers", channel.customers, Measure::count);
                    row.estimate("acquisition", channel.acquisition, Measure::money);
                    row.estimate("cac", channel.cac, Measure::money);
                    row.estimate("revenue", channel.revenue, Measure::money);
                    row.estimate("contribution", channel.contribution, Measure::money);
                    row.estimate("whole_contribution", channel.whole_contribution, Measure::money);
                    const auto profit = [&row](const std::string& name, const Distribution& distribution) {
                      row.estimate(name + "_mean", distribution.mean, Measure::money);
                      row.number(name + "_sd", distribution.sd, Measure::money);
                      for (const auto& [level, quantile] : distribution.quantiles)
                        row.interval(name + "_" + percent(level), quantile, Measure::money);
                    };
                    profit("profit", channel.profit);
                    row.estimate("roi", channel.roi, Measure::ratio);
                    profit("plan_profit", channel.plan_profit);
                    const auto even = [&row](const std::string& name, const BreakEven& when) {
                      row.estimate(name + "_ever", when.ever, Measure::share);
                      row.estimate(name + "_never", when.never, Measure::share);
                      row.interval(name + "_median", when.median, Measure::months);
                      for (const auto& [level, quantile] : when.quantiles)
                        row.interval(name + "_" + percent(level), quantile, Measure::months);
                    };
                    even("break_even", channel.break_even);
                    even("lasting_break_even", channel.lasting_break_even);
                  });
}

Sheet cohorts(const PlanAnswer& plan) {
  return sheet_of("plan_cohorts", "who was won in each month, and what comes of them", plan.cohorts,
                  [](Row& row, const PlanCohortAnswer& cohort, std::size_t) {
                    row.cell("month", whole(cohort.month, Measure::months));
                    row.estimate("customers", cohort.customers, Measure::count);
                    row.estimate("acquisition", cohort.acquisition, Measure::money);
                    row.estimate("contribution", cohort.contribution, Measure::money);
                    row.estimate("payback_ever", cohort.ever, Measure::share);
                    row.interval("payback_median", cohort.median, Measure::months);
                    row.flag("complete", cohort.is_complete);
                  });
}

Sheet cohort_ages(const PlanAnswer& plan) {
  SheetRows rows;
  const auto describe = [](Row& row, int month, std::size_t age, const CohortAge& at) {
    row.cell("month", whole(month, Measure::months));
    row.cell("age", whole(static_cast<std::int64_t>(age), Measure::months));
    row.estimate("earned", at.earned, Measure::share);
    row.estimate("paid_back", at.paid_back, Measure::share);
  };
  Row headings;
  describe(headings, 1, 1, {});
  for (const PlanCohortAnswer& cohort : plan.cohorts)
    for (std::size_t age = 0; age < cohort.by_age.size(); ++age) {
      Row row;
      describe(row, cohort.month, age + 1, cohort.by_age[age]);
      rows.add(std::move(row.cells()));
    }
  return rows.sheet("plan_cohort_ages", "what those won in a month have earned back by each month of theirs", headings.columns());
}

/// What each world assumed stands beside what came of it, to be plotted one against the other.
Sheet worlds(const PlanAnswer& plan, const std::vector<AssumptionColumn>& assumptions) {
  const auto describe = [&assumptions](Row& row, const PlanWorldRow& world, std::size_t w) {
    row.cell("world", whole(static_cast<std::int64_t>(w), Measure::number));
    row.cell("customers", whole(world.customers));
    row.number("profit", world.profit, Measure::money);
    row.number("npv", world.npv, Measure::money);
    row.number("run_off_profit", world.run_off_profit, Measure::money);
    row.number("run_off_npv", world.run_off_npv, Measure::money);
    row.number("peak_funding", world.peak_funding, Measure::money);
    row.number("break_even", world.break_even, Measure::months);
    row.number("lasting_break_even", world.lasting_break_even, Measure::months);
    row.number("lowest_cash", world.lowest_cash, Measure::money);
    row.number("ruin", world.ruin, Measure::months);
    row.flag("was_short", world.was_short);
    row.assumptions(assumptions, w);
  };
  return sheet_of("plan_worlds", "what each world assumed, and what the plan came to in it", plan.worlds, describe);
}

/// Writes the plan's single numbers, one a row.
class Summary : SummaryRows {
 public:
  Summary(SheetRows& rows, const Answer& answer) : SummaryRows(rows, {answer.currency, answer.step}, "plan", "", ""), plan_(*answer.plan) {}

  void add() {
    plain("lived_share", Measure::share, plan_.lived_share);
    for (const auto& [name, distribution] : distributions_of(plan_)) {
      estimate(fmt::format("{}_mean", name), Measure::money, distribution->mean);
      plain(fmt::format("{}_sd", name), Measure::money, distribution->sd);
    }
    estimate("p_loss", Measure::share, plan_.p_loss);
    estimate("run_off_p_loss", Measure::share, plan_.run_off_p_loss);
    for (const Tail& tail : plan_.tails) {
      interval("var_" + percent(tail.level), Measure::money, tail.var);
      interval("cvar_" + percent(tail.level), Measure::money, tail.cvar);
    }
    break_even("break_even", plan_.break_even);
    break_even("lasting_break_even", plan_.lasting_break_even);
    limited_cash();
    totals();
    variance();
  }

 private:
  void break_even(const std::string& name, const BreakEven& even) {
    estimate(name + "_ever", Measure::share, even.ever);
    estimate(name + "_never", Measure::share, even.never);
    interval(name + "_median", Measure::months, even.median);
  }

  void limited_cash() {
    if (plan_.p_ruin) ruin(*plan_.p_ruin);
    if (!plan_.shortage) return;
    estimate("p_short", Measure::share, plan_.shortage->p);
    estimate("customers_lost", Measure::count, plan_.shortage->customers_lost);
    estimate("profit_lost", Measure::money, plan_.shortage->profit_lost);
    estimate("run_off_lost", Measure::money, plan_.shortage->run_off_lost);
  }

  void ruin(const Estimate& p) {
    if (!plan_.ruin_sampling) return estimate("p_ruin", Measure::share, p);
    const RuinSampling& sampling = *plan_.ruin_sampling;
    row("p_ruin", Measure::share, p.value, p.se, sampling.p.lo, sampling.p.hi);
    plain("p_ruin_effective_worlds", Measure::count, sampling.effective);
  }

  void totals() {
    estimate("revenue", Measure::money, plan_.revenue);
    estimate("leads", Measure::count, plan_.leads);
    estimate("customers", Measure::count, plan_.customers);
    estimate("acquisition", Measure::money, plan_.acquisition);
    estimate("fixed_costs", Measure::money, plan_.fixed_costs);
    estimate("interest", Measure::money, plan_.interest);
    estimate("cac", Measure::money, plan_.cac);
    estimate("fully_loaded_cac", Measure::money, plan_.fully_loaded_cac);
  }

  void variance() {
    interval("variance_luck", Measure::squared_money, plan_.variance.luck);
    interval("variance_unknowns", Measure::squared_money, plan_.variance.unknowns);
    interval("variance_shocks", Measure::squared_money, plan_.variance.shocks);
    interval("variance_interaction", Measure::squared_money, plan_.variance.interaction);
    interval("variance_total", Measure::squared_money, plan_.variance.total);
  }

  const PlanAnswer& plan_;
  const SheetUnits units_;
};

}  // namespace

std::vector<std::pair<const char*, const Distribution*>> distributions_of(const PlanAnswer& plan) {
  std::vector<std::pair<const char*, const Distribution*>> all{{"profit", &plan.profit},
                                                               {"npv", &plan.npv},
                                                               {"run_off_profit", &plan.run_off_profit},
                                                               {"run_off_npv", &plan.run_off_npv},
                                                               {"peak_funding", &plan.peak_funding}};
  if (plan.lowest_cash) all.push_back({"lowest_cash", &*plan.lowest_cash});
  return all;
}

std::vector<Sheet> plan_sheets(const Answer& answer) {
  static const PlanAnswer kNone;
  const PlanAnswer& plan = answer.plan ? *answer.plan : kNone;
  return {months(plan), channels(plan), cohorts(plan), cohort_ages(plan), worlds(plan, answer.assumptions)};
}

void add_plan_summary(SheetRows& summary, const Answer& answer) {
  if (answer.plan) Summary(summary, answer).add();
}

}  // namespace valuescale::results
