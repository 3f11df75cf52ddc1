#include "results/terminal/plan_in_words.hpp"

#include "results/answer/plan.hpp"
#include "results/terminal/amounts.hpp"
#include "results/terminal/page.hpp"
#include "results/terminal/picture.hpp"
#include "results/terminal/quantiles.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {
namespace {

// From amounts of this size on nobody counts what is less than a unit of currency.
constexpr double kLarge = 10'000;
// Months of a plan that a table shows at most.
constexpr int kMonthsShown = 6;

/// Amounts of the size that a plan has.
Amounts plan_amounts(const Answer& answer, const Style& style) {
  const Amounts amounts(answer, style);
  double largest = std::abs(answer.plan->acquisition.value);
  for (const auto& [level, profit] : answer.plan->profit.quantiles) largest = std::max(largest, std::abs(profit.value));
  return largest >= kLarge ? amounts.whole() : amounts;
}

/// About evenly spaced, the last one included.
std::vector<int> months_shown(int months) {
  std::vector<int> shown;
  const int rows = std::min(months, kMonthsShown);
  for (int row = 1; row <= rows; ++row) shown.push_back(row * months / rows);
  return shown;
}

/// Builds the plan's part of the answer section by section.
class PlanPage : private Page {
 public:
  PlanPage(const Answer& answer, const Style& style)
      : Page(style), answer_(answer), plan_(*answer.plan), amounts_(plan_amounts(answer, style)), exact_(answer, style) {}

  std::string text();

 private:
  void what_it_is();
  std::string how_it_was_lived() const;
  void what_it_comes_to();
  void money_on_the_way();
  void month_by_month();
  void breaking_even();
  void running_short();
  void what_a_shortage_costs(const Shortage& shortage);
  void how_ruin_was_found(const RuinSampling& sampling);
  void worst_worlds();
  void why_it_is_uncertain();
  void channels();
  void channels_within_the_plan();
  void still_active();
  void cohorts();
  void stages();

  std::string at(const Distribution& distribution, double level) const;
  std::string nine_in_ten(const Distribution& distribution) const;
  std::string with_interval(const Interval& interval) const;
  std::string half_by(const Interval& month) const;
  std::string end() const { return fmt::format("month {}", plan_.months); }
  std::string life() const { return printable(answer_.horizon_label); }

  const Answer& answer_;
  const PlanAnswer& plan_;
  const Amounts amounts_;  ///< of the business
  const Amounts exact_;    ///< of one customer
};

std::string PlanPage::at(const Distribution& distribution, double level) const {
  const Interval* found = find_quantile(distribution.quantiles, level);
  return amounts_.bare_money(found ? found->value : kMissing);
}

std::string PlanPage::nine_in_ten(const Distribution& distribution) const {
  return fmt::format("{} to {} {}", at(distribution, 0.05), at(distribution, 0.95), printable(answer_.currency));
}

std::string PlanPage::with_interval(const Interval& interval) const {
  if (!std::isfinite(interval.lo) || !std::isfinite(interval.hi)) return amounts_.bare_money(interval.value);
  return fmt::format("{} ({} to {})", amounts_.bare_money(interval.value), amounts_.bare_money(interval.lo),
                     amounts_.bare_money(interval.hi));
}

std::string PlanPage::how_it_was_lived() const {
  if (answer_.worlds < 2) return "The business is lived once, in a single world: how differently it might go is not seen.";
  return fmt::format(
      "The business is lived once in each of {} worlds, which differ in {}. \"From\" and \"to\" hold 90 % of worlds; more simulation "
      "doesn't narrow "
      "that.",
      count_text(answer_.worlds),
      answer_.worlds_interval ? "luck and what you don't know together" : "luck alone, as the file claims to know everything exactly");
}

void PlanPage::what_it_is() {
  heading(fmt::format("The plan: {} month{} of the business", plan_.months, plan_.months == 1 ? "" : "s"));
  paragraph(how_it_was_lived() + " Taxes are left out.");
  if (plan_.lived_share < 1)
    paragraph(fmt::format(
        "Not all of its customers were simulated: each stands for {}.",
        plan_.lived_share > 1e-3 ? fmt::format("{:.3g}", 1 / plan_.lived_share) : count_text(std::llround(1 / plan_.lived_share))));
  blank();
}

void PlanPage::what_it_comes_to() {
  Table table({"what it earns", "until " + end(), "with run-off"});
  const auto row = [&](const std::string& name, const std::string& until_end, const std::string& with_run_off) {
    table.add({name, until_end, with_run_off});
  };
  const auto over_worlds = [&](const Distribution& until_end, const Distribution& with_run_off) {
    row("  from", at(until_end, 0.05), at(with_run_off, 0.05));
    row("  half of worlds below", at(until_end, 0.5), at(with_run_off, 0.5));
    row("  to", at(until_end, 0.95), at(with_run_off, 0.95));
  };
  row("profit, on average", amounts_.bare_money(plan_.profit.mean), amounts_.bare_money(plan_.run_off_profit.mean));
  over_worlds(plan_.profit, plan_.run_off_profit);
  row("P(it loses money)", amounts_.share(plan_.p_loss), amounts_.share(plan_.run_off_p_loss));
  row(fmt::format("discounted, {} (NPV)", printable(answer_.rate_label)), amounts_.bare_money(plan_.npv.mean),
      amounts_.bare_money(plan_.run_off_npv.mean));
  over_worlds(plan_.npv, plan_.run_off_npv);
  add(table.text(style()));
  paragraph(
      fmt::format("Run-off is what customers still bring after {}, each to the end of {}: nobody new is won, and no fixed costs are paid.",
                  end(), life()));
}

void PlanPage::money_on_the_way() {
  heading("How much money it needs on the way");
  fact("at the worst moment (peak funding)", amounts_.money(plan_.peak_funding.mean));
  fact("  in 90 % of worlds", nine_in_ten(plan_.peak_funding));
  if (plan_.p_ruin) paragraph("This is what it would need never to be short: starting cash, credit and interest are left out.");
  const std::string picture = cash_picture(plan_.cash, amounts_, style());
  if (!picture.empty()) {
    blank();
    paragraph("Received less paid since the start, month by month: the middle world, half of worlds and 90 % of worlds around it:");
    add(picture);
  }
  blank();
  month_by_month();
}

void PlanPage::month_by_month() {
  std::vector<std::string> headings{"after month", "received less paid", "from", "to", "has broken even"};
  if (plan_.p_ruin) headings.push_back("is ruined");
  Table table(std::move(headings));
  for (const int month : months_shown(plan_.months)) {
    const auto m = static_cast<std::size_t>(month - 1);
    const PlanMonth& cash = plan_.cash[m];
    const Distribution distribution{cash.mean, kMissing, cash.quantiles};
    std::vector<std::string> row{std::to_string(month), amounts_.bare_money(cash.mean), at(distribution, 0.05), at(distribution, 0.95),
                                 amounts_.share(plan_.break_even.cdf[m])};
    if (plan_.p_ruin) row.push_back(amounts_.share(plan_.ruin_cdf[m]));
    table.add(std::move(row));
  }
  add(table.text(style()));
}

std::string PlanPage::half_by(const Interval& month) const {
  const auto name = [](double m) { return std::isinf(m) ? std::string("never") : fmt::format("month {:g}", m); };
  const bool is_certain = std::isnan(month.lo) || std::isnan(month.hi) || month.lo == month.hi;
  const std::string interval = is_certain ? "" : fmt::format(" ({} to {})", name(month.lo), name(month.hi));
  if (std::isinf(month.value)) return fmt::format("never: fewer than half until {}{}", end(), interval);
  return name(month.value) + interval;
}

void PlanPage::breaking_even() {
  const BreakEven& even = plan_.break_even;
  heading("When it breaks even");
  fact("half of worlds by", half_by(even.median));
  fact("until " + end(), amounts_.share(even.ever));
  fact("  and stays so", amounts_.share(plan_.lasting_break_even.ever));
  fact("not until then", amounts_.share(even.never));
  paragraph("Broken even is, at the end of a month, to have received as much as was paid since the start, interest left out.");
}

void PlanPage::running_short() {
  if (!plan_.p_ruin) return;
  heading("If cash runs short");
  fact("P(less is spent than planned)", amounts_.share(plan_.shortage->p));
  if (plan_.shortage->p.value > 0) what_a_shortage_costs(*plan_.shortage);
  fact("P(ruin): what is due can't be paid", amounts_.share(*plan_.p_ruin));
  fact("least in the bank, on average", amounts_.money(plan_.lowest_cash->mean));
  fact("  in 90 % of worlds", nine_in_ten(*plan_.lowest_cash));
  if (plan_.interest.value > 0) fact("interest on credit", amounts_.money(plan_.interest));
  paragraph("Less than 0 in the bank is credit drawn. A business that is ruined wins nobody from then on.");
  if (plan_.ruin_sampling) how_ruin_was_found(*plan_.ruin_sampling);
}

void PlanPage::what_a_shortage_costs(const Shortage& shortage) {
  fact("  customers not won, on average", amounts_.count(shortage.customers_lost));
  const auto lost = [&](const std::string& when, Estimate amount) {
    const char* what = amount.value < 0 ? "spared" : "lost";
    amount.value = std::abs(amount.value);
    fact(fmt::format("  profit {}, {}", what, when), amounts_.money(amount));
  };
  lost("until " + end(), shortage.profit_lost);
  lost("with run-off", shortage.run_off_lost);
}

void PlanPage::how_ruin_was_found(const RuinSampling& sampling) {
  if (std::isnan(sampling.p.value)) return;
  const std::string as_well = std::isnan(sampling.effective)
                                  ? std::string()
                                  : fmt::format(", as well as {} others would tell it", count_text(std::llround(sampling.effective)));
  paragraph(fmt::format("Ruin is told by {} worlds of its own, drawn where it is likelier: {:.3g} % (95 % interval: {:.3g} to {:.3g} %){}.",
                        count_text(sampling.worlds), 100 * sampling.p.value, 100 * sampling.p.lo, 100 * sampling.p.hi, as_well));
}

void PlanPage::worst_worlds() {
  heading("How badly it can go");
  Table table({"the worst worlds", "lose at least (VaR)", "on average (CVaR)"});
  for (const Tail& tail : plan_.tails)
    table.add({fmt::format("{:.0f} %", 100 * (1 - tail.level)), with_interval(tail.var), with_interval(tail.cvar)});
  add(table.text(style()));
  for (const Tail& tail : plan_.tails) {
    if (std::abs(tail.level - 0.95) > 1e-9) continue;
    paragraph(fmt::format("In the worst 5 % of worlds the plan {} {} on average until {}. In brackets: the simulation's 95 % interval.{}",
                          tail.cvar.value < 0 ? "still earns" : "loses", amounts_.money(std::abs(tail.cvar.value)), end(),
                          tail.var.value < 0 ? " Losses below 0 are profits." : ""));
  }
  const auto thinnest =
      std::max_element(plan_.tails.begin(), plan_.tails.end(), [](const Tail& a, const Tail& b) { return a.level < b.level; });
  if (thinnest == plan_.tails.end() || std::isfinite(thinnest->cvar.lo)) return;
  const auto needed = static_cast<std::int64_t>(std::llround(kFewestInTail / (1 - thinnest->level)));
  paragraph(
      fmt::format("Fewer than {:.0f} worlds are too few for an interval of their mean: the worst {:.0f} % are as many of {} (--worlds {}).",
                  kFewestInTail, 100 * (1 - thinnest->level), count_text(needed), needed));
}

void PlanPage::why_it_is_uncertain() {
  const VarianceParts& variance = plan_.variance;
  if (!(variance.total.value > 0)) return;
  heading("What makes the profit uncertain");
  Table table({fmt::format("until {}", end()), "of the variance", "by itself (sd)"});
  const auto row = [&](const std::string& name, const Interval& part) {
    const auto sd = [](double squared) { return std::sqrt(std::fmax(0, squared)); };
    const bool has_interval = std::isfinite(part.lo) && std::isfinite(part.hi);
    table.add({name, amounts_.share(part.value / variance.total.value),
               with_interval({sd(part.value), has_interval ? sd(part.lo) : kMissing, has_interval ? sd(part.hi) : kMissing})});
  };
  row("luck: customers differ", variance.luck);
  if (answer_.worlds_interval) row("what you don't know", variance.unknowns);
  if (variance.shocks.value > 0 || variance.shocks.hi > 0) row("shocks", variance.shocks);
  row("all of it", variance.total);
  add(table.text(style()));
  if (answer_.worlds_interval) paragraph("Luck averages out as the business grows. What you don't know does not; finding out narrows it.");
}

void PlanPage::channels() {
  if (plan_.channels.empty()) return;
  heading("Whom it wins, and what they bring in their whole lives");
  Table table({"channel", "customers", "spent", "CAC", "they bring", "profit", "from", "to"});
  double brought = 0;
  for (const PlanChannelAnswer& channel : plan_.channels) {
    brought += channel.whole_contribution.value;
    table.add({printable(channel.name), fmt::format("{:.1f}", channel.customers.value), amounts_.bare_money(channel.acquisition.value),
               exact_.bare_money(channel.cac.value), amounts_.bare_money(channel.whole_contribution.value),
               amounts_.bare_money(channel.profit.mean), at(channel.profit, 0.05), at(channel.profit, 0.95)});
  }
  if (plan_.channels.size() > 1)
    table.add({"all", fmt::format("{:.1f}", plan_.customers.value), amounts_.bare_money(plan_.acquisition.value),
               exact_.bare_money(plan_.cac.value), amounts_.bare_money(brought), amounts_.bare_money(brought - plan_.acquisition.value), "",
               ""});
  add(table.text(style()));
  if (plan_.fully_loaded_cac.value > plan_.cac.value)
    paragraph(fmt::format("With the fixed costs that are for winning customers, each costs {} (fully loaded CAC).",
                          exact_.money(plan_.fully_loaded_cac)));
}

void PlanPage::channels_within_the_plan() {
  if (plan_.channels.empty()) return;
  heading("When a channel has paid for itself");
  Table table({"until " + end(), "profit", "paid for itself", "for good", "half of worlds by", "ROI"});
  for (const PlanChannelAnswer& channel : plan_.channels) {
    const double month = channel.break_even.median.value;
    table.add({printable(channel.name), amounts_.bare_money(channel.plan_profit.mean), amounts_.share(channel.break_even.ever),
               amounts_.share(channel.lasting_break_even.ever),
               std::isnan(month)   ? "?"
               : std::isinf(month) ? "never"
                                   : fmt::format("month {:g}", month),
               amounts_.share(channel.roi)});
  }
  add(table.text(style()));
  paragraph(
      "It has at the end of a month by which its customers have brought what was paid for them since the start. ROI is of their whole "
      "lives: "
      "profit over what was spent.");
}

void PlanPage::still_active() {
  if (plan_.active.empty()) return;
  const PlanMonth& last = plan_.active.back();
  const auto count_at = [&](double level) {
    const Interval* found = find_quantile(last.quantiles, level);
    return count_text(std::llround(found ? found->value : 0));
  };
  paragraph(fmt::format("Active customers at the end: {} ({} to {} in 90 % of worlds), of whom a purchase or payment may still come.",
                        amounts_.count(last.mean), count_at(0.05), count_at(0.95)));
}

void PlanPage::cohorts() {
  if (plan_.cohorts.size() < 2) return;
  heading("By the month in which they are won");
  Table table({"won in month", "customers", "spent", "they bring", "paid back", "half of worlds after"});
  const std::size_t last = plan_.cohorts.size() - 1;
  std::vector<std::size_t> shown{0, last / 2, last};
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  for (const std::size_t c : shown) {
    const PlanCohortAnswer& cohort = plan_.cohorts[c];
    const double months = cohort.median.value;
    table.add({std::to_string(cohort.month), amounts_.count(cohort.customers), amounts_.bare_money(cohort.acquisition),
               amounts_.bare_money(cohort.contribution), amounts_.share(cohort.ever),
               std::isnan(months)   ? "?"
               : std::isinf(months) ? "never"
                                    : fmt::format("{:g} month{}", months, months == 1 ? "" : "s")});
  }
  add(table.text(style()));
  const auto incomplete = std::find_if(plan_.cohorts.begin(), plan_.cohorts.end(), [](const auto& cohort) { return !cohort.is_complete; });
  if (incomplete != plan_.cohorts.end())
    paragraph(fmt::format(
        "Whoever is won {} lives on after {}: what they then bring is in this table and in the run-off, not in the profit until {}.",
        incomplete == plan_.cohorts.begin() ? "in any of these months" : fmt::format("in month {} or later", incomplete->month), end(),
        end()));
}

void PlanPage::stages() {
  heading("What the profit with run-off is made of");
  Table table({"stage", "customers pay", "is left of it"});
  double paid = 0;
  for (const PlanStage& stage : plan_.by_stage) {
    if (stage.cash.value == 0 && !(stage.cash.se > 0)) continue;
    paid += stage.revenue.value;
    std::string words = printable(stage.name);
    std::replace(words.begin(), words.end(), '_', ' ');
    table.add({words, stage.revenue.value == 0 ? "" : amounts_.bare_money(stage.revenue.value), amounts_.bare_money(stage.cash)});
  }
  table.add({"profit with run-off", amounts_.bare_money(paid), amounts_.bare_money(plan_.run_off_profit.mean)});
  add(table.text(style()));
  paragraph(fmt::format("Until {} customers pay {} (revenue), less what they are given back.", end(), amounts_.money(plan_.revenue)));
}

std::string PlanPage::text() {
  what_it_is();
  what_it_comes_to();
  money_on_the_way();
  breaking_even();
  running_short();
  worst_worlds();
  why_it_is_uncertain();
  channels();
  still_active();
  channels_within_the_plan();
  cohorts();
  stages();
  blank();
  paragraph("So far the plan. What follows is about its customers and leads, one by one, without fixed costs and interest.", "");
  return so_far();
}

}  // namespace

std::string plan_in_words(const Answer& answer, const Style& style) { return PlanPage(answer, style).text(); }

}  // namespace valuescale::results
