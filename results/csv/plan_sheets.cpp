#include "results/csv/plan_sheets.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace valuescale::results {
namespace {

/// 5 % is "05", as in the other tables.
std::string percent(double level) { return fmt::format("{:02g}", 100 * level); }

Estimate at(const std::vector<Estimate>& curve, std::size_t month) { return month < curve.size() ? curve[month] : Estimate{}; }

void fan(Row& row, const std::string& name, const PlanMonth& month) {
  row.estimate(name + "_mean", month.mean);
  for (const auto& [level, quantile] : month.quantiles) row.interval(name + "_" + percent(level), quantile);
}

Sheet months(const PlanAnswer& plan) {
  return sheet_of("plan_months", plan.cash, [&plan](Row& row, const PlanMonth& month, std::size_t m) {
    row.cell("month", std::to_string(month.month));
    fan(row, "cash", month);
    row.estimate("revenue", at(plan.revenue_by_month, m));
    fan(row, "active", m < plan.active.size() ? plan.active[m] : PlanMonth{});
    row.estimate("broken_even", at(plan.break_even.cdf, m));
    row.estimate("broken_even_for_good", at(plan.lasting_break_even.cdf, m));
    row.estimate("ruined", at(plan.ruin_cdf, m));
  });
}

Sheet channels(const PlanAnswer& plan) {
  return sheet_of("plan_channels", plan.channels, [](Row& row, const PlanChannelAnswer& channel, std::size_t) {
    row.cell("channel", csv_text(channel.name));
    row.estimate("leads", channel.leads);
    row.estimate("customers", channel.customers);
    row.estimate("acquisition", channel.acquisition);
    row.estimate("cac", channel.cac);
    row.estimate("revenue", channel.revenue);
    row.estimate("contribution", channel.contribution);
    row.estimate("whole_contribution", channel.whole_contribution);
    row.estimate("profit_mean", channel.profit.mean);
    row.number("profit_sd", channel.profit.sd);
    for (const auto& [level, quantile] : channel.profit.quantiles) row.interval("profit_" + percent(level), quantile);
    row.estimate("roi", channel.roi);
    row.estimate("plan_profit_mean", channel.plan_profit.mean);
    row.number("plan_profit_sd", channel.plan_profit.sd);
    for (const auto& [level, quantile] : channel.plan_profit.quantiles) row.interval("plan_profit_" + percent(level), quantile);
    const auto even = [&row](const std::string& name, const BreakEven& when) {
      row.estimate(name + "_ever", when.ever);
      row.estimate(name + "_never", when.never);
      row.interval(name + "_median", when.median, &csv_time);
      for (const auto& [level, quantile] : when.quantiles) row.interval(name + "_" + percent(level), quantile, &csv_time);
    };
    even("break_even", channel.break_even);
    even("lasting_break_even", channel.lasting_break_even);
  });
}

Sheet cohorts(const PlanAnswer& plan) {
  return sheet_of("plan_cohorts", plan.cohorts, [](Row& row, const PlanCohortAnswer& cohort, std::size_t) {
    row.cell("month", std::to_string(cohort.month));
    row.estimate("customers", cohort.customers);
    row.estimate("acquisition", cohort.acquisition);
    row.estimate("contribution", cohort.contribution);
    row.estimate("payback_ever", cohort.ever);
    row.interval("payback_median", cohort.median, &csv_time);
    row.cell("complete", cohort.is_complete ? "1" : "0");
  });
}

/// What each world assumed stands beside what came of it, to be plotted one against the other.
Sheet worlds(const PlanAnswer& plan, const std::vector<AssumptionColumn>& assumptions) {
  return sheet_of("plan_worlds", plan.worlds, [&assumptions](Row& row, const PlanWorldRow& world, std::size_t w) {
    row.cell("world", std::to_string(w));
    row.cell("customers", std::to_string(world.customers));
    row.number("profit", world.profit);
    row.number("npv", world.npv);
    row.number("run_off_profit", world.run_off_profit);
    row.number("run_off_npv", world.run_off_npv);
    row.number("peak_funding", world.peak_funding);
    row.time("break_even", world.break_even);
    row.time("lasting_break_even", world.lasting_break_even);
    row.number("lowest_cash", world.lowest_cash);
    row.time("ruin", world.ruin);
    row.cell("was_short", world.was_short ? "1" : "0");
    for (const AssumptionColumn& column : assumptions)
      row.number(csv_text(column.path), w < column.values.size() ? column.values[w] : kMissing);
  });
}

/// Writes the plan's single numbers, one a row.
class Summary {
 public:
  Summary(Sheet& sheet, const Answer& answer) : sheet_(sheet), plan_(*answer.plan), money_(csv_text(answer.currency)) {}

  void add() {
    plain("lived_share", "1", plan_.lived_share);
    for (const auto& [name, distribution] : distributions_of(plan_)) {
      estimate(fmt::format("{}_mean", name), money_, distribution->mean);
      plain(fmt::format("{}_sd", name), money_, distribution->sd);
    }
    estimate("p_loss", "1", plan_.p_loss);
    estimate("run_off_p_loss", "1", plan_.run_off_p_loss);
    for (const Tail& tail : plan_.tails) {
      interval("var_" + percent(tail.level), money_, tail.var);
      interval("cvar_" + percent(tail.level), money_, tail.cvar);
    }
    break_even("break_even", plan_.break_even);
    break_even("lasting_break_even", plan_.lasting_break_even);
    limited_cash();
    totals();
    variance();
  }

 private:
  void row(const std::string& number, const std::string& unit, const std::string& value, const std::string& se, const std::string& lo,
           const std::string& hi) {
    sheet_.add({"plan", "", "", number, unit, value, se, lo, hi});
  }
  void plain(const std::string& number, const std::string& unit, double value) { row(number, unit, csv_number(value), "", "", ""); }
  void estimate(const std::string& number, const std::string& unit, const Estimate& one) {
    row(number, unit, csv_number(one.value), csv_number(one.se), "", "");
  }
  void interval(const std::string& number, const std::string& unit, const Interval& one, std::string (*write)(double) = &csv_number) {
    row(number, unit, write(one.value), "", write(one.lo), write(one.hi));
  }

  void break_even(const std::string& name, const BreakEven& even) {
    estimate(name + "_ever", "1", even.ever);
    estimate(name + "_never", "1", even.never);
    interval(name + "_median", "month", even.median, &csv_time);
  }

  void limited_cash() {
    if (plan_.p_ruin) ruin(*plan_.p_ruin);
    if (!plan_.shortage) return;
    estimate("p_short", "1", plan_.shortage->p);
    estimate("customers_lost", "1", plan_.shortage->customers_lost);
    estimate("profit_lost", money_, plan_.shortage->profit_lost);
    estimate("run_off_lost", money_, plan_.shortage->run_off_lost);
  }

  void ruin(const Estimate& p) {
    if (!plan_.ruin_sampling) return estimate("p_ruin", "1", p);
    const RuinSampling& sampling = *plan_.ruin_sampling;
    row("p_ruin", "1", csv_number(p.value), csv_number(p.se), csv_number(sampling.p.lo), csv_number(sampling.p.hi));
    plain("p_ruin_effective_worlds", "1", sampling.effective);
  }

  void totals() {
    estimate("revenue", money_, plan_.revenue);
    estimate("leads", "1", plan_.leads);
    estimate("customers", "1", plan_.customers);
    estimate("acquisition", money_, plan_.acquisition);
    estimate("fixed_costs", money_, plan_.fixed_costs);
    estimate("interest", money_, plan_.interest);
    estimate("cac", money_, plan_.cac);
    estimate("fully_loaded_cac", money_, plan_.fully_loaded_cac);
  }

  void variance() {
    const std::string squared = money_ + "^2";
    interval("variance_luck", squared, plan_.variance.luck);
    interval("variance_unknowns", squared, plan_.variance.unknowns);
    interval("variance_shocks", squared, plan_.variance.shocks);
    interval("variance_interaction", squared, plan_.variance.interaction);
    interval("variance_total", squared, plan_.variance.total);
  }

  Sheet& sheet_;
  const PlanAnswer& plan_;
  const std::string money_;
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
  const PlanAnswer plan = answer.plan.value_or(PlanAnswer{});
  return {months(plan), channels(plan), cohorts(plan), worlds(plan, answer.assumptions)};
}

void add_plan_summary(Sheet& summary, const Answer& answer) {
  if (answer.plan) Summary(summary, answer).add();
}

}  // namespace valuescale::results
