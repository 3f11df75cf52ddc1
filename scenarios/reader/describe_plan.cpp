#include "scenarios/reader/description.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/plan_facts.hpp"

namespace valuescale::scenarios {
namespace {

using models::Acquisition;
using models::Plan;
using models::Quantity;
using models::Schedule;
using models::WhenShort;

const char* in_words(WhenShort when) {
  switch (when) {
    case WhenShort::slow: return "as much of it as can be paid for";
    case WhenShort::stop: return "none in that month";
    case WhenShort::go_on: return "all of it nevertheless";
  }
  return "";
}

std::string in_words(const Acquisition& acquisition, const std::string& channel) {
  switch (acquisition.by) {
    case Acquisition::By::spend: return "spent on channel " + channel;
    case Acquisition::By::leads: return "leads bought through channel " + channel;
    case Acquisition::By::customers: return "customers won through channel " + channel;
  }
  return "";
}

/// "month 3", "months 4 to 12".
std::string months(std::size_t first, std::size_t last) {
  return first == last ? fmt::format("month {}", first) : fmt::format("months {} to {}", first, last);
}

class PlanDescription {
 public:
  PlanDescription(const models::Scenario& scenario, DescriptionLines& lines) : s_(scenario), plan_(*scenario.plan), lines_(lines) {}

  void write() {
    lines_.line("\nPlan: customers are won for {} month{}{}.", plan_.months, plan_.months == 1 ? "" : "s",
                s_.calendar.seasons.empty() ? "" : fmt::format(", from {} on", month_name(s_.calendar.first_month)));
    lines_.note_lines(plan_.note, plan_.source);
    for (const Acquisition& acquisition : plan_.acquisitions) {
      amounts(in_words(acquisition, s_.channels[acquisition.channel].name), acquisition.a_month);
      if (acquisition.by == Acquisition::By::spend) bought(acquisition);
      if (acquisition.delay.given) lines_.value("  from paying for a lead to the first sale", acquisition.delay, times());
    }
    for (const models::FixedCost& cost : plan_.fixed_costs) describe(cost);
    money();
  }

 private:
  std::string times() const { return fmt::format("{}s", models::name_of(s_.time_unit)); }

  void amounts(const std::string& label, const Schedule& schedule) {
    if (schedule.list.empty()) {
      const bool changes = schedule.growth.given || schedule.ramp > 1 || schedule.first > 1 || schedule.last < plan_.months;
      lines_.value(label + (changes ? fmt::format(" in month {}", schedule.first) : " a month"), schedule.start);
      if (changes) course(schedule);
    } else {
      lines_.line("  {} month by month:", label);
      list(schedule);
    }
    lines_.note_lines(schedule.note, schedule.source, "    ");
  }

  /// Whom the money brings in the first and the last month in which there is some.
  void bought(const Acquisition& acquisition) {
    const models::Channel& channel = s_.channels[acquisition.channel];
    int first = 1, last = plan_.months;
    while (first < last && amount_in(acquisition.a_month, first) == 0) ++first;
    while (last > first && amount_in(acquisition.a_month, last) == 0) --last;
    const auto in = [&](int month) {
      const double spend = amount_in(acquisition.a_month, month);
      const double number = !channel.response ? spend / mean_of(channel.cost.law)
                            : spend > 0       ? bought_for(*channel.response, spend).number
                                              : 0;
      return fmt::format("{:.3g}", number);
    };
    const bool per_lead = channel.cost_basis == models::Channel::Cost::per_lead;
    const char* whom = per_lead ? "leads" : "customers";
    if (in(first) == in(last))
      lines_.line("    at central values that brings {} {} a month", in(first), whom);
    else
      lines_.line("    at central values that brings {} {} in month {}, {} in month {}", in(first), whom, first, in(last), last);
  }

  /// How it goes on after its first month.
  void course(const Schedule& schedule) {
    if (schedule.growth.given) lines_.value("  grows with each further month by", schedule.growth);
    if (schedule.ramp > 1) lines_.line("    taken up over {} months: 1/{} of it in the first", schedule.ramp, schedule.ramp);
    if (schedule.first > 1 || schedule.last < plan_.months)
      lines_.line("    only in {}", months(static_cast<std::size_t>(schedule.first), static_cast<std::size_t>(schedule.last)));
  }

  /// Months in a row with the same certain amount share a line. What is said of all of them together follows.
  void list(const Schedule& schedule) {
    std::vector<Quantity> amounts = schedule.list;
    for (Quantity& amount : amounts) {
      if (amount.note == schedule.note) amount.note.clear();
      if (amount.source == schedule.source) amount.source.clear();
    }
    const auto alike = [](const Quantity& a, const Quantity& b) {
      const auto is_plain = [](const Quantity& q) { return q.is_certain() && q.note.empty() && q.source.empty(); };
      return is_plain(a) && is_plain(b) && a.law.value == b.law.value;
    };
    for (std::size_t first = 0; first < amounts.size();) {
      std::size_t last = first;
      while (last + 1 < amounts.size() && alike(amounts[first], amounts[last + 1])) ++last;
      lines_.value("  " + months(first + 1, last + 1), amounts[first]);
      first = last + 1;
    }
  }

  void describe(const models::FixedCost& cost) {
    amounts(cost.name.empty() ? "fixed costs" : "fixed cost " + cost.name, cost.a_month);
    if (cost.for_customers) lines_.value("  paid once for every so many customers won so far, begun ones included", *cost.for_customers);
    if (cost.is_marketing) lines_.line("    for winning customers");
    lines_.note_lines(cost.note, cost.source, "    ");
  }

  void money() {
    if (plan_.cash) {
      lines_.value("cash at the start", *plan_.cash);
      if (plan_.credit.given) lines_.value("credit that may be drawn besides", plan_.credit);
      if (plan_.interest.given) lines_.value("interest on what is drawn, effective rate a year", plan_.interest);
      lines_.line("  when planned acquisition costs more than there is: {}", in_words(plan_.when_short));
    } else {
      lines_.line("  cash: as much as it takes");
    }
    if (plan_.reinvest.given)
      lines_.value("share of what customers brought last month that is spent on acquisition besides", plan_.reinvest);
    if (plan_.acquisition_paid_after.given) lines_.value("acquisition is paid for after", plan_.acquisition_paid_after, times());
    lines_.line("  Taxes are left out.");
  }

  const models::Scenario& s_;
  const Plan& plan_;
  DescriptionLines& lines_;
};

}  // namespace

void describe_plan(const models::Scenario& scenario, DescriptionLines& lines) { PlanDescription(scenario, lines).write(); }

}  // namespace valuescale::scenarios
