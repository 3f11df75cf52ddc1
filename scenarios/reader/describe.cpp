// A scenario in plain words: what the program understood, so that its author can disagree.
#include "models/acquisition/response.hpp"
#include "models/catalog/repeat_catalog.hpp"
#include "models/description/scenario_sentences.hpp"
#include "scenarios/reader/description.hpp"
#include "scenarios/reader/law_facts.hpp"
#include "scenarios/reader/plan_facts.hpp"
#include "scenarios/reader/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace valuescale::scenarios {
namespace {

using models::Law;
using models::LawKind;
using models::Quantity;
using models::Role;
using models::said;
using models::Scenario;
using models::Trigger;

/// A number in the style in which its author wrote the quantity: percentages stay percentages.
std::string number(double value, bool as_percent) {
  return as_percent ? fmt::format("{:.4g} %", 100 * value) : fmt::format("{:.10g}", value);
}

/// To three digits; thousands and millions keep their zeros.
std::string rounded(double value, bool as_percent) {
  if (as_percent) return fmt::format("{:.3g} %", 100 * value);
  if (std::abs(value) < 1000 || std::abs(value) >= 1e15) return fmt::format("{:.3g}", value);
  const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
  return fmt::format("{:.0f}", std::round(value / unit) * unit);
}

std::string name_of(LawKind kind) {
  switch (kind) {
    case LawKind::constant: return said<"law.constant">();
    case LawKind::normal: return said<"law.normal">();
    case LawKind::lognormal: return said<"law.lognormal">();
    case LawKind::logit_normal: return said<"law.logit-normal">();
    case LawKind::uniform: return said<"law.uniform">();
    case LawKind::triangular: return said<"law.triangular">();
    case LawKind::pert: return said<"law.pert">();
    case LawKind::beta: return said<"law.beta">();
    case LawKind::gamma: return said<"law.gamma">();
    case LawKind::exponential: return said<"law.exponential">();
    case LawKind::weibull: return said<"law.weibull">();
    case LawKind::mixture: return said<"law.mixture">();
    case LawKind::truncated: return said<"law.truncated">();
    case LawKind::earliest: return said<"law.earliest">();
    case LawKind::quotient: return said<"law.quotient">();
    case LawKind::followed: return said<"law.followed">();
    case LawKind::values: return said<"law.values">();
  }
  return {};
}

std::string whose(Role role) {
  switch (role) {
    case Role::assumption: return said<"whose.nobody-knows">();
    case Role::each_customer: return said<"whose.each-customer">();
    case Role::each_event: return said<"whose.each-event">();
  }
  return {};
}

/// "between 20 and 60 (5 % to 95 %; lognormal, mean 37.3)", "one of 4 values from 20 to 60, all as likely (mean 37.3)".
std::string spread_of(const Law& law, bool as_percent) {
  const std::string mean = rounded(mean_of(law), as_percent);
  if (law.kind == LawKind::values)
    return said<"spread.values">(law.components.size(), number(law.components.front().value, as_percent),
                                 number(law.components.back().value, as_percent), mean);
  return said<"spread.between">(rounded(quantile_of(law, 0.05), as_percent), rounded(quantile_of(law, 0.95), as_percent), name_of(law.kind),
                                mean);
}

/// "the same as offer.trial.take, …", "follows offer.trial.price: 0.3 at 0, 0.1 at 50; …".
std::string following(const Quantity& quantity, bool as_percent) {
  const Law& law = quantity.law;
  const std::string value =
      law.is_constant() ? said<"value.certain">(rounded(law.value, as_percent)) : said<"value.uncertain">(spread_of(law, as_percent));
  if (quantity.along.points.empty()) return said<"reading.same">(quantity.follows, value);
  std::string points;
  for (const auto& [x, y] : quantity.along.points)
    points += (points.empty() ? "" : ", ") + said<"point.at">(number(y, as_percent), fmt::format("{:.10g}", x));
  return said<"reading.follows">(quantity.follows, points, value);
}

void visit_uncertain_parameters(const Law& law, const std::function<void(const std::string&, const Law&)>& visit) {
  for (const auto& [name, parameter] : law.parameters)
    if (!parameter.is_constant()) visit(name, parameter);
  for (const Law& component : law.components) visit_uncertain_parameters(component, visit);
}

class Description : private DescriptionLines {
 public:
  explicit Description(const Scenario& scenario) : s_(scenario) {}

  std::string text() {
    head();
    for (const models::Channel& channel : s_.channels) describe(channel);
    if (s_.has_segments)
      for (const models::Segment& segment : s_.segments) describe(segment);
    for (const models::Offer& offer : s_.offers) describe(offer);
    for (const models::Step& step : s_.steps) describe(step);
    for (const models::Repeat& repeat : s_.repeats) describe(repeat);
    for (std::size_t i = 0; i < s_.spends.size(); ++i) describe(s_.spends[i], i);
    for (const models::Referral& referral : s_.referrals) describe(referral);
    for (const models::State& state : s_.states) describe(state);
    if (s_.plan) describe_plan(s_, *this);
    describe_calendar(s_, *this);
    describe_stresses(s_, *this);
    tail();
    return take_text();
  }

 private:
  std::string times() const { return fmt::format("{}s", models::name_of(s_.time_unit)); }
  std::string rates() const { return fmt::format("units a {}", models::name_of(s_.time_unit)); }

  void head() {
    line("{}", s_.title);
    note_lines(s_.note, s_.source, "");
    const double days = s_.lifetime * models::days_in(s_.step);
    line("Time: steps of a {}; each life is followed for {} {}{} ({:.6g} days); bare times are in {}.", models::name_of(s_.step),
         s_.lifetime, models::name_of(s_.step), s_.lifetime == 1 ? "" : "s", days, times());
    line("Money: {}.", s_.currency);
    const models::Discount& d = s_.discount;
    if (d.rate.law.is_constant() && d.rate.law.value == 0) {
      line("Discounting: none.");
    } else {
      const std::string period = d.continuous ? "a year, compounded continuously"
                                 : std::abs(d.period_years - 1) < 1e-12
                                     ? "effective rate a year"
                                     : fmt::format("effective rate every {:.6g} days", d.period_years * 365.25);
      line("Discounting, {}: {}.", period, reading_of(d.rate));
      note_lines(d.rate.note, d.rate.source);
    }
  }

  void describe(const models::Channel& channel) {
    line("\nChannel {}: leads come from here and are shown the offer {}.", channel.name, s_.offers[channel.offer].name);
    note_lines(channel.note, channel.source);
    const bool per_lead = channel.cost_basis == models::Channel::Cost::per_lead;
    if (channel.response) describe(*channel.response, per_lead ? "leads" : "customers");
    if (channel.cost.given) value(per_lead ? "cost per lead" : "cost per customer", channel.cost);
    if (channel.share_of_first_sale.given) value("share of the first sale's price, paid for each customer", channel.share_of_first_sale);
    if (!channel.response && !s_.plan) describe_size(channel);
    if (s_.has_segments) line("  mix of its {}: {}", channel.mix_of_customers ? "customers" : "leads", mix(channel.mix));
    changes(channel.adjustments);
  }

  void describe(const models::Response& response, const char* whom) {
    const models::ResponseCurve& curve = *models::find_response_curve(response.curve);
    if (!s_.plan) value("spent in all", response.spend);
    line("  brings {}{}: {}, {}", whom, s_.plan ? ", for what is spent in a month" : "", curve.name, curve.about);
    for (std::size_t i = 0; i < response.parameters.size(); ++i) value(std::string(curve.fields[i].name), response.parameters[i]);
    if (response.capacity) value("capacity", *response.capacity);
    if (!s_.plan) at_central_values(response, whom);
  }

  void at_central_values(const models::Response& response, const char* whom) {
    const double spend = mean_of(response.spend.law);
    const models::Bought bought = bought_for(response, spend);
    line("    at central values {:.6g} {} at {:.6g} each on average; one more {}", bought.number, whom, spend / bought.number,
         bought.slope > 0 ? fmt::format("costs {:.6g}", 1 / bought.slope) : "cannot be had");
  }

  void describe_size(const models::Channel& channel) {
    switch (channel.size_basis) {
      case models::Channel::Size::share:
        if (s_.channels.size() > 1)
          line("  share: {} of {}", percent(channel.size), channel.cost_basis == models::Channel::Cost::per_lead ? "leads" : "customers");
        break;
      case models::Channel::Size::leads: line("  leads: {:.10g}", channel.size); break;
      case models::Channel::Size::customers: line("  customers: {:.10g}", channel.size); break;
    }
  }

  void describe(const models::Segment& segment) {
    line("\nSegment {}: a kind of customer.", segment.name);
    note_lines(segment.note, segment.source);
    changes(segment.adjustments);
  }

  void changes(const std::vector<models::Adjustment>& adjustments) {
    for (const models::Adjustment& a : adjustments) switch (a.how) {
        case models::Adjustment::How::multiply: value(a.target + " times", a.value); break;
        case models::Adjustment::How::odds: value("odds of " + a.target + " times", a.value); break;
        case models::Adjustment::How::replace: value(a.target + " instead", a.value); break;
      }
  }

  void describe(const models::Purchase& purchase) {
    if (purchase.spend)
      line("  spend: as the spend law {}", s_.spends[*purchase.spend].name);
    else
      value(purchase.price.path.ends_with(".spend") ? "spend" : "price", purchase.price);
    if (purchase.margin.given) value("margin", purchase.margin);
    if (purchase.unit_cost.given) value("unit cost", purchase.unit_cost);
    if (purchase.paid.given) value("paid with probability", purchase.paid);
    if (purchase.paid_after.given) value("paid after", purchase.paid_after, times());
  }

  void describe(const models::Offer& offer) {
    line("\nOffer {}: the first sale.", offer.name);
    note_lines(offer.note, offer.source);
    value("taken by leads with probability", offer.take);
    describe(offer.purchase);
  }

  static std::string each(const models::Repeat& repeat) {
    const models::RepeatModel* model = models::find_repeat_model(repeat.model);
    return (model && !model->sells ? "each time of " : "each purchase of ") + repeat.name;
  }

  std::string after(const std::vector<Trigger>& triggers) const {
    std::string text;
    for (const Trigger& trigger : triggers) {
      text += text.empty() ? "" : ", ";
      switch (trigger.what) {
        case Trigger::What::offer_taken: text += "the offer " + s_.offers[trigger.index].name; break;
        case Trigger::What::step_taken: text += s_.steps[trigger.index].name + " when taken"; break;
        case Trigger::What::step_declined: text += s_.steps[trigger.index].name + " when declined"; break;
        case Trigger::What::repeat_purchase: text += each(s_.repeats[trigger.index]); break;
        case Trigger::What::repeat_ended: text += "the end of " + s_.repeats[trigger.index].name; break;
      }
    }
    return text;
  }

  void describe(const models::Step& step) {
    line("\nStep {}: after {}.", step.name, after(step.after));
    note_lines(step.note, step.source);
    if (!step.when.is_empty()) line("  only when: {}", condition(step.when));
    if (step.contact_cost.given) value("cost of asking", step.contact_cost);
    value("taken with probability", step.take);
    if (step.delay.given) value("delay", step.delay, times());
    describe(step.purchase);
    if (step.refund.given) value("share of the price that is given back", step.refund);
    if (!step.consequences.is_empty()) line("  then: {}", consequences(step.consequences));
    if (step.stage) line("  stage: {}", name_of(*step.stage));
  }

  template <class Named>
  static std::string any_of(const std::vector<std::size_t>& indices, const std::vector<Named>& all) {
    std::string text;
    for (const std::size_t i : indices) text += (text.empty() ? "" : " or ") + all[i].name;
    return text;
  }

  static std::string range(const models::Interval& interval) {
    std::string text;
    if (std::isfinite(interval.low)) text = fmt::format("{} {:.10g}", interval.low_open ? "more than" : "at least", interval.low);
    if (std::isfinite(interval.high))
      text += fmt::format("{}{} {:.10g}", text.empty() ? "" : " and ", interval.high_open ? "less than" : "at most", interval.high);
    return text;
  }

  std::string condition(const models::Condition& when) const {
    std::vector<std::string> parts;
    for (const auto& [state, levels] : when.states)
      parts.push_back(s_.states[state].name + " is " + any_of(levels, s_.states[state].levels));
    if (!when.segments.empty()) parts.push_back("segment is " + any_of(when.segments, s_.segments));
    if (!when.channels.empty()) parts.push_back("channel is " + any_of(when.channels, s_.channels));
    if (when.purchases) parts.push_back("repeat purchases so far " + range(*when.purchases));
    if (when.earned) parts.push_back("contribution so far " + range(*when.earned));
    if (when.tenure) parts.push_back(fmt::format("{}s since the first sale {}", models::name_of(s_.step), range(*when.tenure)));
    return fmt::format("{}", fmt::join(parts, "; "));
  }

  std::string consequences(const models::Consequences& what) const {
    std::vector<std::string> parts;
    for (const auto& [state, level] : what.sets) parts.push_back(s_.states[state].name + " becomes " + s_.states[state].levels[level].name);
    if (what.segment) parts.push_back("segment becomes " + s_.segments[*what.segment].name);
    for (const std::size_t i : what.ends) parts.push_back(s_.repeats[i].name + " ends");
    if (what.ends_everything) parts.emplace_back("everything ends");
    return fmt::format("{}", fmt::join(parts, "; "));
  }

  void describe(const models::Referral& referral) {
    line("\nReferral {}: after {}; customers bring others.", referral.name, after(referral.after));
    note_lines(referral.note, referral.source);
    if (!referral.when.is_empty()) line("  only when: {}", condition(referral.when));
    value("leads each time, on average", referral.leads);
    value("each buys with probability", referral.take);
    if (referral.delay.given) value("delay", referral.delay, times());
    if (referral.reward.given) value("reward for each who buys", referral.reward);
    if (referral.offer) line("  offer: {}", s_.offers[*referral.offer].name);
    if (!referral.mix.empty()) line("  mix of those who buy: {}", mix(referral.mix));
    if (referral.generations > 0) line("  generations: {} at most", referral.generations);
  }

  std::string mix(const std::vector<double>& shares) const {
    std::string text;
    for (std::size_t i = 0; i < s_.segments.size(); ++i)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", s_.segments[i].name, percent(shares[i]));
    return text;
  }

  void describe(const models::State& state) {
    line("\nState {}: customers start at {}.", state.name, state.levels.front().name);
    note_lines(state.note, state.source);
    for (const models::State::Level& level : state.levels) {
      line("  level {}{}", level.name, level.adjustments.empty() ? "" : ":");
      note_lines(level.note, level.source, "    ");
      changes(level.adjustments);
    }
  }

  void describe(const models::Repeat& repeat) {
    const models::RepeatModel* model = models::find_repeat_model(repeat.model);
    line("\nRepeat {}: starts after {}; {}: {}.", repeat.name, after(repeat.after), repeat.model, model ? model->about : "");
    note_lines(repeat.note, repeat.source);
    for (std::size_t i = 0; model && i < repeat.parameters.size(); ++i) {
      const int dimension = dimension_of(model->fields[i].meaning);
      value(std::string(model->fields[i].name), repeat.parameters[i], dimension > 0 ? times() : dimension < 0 ? rates() : "");
    }
    if (model && model->on_lattice) line("  every: {:.6g} {}{}", repeat.every, models::name_of(s_.step), repeat.every == 1 ? "" : "s");
    describe(repeat.purchase);
    if (repeat.cost_per_month.given) value("cost per month", repeat.cost_per_month);
    if (repeat.stage != models::Stage::repeat) line("  stage: {}", name_of(repeat.stage));
  }

  void describe(const models::Spend& spend, std::size_t index) {
    std::string users;
    std::size_t count = 0;
    const auto note_user = [&](const std::string& name, const models::Purchase& purchase) {
      if (purchase.spend != index) return;
      users += (users.empty() ? "" : ", ") + name;
      ++count;
    };
    for (const auto& offer : s_.offers) note_user(offer.name, offer.purchase);
    for (const auto& step : s_.steps) note_user(step.name, step.purchase);
    for (const auto& repeat : s_.repeats) note_user(repeat.name, repeat.purchase);
    const bool shared = spend.gamma_gamma || spend.law.role == Role::each_customer;
    line("\nSpend {}: of {}{}.", spend.name, users, count > 1 && shared ? "; a customer who spends more on one spends more on all" : "");
    note_lines(spend.note, spend.source);
    if (!spend.gamma_gamma) {
      value("law", spend.law);
      return;
    }
    line("  gamma-gamma: each customer has a mean of their own; on average a purchase is worth {:.6g} at central values",
         mean_of(spend.p.law) * mean_of(spend.gamma.law) / (mean_of(spend.q.law) - 1));
    value("p", spend.p);
    value("q", spend.q);
    value("gamma", spend.gamma);
  }

  void tail() {
    std::size_t unknown = 0;
    for (const Quantity* quantity : quantities_of(s_)) {
      if (!quantity->follows.empty()) continue;
      const bool whole = quantity->role == Role::assumption && !quantity->law.is_constant();
      if (whole)
        ++unknown;
      else
        visit_uncertain_parameters(quantity->law, [&](const std::string&, const Law&) { ++unknown; });
    }
    if (unknown == 0)
      line("\nNothing in it is uncertain: this file claims to know everything exactly.");
    else
      line("\n{} of its numbers {} not known: each world of a run draws {} anew.", unknown, unknown == 1 ? "is" : "are",
           unknown == 1 ? "it" : "them");
    for (const models::Correlation& correlation : s_.correlations) {
      line("  {} and {} {}, rank correlation {:g}.", correlation.between[0], correlation.between[1],
           correlation.rank > 0   ? "tend to be high together"
           : correlation.rank < 0 ? "tend to be high when the other is low"
                                  : "have nothing to do with each other",
           correlation.rank);
      note_lines(correlation.note, correlation.source);
    }
    for (const std::string& warning : warnings_about(s_)) line("\nWarning: {}.", warning);
  }

  const Scenario& s_;
};

}  // namespace

std::string reading_of(const Quantity& quantity) {
  const bool as_percent = quantity.text.find('%') != std::string::npos && quantity.law.kind != LawKind::mixture;
  if (!quantity.follows.empty()) return following(quantity, as_percent);
  if (quantity.law.is_constant()) return number(quantity.law.value, as_percent);
  const std::string spread = spread_of(quantity.law, as_percent), who = whose(quantity.role);
  std::vector<std::string> parameters;
  visit_uncertain_parameters(quantity.law, [&](const std::string& name, const Law& law) {
    parameters.push_back(said<"parameter.last">(name, spread_of(law, as_percent)));
  });
  if (parameters.empty()) return said<"reading.uncertain">(spread, who);
  return said<"reading.uncertain-itself">(spread, who, fmt::format("{}", fmt::join(parameters, "; ")));
}

std::string describe(const Scenario& scenario) { return Description(scenario).text(); }

}  // namespace valuescale::scenarios
