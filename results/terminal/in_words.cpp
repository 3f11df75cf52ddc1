#include "results/terminal/in_words.hpp"

#include "results/terminal/amounts.hpp"
#include "results/terminal/concentration.hpp"
#include "results/terminal/ladder_in_words.hpp"
#include "results/terminal/page.hpp"
#include "results/terminal/picture.hpp"
#include "results/terminal/plan_in_words.hpp"
#include "results/terminal/quantiles.hpp"
#include "results/terminal/referrals_in_words.hpp"
#include "results/terminal/spend_in_words.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace valuescale::results {
namespace {

// A smaller share of customers or money cut off by the horizon changes nothing.
constexpr double kWorthSaying = 0.0005;

/// Builds the text section by section.
class AnswerPage : private Page {
 public:
  AnswerPage(const Answer& answer, const Style& style) : Page(style), answer_(answer), amounts_(answer, style) {}

  std::string text();

 private:
  void what_was_run();
  void costs_and_earnings();
  void payback();
  void cohort_against_individuals(const Payback& payback);
  void front_and_back();
  void stages();
  void ladder();
  void who_brings_the_profit();
  void referrals();
  void groups(const std::string& of_what, const std::vector<std::pair<std::string, Block>>& blocks, std::string_view remark);
  void spend();
  void leads();
  void not_knowing();
  void world_row(Table& table, const std::string& name, const WorldsView::Quantiles& quantiles,
                 std::string (Amounts::*write)(double) const);
  void real_cohort();
  void warnings();

  const PaybackCurve& headline(const Payback& payback) const { return answer_.lasting_is_headline ? payback.lasting : payback.first; }

  const Answer& answer_;
  Amounts amounts_;
};

void AnswerPage::what_was_run() {
  add(bold(printable(answer_.title)) + "\n");
  const std::string horizon = printable(answer_.horizon_label), rate = printable(answer_.rate_label);
  paragraph(fmt::format("{} of each customer's life; amounts in {}, prices are net of sales tax.", horizon, printable(answer_.currency)),
            "");
  std::string simulated = fmt::format("{} customers simulated", count_text(answer_.customers));
  if (answer_.worlds > 1) {
    simulated += fmt::format(" in {} {}worlds ({} in each)", count_text(answer_.worlds), answer_.worlds_are_stratified ? "stratified " : "",
                             count_text(answer_.customers_per_world));
  }
  simulated += fmt::format(", seed {}", answer_.seed);
  if (std::isfinite(answer_.seconds)) simulated += fmt::format(", {:.2g} seconds", answer_.seconds);
  paragraph(simulated + fmt::format(". {} is one standard error of the simulation: more {} make it smaller.", style().unicode ? "±" : "+/-",
                                    answer_.plan ? "worlds" : "customers"),
            "");
  if (answer_.interrupted) {
    paragraph("INTERRUPTED: the run was stopped early; these are the customers lived until then, and not the answer of a whole run.", "");
  }
}

void AnswerPage::costs_and_earnings() {
  const ViewAnswer& customer = answer_.all.customer;
  heading("What a customer costs and brings");
  if (std::isnan(customer.cac.mean.value)) {
    paragraph("Nobody buys: there are no customers to speak of. See the leads below.");
    return;
  }
  fact("a customer costs (CAC)", amounts_.money(customer.cac.mean));
  const double first = customer.first_sale.mean.value;
  const std::string covers = amounts_.share(customer.first_sale.p_nonnegative);
  Estimate size = customer.first_sale.mean;
  size.value = std::abs(size.value);
  fact(first < 0 ? "the first sale loses" : "the first sale earns", amounts_.money(size));
  fact("  it covers that cost for", covers + " of customers");
  fact(fmt::format("LTV, {}, {}", printable(answer_.horizon_label), printable(answer_.rate_label)), amounts_.money(customer.ltv.mean));
  const auto& ratio = customer.ltv_cac;
  if (std::isfinite(ratio.value)) {
    fact("LTV : CAC", std::isfinite(ratio.lo) && ratio.lo != ratio.hi
                          ? fmt::format("{} ({} to {})", amounts_.ratio(ratio.value), amounts_.ratio(ratio.lo), amounts_.ratio(ratio.hi))
                          : amounts_.ratio(ratio.value));
  }
  if (customer.purchases.value > 0) fact("repeat purchases", amounts_.count(customer.purchases));
  fact("profit per customer", amounts_.money(customer.profit.mean));
  fact("  discounted (NPV)", amounts_.money(customer.npv.mean));
  fact("  differs between customers by (sd)", amounts_.money(customer.profit.sd));
  fact("P(a customer loses money)", amounts_.share(customer.p_loss));
  if (std::isfinite(customer.active.value) && customer.active.value > kWorthSaying) {
    fact("still active at the end", amounts_.share(customer.active));
  }
  if (std::isfinite(customer.late_ltv_share) && customer.late_ltv_share > kWorthSaying) {
    fact("LTV earned in the last tenth of it", amounts_.share(customer.late_ltv_share));
  }
  const std::string picture = profit_picture(customer.profit, amounts_, style());
  if (!picture.empty()) {
    blank();
    paragraph("Profit of one customer:");
    // The picture's last line is a sentence and wraps like one.
    const std::size_t sentence = picture.rfind('\n', picture.size() - 2) + 1;
    add(picture.substr(0, sentence));
    paragraph(picture.substr(sentence, picture.size() - sentence - 1));
  }
}

void AnswerPage::payback() {
  const Payback& payback = answer_.all.customer.payback;
  const PaybackCurve& curve = headline(payback);
  if (curve.cdf.empty() || std::isnan(curve.ever.value)) return;
  heading(answer_.lasting_is_headline ? "When customers pay back, for good" : "When customers pay back");
  for (const auto& moment : moments_of(answer_)) {
    const auto step = static_cast<std::size_t>(moment.step);
    if (step < curve.cdf.size()) fact(moment.label, amounts_.share(curve.cdf[step]));
  }
  fact(fmt::format("within {}", printable(answer_.horizon_label)), amounts_.share(curve.ever));
  fact("never", amounts_.share(curve.never));
  fact("still open at the end", amounts_.share(curve.open));
  const auto& median = curve.median;
  if (std::isfinite(median.value)) {
    fact("half of them by", amounts_.at_step(median.value));
  } else if (std::isinf(median.value)) {
    fact("half of them by", "never: fewer than half pay back");
  }
  if (answer_.lasting_is_headline && std::isfinite(payback.first.ever.value)) {
    paragraph(fmt::format(
        "Costs come after the first sale, so a customer can pay back and fall behind again. At least once, if not for good: {}.",
        amounts_.share(payback.first.ever)));
  }
  const std::string picture = payback_picture(curve, payback.cohort.step, amounts_, style());
  if (!picture.empty()) {
    blank();
    add(picture);
  }
  blank();
  cohort_against_individuals(payback);
}

void AnswerPage::cohort_against_individuals(const Payback& payback) {
  const CohortPayback& cohort = payback.cohort;
  if (std::isnan(cohort.step)) return;
  const PaybackCurve& curve = headline(payback);
  std::string range;
  if (!std::isnan(cohort.lo) && cohort.lo != cohort.hi) {
    range = fmt::format(" ({} to {} in 90 % of worlds)", amounts_.at_step(cohort.lo), amounts_.at_step(cohort.hi));
  }
  const std::string unpaid = amounts_.share(1 - curve.ever.value), paid = amounts_.share(curve.ever.value);
  const std::string horizon = printable(answer_.horizon_label);
  if (std::isinf(cohort.step)) {
    paragraph(fmt::format("All customers' money taken together is not back within {}{}, while {} of customers, one by one, do pay back.",
                          horizon, range, paid));
  } else if (cohort.step == 0) {
    paragraph(fmt::format("The average customer has paid back at once{}, while {} of customers, one by one, have not paid back after {}.",
                          range, unpaid, horizon));
  } else {
    paragraph(fmt::format("The average customer is paid back in {}{}, while {} of customers, one by one, have not paid back after {}.",
                          amounts_.at_step(cohort.step), range, unpaid, horizon));
  }
}

void AnswerPage::front_and_back() {
  const ViewAnswer& customer = answer_.all.customer;
  if (std::isnan(customer.first_sale.mean.value)) return;
  heading("Front end against back end, per customer");
  Table table({"part", "mean", "covers itself"});
  const auto row = [&](const std::string& name, const FrontPart& part) {
    const bool has_chance = !std::isnan(part.p_nonnegative.value);
    table.add({name, amounts_.bare_money(part.mean), has_chance ? amounts_.share(part.p_nonnegative) : ""});
  };
  row("first sale, less cost of the customer", customer.first_sale);
  row("front end: with all steps taken at once", customer.front_end);
  row("back end: everything later", customer.back_end);
  add(table.text(style()));
}

void AnswerPage::stages() {
  const auto& stages = answer_.all.customer.by_stage;
  if (stages.empty() || std::isnan(stages.front().second.value)) return;
  heading("Where the profit comes from");
  Table table({"stage", "per customer", "per lead"});
  for (const auto& [name, mean] : stages) {
    std::string per_lead;
    for (const auto& [lead_name, lead_mean] : answer_.all.lead.by_stage) {
      if (lead_name == name) per_lead = amounts_.bare_money(lead_mean);
    }
    table.add({printable(name), amounts_.bare_money(mean), per_lead});
  }
  table.add({"profit", amounts_.bare_money(answer_.all.customer.profit.mean), amounts_.bare_money(answer_.all.lead.profit.mean)});
  add(table.text(style()));
}

void AnswerPage::ladder() {
  const auto table = ladder_in_words(answer_, amounts_);
  if (!table) return;
  heading("Up the ladder");
  add(table->text(style()));
}

void AnswerPage::who_brings_the_profit() {
  const ViewAnswer& customer = answer_.all.customer;
  const std::string customers = best_customers(customer, amounts_, style());
  const std::string segments = best_segments(answer_.profit_groups, amounts_, style());
  if (customers.empty() && segments.empty()) return;
  heading("Who brings the profit");
  add(customers);
  const std::string remark = profit_in_few_hands(customer, amounts_);
  if (!remark.empty()) paragraph(remark);
  if (!customers.empty() && !segments.empty()) blank();
  add(segments);
}

void AnswerPage::referrals() {
  const auto words = referrals_in_words(answer_, amounts_);
  if (!words) return;
  heading("Customers who bring customers");
  for (const auto& [name, value] : words->facts) fact(name, value);
  blank();
  add(words->table.text(style()));
}

void AnswerPage::groups(const std::string& of_what, const std::vector<std::pair<std::string, Block>>& blocks, std::string_view remark) {
  if (blocks.size() < 2) return;
  heading("By " + of_what);
  Table customers({of_what, "profit per customer", "CAC", "LTV", "paid back", "P(loss)"});
  Table leads({of_what, "profit per lead", "conversion", "of leads", "of customers"});
  for (const auto& [name, block] : blocks) {
    const ViewAnswer& customer = block.customer;
    customers.add({printable(name), amounts_.bare_money(customer.profit.mean), amounts_.bare_money(customer.cac.mean.value),
                   amounts_.bare_money(customer.ltv.mean.value), amounts_.share(headline(customer.payback).ever.value),
                   amounts_.share(customer.p_loss.value)});
    leads.add({printable(name), amounts_.bare_money(block.lead.profit.mean), amounts_.share(block.conversion.value),
               amounts_.share(block.share_of_leads), amounts_.share(block.share_of_customers)});
  }
  add(customers.text(style()) + "\n" + leads.text(style()));
  if (!remark.empty()) paragraph(remark);
}

void AnswerPage::spend() {
  const auto words = spend_in_words(answer_, amounts_);
  if (!words) return;
  heading("What one more costs");
  add(words->table.text(style()));
  for (const auto& sentence : words->sentences) paragraph(sentence);
}

void AnswerPage::leads() {
  const Block& all = answer_.all;
  if (std::isnan(all.lead.profit.mean.value)) return;
  heading("Per lead");
  fact("a lead costs", amounts_.money(all.lead.cac.mean));
  fact("P(it becomes a customer)", amounts_.share(all.conversion));
  fact("profit per lead", amounts_.money(all.lead.profit.mean));
  fact("P(a lead loses money)", amounts_.share(all.lead.p_loss));
}

void AnswerPage::world_row(Table& table, const std::string& name, const WorldsView::Quantiles& quantiles,
                           std::string (Amounts::*write)(double) const) {
  const Interval* low = find_quantile(quantiles, 0.05);
  const Interval* middle = find_quantile(quantiles, 0.5);
  const Interval* high = find_quantile(quantiles, 0.95);
  if (!low || !high || std::isnan(low->value) || std::isnan(high->value)) return;
  table.add({name, (amounts_.*write)(low->value), middle ? (amounts_.*write)(middle->value) : "", (amounts_.*write)(high->value)});
}

void AnswerPage::not_knowing() {
  heading("What you don't know");
  if (!answer_.worlds_interval) {
    paragraph("This file claims to know everything exactly; this is not a risk interval.");
    return;
  }
  const WorldsView& customer = answer_.worlds_interval->customer;
  paragraph(fmt::format(
      "The average over very many customers, in {} worlds that your assumptions allow. Selling to more customers does not narrow it:",
      count_text(answer_.worlds)));
  Table table({"in 90 % of worlds", "from", "half below", "to"});
  world_row(table, "profit per customer", customer.profit, &Amounts::bare_money);
  world_row(table, "CAC", customer.cac, &Amounts::bare_money);
  world_row(table, "LTV", customer.ltv, &Amounts::bare_money);
  world_row(table, "LTV : CAC", customer.ltv_cac, &Amounts::ratio);
  world_row(table, "customers who pay back", customer.payback_ever, &Amounts::share);
  world_row(table, "average customer paid back", customer.cohort_payback, &Amounts::at_step);
  world_row(table, "profit per lead", answer_.worlds_interval->lead.profit, &Amounts::bare_money);
  add(table.text(style()));
  fact("P(the average customer loses money)", amounts_.share(customer.p_loss));
  if (!customer.not_distinguishable_from_luck.empty()) {
    std::string names;
    for (const auto& name : customer.not_distinguishable_from_luck) names += (names.empty() ? "" : ", ") + printable(name);
    paragraph(fmt::format("Not distinguishable from luck with so few customers simulated: {}.", names));
  }
  if (answer_.worlds_without_customers > 0) {
    paragraph(fmt::format("In {} of {} worlds nobody buys: they count for leads, and have no customers to count.",
                          count_text(answer_.worlds_without_customers), count_text(answer_.worlds)));
  }
}

void AnswerPage::real_cohort() {
  if (!answer_.cohort) return;
  const Cohort& cohort = *answer_.cohort;
  heading(fmt::format("If {} customers come, luck and not knowing together", count_text(cohort.n)));
  fact("average profit per customer", amounts_.money(cohort.mean));
  const Interval* low = find_quantile(cohort.profit, 0.05);
  const Interval* high = find_quantile(cohort.profit, 0.95);
  if (low && high) fact("in 90 % of cases between", fmt::format("{} and {}", amounts_.money(low->value), amounts_.money(high->value)));
  fact(fmt::format("P(the {} lose money)", count_text(cohort.n)), amounts_.share(cohort.p_loss));
}

void AnswerPage::warnings() {
  if (answer_.warnings.empty()) return;
  heading("Warnings");
  for (const auto& warning : answer_.warnings) {
    std::string_view mark = "- ";
    for (const auto& line : wrapped(printable(warning), std::max(20, style().width - 4))) {
      add("  " + std::string(mark) + line + "\n");
      mark = "  ";
    }
  }
}

std::string AnswerPage::text() {
  what_was_run();
  if (answer_.plan) add(plan_in_words(answer_, style()));
  costs_and_earnings();
  payback();
  front_and_back();
  stages();
  ladder();
  who_brings_the_profit();
  referrals();
  groups("channel", answer_.channels, "");
  spend();
  groups("segment", answer_.segments,
         "A segment can't be bought by itself: in a channel all its customers carry the same CAC. Is a customer you have worth keeping? "
         "LTV, CAC is "
         "spent. Are such leads worth aiming at? Profit per lead.");
  leads();
  not_knowing();
  real_cohort();
  warnings();
  return so_far();
}

/// Names a number of steps with its time in days where that isn't obvious.
std::string moment_label(const Answer& answer, int steps) {
  const std::string name = fmt::format("after {} {}{}", steps, printable(answer.step), steps == 1 ? "" : "s");
  if (answer.step == "week") return fmt::format("{} = {} days", name, 7 * steps);
  return name;
}

}  // namespace

std::vector<Moment> moments_of(const Answer& answer) {
  std::vector<int> steps;
  if (answer.step == "month") {
    steps = {1, 3, 12};
  } else if (answer.step == "quarter") {
    steps = {1, 4};
  } else if (answer.step_days > 100) {
    steps = {1, 2, 5};
  } else {
    for (const double days : {30.0, 90.0, 365.0}) steps.push_back(static_cast<int>(days / answer.step_days));
  }
  std::vector<Moment> moments;
  for (const int step : steps) {
    if (step >= 1 && step <= answer.lifetime) moments.push_back({step, moment_label(answer, step)});
  }
  return moments;
}

std::string in_words(const Answer& answer, const Style& style) { return AnswerPage(answer, style).text(); }

}  // namespace valuescale::results
