#include "results/sheets/summary_sheet.hpp"

#include "results/sheets/plan_sheets.hpp"
#include "results/sheets/summary_rows.hpp"
#include "results/sheets/views.hpp"

#include <cmath>
#include <utility>

namespace valuescale::results {
namespace {

void add_run(SheetRows& rows, const Answer& answer) {
  const auto fact = [&rows](const std::string& name, Cell value) {
    rows.add({text("run"), text(""), text(""), text(name), text(""), std::move(value), {}, {}, {}});
  };
  fact("title", text(answer.title));
  fact("program_version", text(answer.program_version));
  fact("scenario_hash", text(answer.scenario_hash));
  fact("seed", identifier(answer.seed));
  fact("worlds", whole(answer.worlds));
  fact("sampling", text(answer.worlds_are_stratified ? "stratified" : "independent"));
  fact("customers", whole(answer.customers));
  fact("worlds_without_customers", whole(answer.worlds_without_customers));
  fact("horizon", text(answer.horizon_label));
  fact("discount_rate", text(answer.rate_label));
  fact("interrupted", whole(answer.interrupted ? 1 : 0));
  for (const auto& warning : answer.warnings) fact("warning", text(warning));
}

/// Writes the numbers of one view.
class ViewRows : SummaryRows {
 public:
  ViewRows(SheetRows& rows, const SheetUnits& units, const NamedView& of) : SummaryRows(rows, units, of.group, of.name, of.view), of_(of) {}

  void add() {
    const ViewAnswer& numbers = *of_.numbers;
    const std::pair<const char*, const Distribution*> metrics[] = {
        {"profit", &numbers.profit}, {"npv", &numbers.npv}, {"cac", &numbers.cac}, {"ltv", &numbers.ltv}};
    for (const auto& [name, metric] : metrics) {
      estimate(name + std::string("_mean"), Measure::money, metric->mean);
      plain(name + std::string("_sd"), Measure::money, metric->sd);
    }
    interval("ltv_cac", Measure::ratio, numbers.ltv_cac);
    estimate("p_loss", Measure::share, numbers.p_loss);
    curve("payback_first", numbers.payback.first);
    curve("payback_lasting", numbers.payback.lasting);
    plain("cohort_payback", Measure::steps, numbers.payback.cohort.step);
    plain("cohort_payback_05", Measure::steps, numbers.payback.cohort.lo);
    plain("cohort_payback_95", Measure::steps, numbers.payback.cohort.hi);
    part("first_sale", numbers.first_sale);
    part("front_end", numbers.front_end);
    part("back_end", numbers.back_end);
    estimate("purchases_mean", Measure::count, numbers.purchases);
    estimate("active", Measure::share, numbers.active);
    plain("late_ltv_share", Measure::share, numbers.late_ltv_share);
  }

 private:
  void curve(const std::string& name, const PaybackCurve& curve) {
    estimate(name + "_ever", Measure::share, curve.ever);
    estimate(name + "_never", Measure::share, curve.never);
    estimate(name + "_open", Measure::share, curve.open);
    interval(name + "_median", Measure::steps, curve.median);
  }

  void part(const std::string& name, const FrontPart& part) {
    estimate(name + "_mean", Measure::money, part.mean);
    if (!std::isnan(part.p_nonnegative.value)) estimate(name + "_p_nonnegative", Measure::share, part.p_nonnegative);
  }

  const NamedView& of_;
};

void add_cohort(SheetRows& rows, const SheetUnits& units, const Cohort& cohort) {
  const auto add = [&](const std::string& name, Cell value, Cell se) {
    const std::string unit = unit_of(value.measure, units);
    rows.add({text("cohort"), text(""), text("customer"), text(name), text(unit), std::move(value), std::move(se), {}, {}});
  };
  add("n", whole(cohort.n), {});
  add("profit_mean", number(cohort.mean, Measure::money), {});
  add("profit_sd", number(cohort.sd, Measure::money), {});
  add("p_loss", number(cohort.p_loss.value, Measure::share), number(cohort.p_loss.se, Measure::share));
}

}  // namespace

Sheet summary_sheet(const Answer& answer) {
  const SheetUnits units{answer.currency, answer.step};
  SheetRows rows;
  add_run(rows, answer);
  for (const NamedView& of : views_of(answer)) ViewRows(rows, units, of).add();
  if (answer.cohort) add_cohort(rows, units, *answer.cohort);
  add_plan_summary(rows, answer);
  return rows.sheet("summary", "a number, whose it is, and the error of its simulation",
                    {{"group"},
                     {"name"},
                     {"view"},
                     {"number"},
                     {"unit"},
                     {"value", Measure::number},
                     {"standard_error", Measure::number},
                     {"lower_95", Measure::number},
                     {"upper_95", Measure::number}});
}

}  // namespace valuescale::results
