#include "scenarios/reader/keys.hpp"

#include "models/acquisition/response.hpp"

#include <array>
#include <limits>

namespace valuescale::scenarios {
namespace {

using models::Meaning;
using models::Role;
using Draws = Key::Draws;
using Holds = Key::Holds;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Range kAboveMinusOne{{-1, kInfinity, true, false}, Range::Spread::normal};
// A gamma-gamma spend has a mean only if its q is more than 1.
constexpr Range kAboveOne{{1, kInfinity, true, false}, Range::Spread::lognormal};
// A response that grows faster than what is spent would make the last customer the cheapest.
constexpr Range kAtMostOne{{0, 1, true, false}, Range::Spread::logit_normal};
constexpr Range kCorrelation{{-1, 1, false, false}, Range::Spread::normal};
constexpr Range kMonths{{1, 600, false, false}, Range::Spread::normal};
constexpr std::array<std::string_view, 5> kUnits{"day", "week", "month", "quarter", "year"};
constexpr std::array<std::string_view, 12> kMonthNames{"january", "february", "march",     "april",   "may",      "june",
                                                       "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 2> kWhose{"leads", "customers"};
constexpr std::array<std::string_view, 3> kWhenShort{"slow", "stop", "go on"};
constexpr std::array<std::string_view, 1> kSpendModels{"gamma-gamma"};
constexpr std::array<std::string_view, 6> kStageNames{"ladder", "repeat", "referral", "partner", "service", "policy"};

Key text(std::string_view name, std::string_view about, bool required = false) {
  return {.name = name, .holds = Holds::text, .about = about, .required = required};
}
Key choice(std::string_view name, std::span<const std::string_view> choices, std::string_view about) {
  return {.name = name, .holds = Holds::choice, .about = about, .choices = choices};
}
Key other(std::string_view name, Holds holds, std::string_view about, bool required = false) {
  return {.name = name, .holds = holds, .about = about, .required = required};
}
Key number(std::string_view name, Meaning meaning, double fallback, std::string_view about, Draws draws = Draws::none,
           Role role = Role::assumption) {
  return {.name = name, .holds = Holds::number, .about = about, .meaning = meaning, .fallback = fallback, .draws = draws, .role = role};
}
Key certain(std::string_view name, Meaning meaning, double fallback, std::string_view about, bool required = false) {
  return {.name = name, .holds = Holds::certain_number, .about = about, .required = required, .meaning = meaning, .fallback = fallback};
}

/// Months of a plan, or one of them, counted from 1.
Key months(std::string_view name, std::string_view about, bool required = false) {
  Key key = certain(name, Meaning::positive, 0, about, required);
  key.own_range = &kMonths;
  return key;
}
Key amounts(std::string_view name, std::string_view about, bool required = false) {
  return {.name = name, .holds = Holds::amounts, .about = about, .required = required, .meaning = Meaning::cost};
}
/// channel = value
Key by_channel(std::string_view name, Meaning meaning, std::string_view about) {
  return {.name = name, .holds = Holds::table, .about = about, .meaning = meaning};
}

void add_notes(Keys& keys) {
  keys.push_back(text("note", "free text, printed with the results"));
  keys.push_back(text("source", "where the numbers come from"));
}

/// What a channel's response to spend reads; curves share keys.
void add_responses(Keys& keys) {
  static const std::vector<std::string_view> curves = [] {
    std::vector<std::string_view> names;
    for (const models::ResponseCurve& curve : models::response_curves()) names.push_back(curve.name);
    return names;
  }();
  keys.push_back(number("spend", Meaning::positive, 0, "money spent on it in all, instead of a cost and a number"));
  keys.push_back(choice("response", curves, "how many leads or customers the spend brings"));
  keys.push_back(choice("of", kWhose, "whom it brings; default leads"));
  for (const models::ResponseCurve& curve : models::response_curves())
    for (const models::Field& field : curve.fields) {
      if (find_key(keys, field.name)) continue;
      Key key = key_of(field);
      key.required = false;
      if (field.name == "exponent") key.own_range = &kAtMostOne;
      keys.push_back(key);
    }
  keys.push_back(number("capacity", Meaning::positive, 0, "no more leads or customers than these, however much is spent"));
}

void add_purchase(Keys& keys) {
  for (const Key& key : purchase_keys()) keys.push_back(key);
}

void add_changes(Keys& keys) {
  keys.push_back(other("multiply", Holds::table, "factors on rates, probabilities, prices and costs"));
  keys.push_back(other("odds", Holds::table, "factors on the odds of probabilities"));
  keys.push_back(other("override", Holds::table, "other values for quantities of offers, steps, repeats and spends"));
}

}  // namespace

const Keys& scenario_keys() {
  static const Keys keys = [] {
    Keys k{text("title", "one line", true),
           text("extends", "path of another scenario, relative to this file, that this one changes"),
           other("unset", Holds::names, "paths of what the files that this one extends say and it does not: a key, or a whole table"),
           text("currency", "ISO 4217 code, for display; default USD"),
           choice("time_step", kUnits, "the grid of the results; default month"),
           choice("time_unit", kUnits, "the unit of bare times and rates; default: the step"),
           certain("lifetime", Meaning::positive_time, 0, "how much of each customer's life is simulated: a whole number of steps", true),
           {.name = "discount_rate",
            .holds = Holds::discount,
            .about = "effective rate a year, or '5% continuous', or '1% a month'; default 0",
            .own_range = &kAboveMinusOne},
           other("channel", Holds::table, "where leads come from", true),
           other("segment", Holds::table, "kinds of customer"),
           other("offer", Holds::table, "the first sale", true),
           other("step", Holds::table, "rungs of the value ladder"),
           other("repeat", Holds::table, "coming back"),
           other("spend", Holds::table, "spend laws shared by several purchases"),
           other("state", Holds::table, "what may change about a customer in the course of life"),
           other("referral", Holds::table, "customers who bring customers"),
           other("season", Holds::table, "what is different in some months of every year"),
           other("shock", Holds::table, "what may happen to the whole business, and lasts a while"),
           other("trend", Holds::table, "what changes a little every month"),
           other("correlation", Holds::table, "a list of tables: assumptions that go together"),
           other("plan", Holds::table, "whom the business wins month by month, and the money it has for that"),
           other("stress", Holds::table, "what may go wrong, by name, for valuescale stress")};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& channel_keys() {
  static const Keys keys = [] {
    Keys k{number("cost_per_lead", Meaning::cost, 0, "money paid for each lead at time 0", Draws::each_customer),
           number("cost_per_customer", Meaning::cost, 0, "money paid for each customer at time 0", Draws::each_customer),
           number("share_of_first_sale", Meaning::probability, 0, "share of the first sale's price paid for each customer at time 0"),
           other("offer", Holds::name, "the offer its leads are shown; default: the only one"),
           certain("share", Meaning::probability, 1, "share of all leads (of customers where the cost is per customer)"),
           certain("leads", Meaning::cost, 0, "number of leads, instead of a share"),
           certain("customers", Meaning::cost, 0, "number of customers, instead of a share"),
           other("mix", Holds::table, "segment = share; default: the segments' own shares"),
           choice("mix_of", kWhose, "whose shares the mix gives; default leads")};
    add_responses(k);
    add_changes(k);
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& correlation_keys() {
  static const Keys keys = [] {
    Key rank = certain("rank", Meaning::money, 0, "Spearman's rank correlation over worlds, from -1 to 1", true);
    rank.own_range = &kCorrelation;
    Keys k{{.name = "between", .holds = Holds::names, .about = "the paths of two assumptions, as results list them", .required = true},
           rank};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& segment_keys() {
  static const Keys keys = [] {
    Keys k{certain("share", Meaning::probability, 0, "share of every channel without its own mix")};
    add_changes(k);
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& purchase_keys() {
  static const Keys keys{
      number("price", Meaning::cost, 0, "what is paid; default 0", Draws::any),
      {.name = "spend",
       .holds = Holds::spend,
       .about = "what is paid, drawn for each purchase: a number, a law, or the name of a spend law",
       .meaning = Meaning::cost,
       .draws = Draws::any,
       .role = Role::each_event},
      number("margin", Meaning::margin, 1, "the share of it that is kept; default 1"),
      number("unit_cost", Meaning::cost, 0, "cost of one purchase; default 0", Draws::any),
      number("paid", Meaning::probability, 1, "probability that the price is ever paid; default 1"),
      number("paid_after", Meaning::time, 0, "time from the purchase to the payment of its price, drawn for each; default 0", Draws::any,
             Role::each_event),
  };
  return keys;
}

const Keys& offer_keys() {
  static const Keys keys = [] {
    Keys k{number("take", Meaning::probability, 1, "probability that a lead buys; default 1")};
    add_purchase(k);
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& step_keys() {
  static const Keys keys = [] {
    Keys k{
        other("after", Holds::names, "offers, steps (when taken) or repeat processes (at each purchase) it follows, or 'every visit'"),
        other("after_declined", Holds::names, "steps it follows when they are declined"),
        other("after_end", Holds::names, "repeat processes it follows when they end"),
        other("when", Holds::table, "what has to hold of the customer for it to be asked"),
        number("contact_cost", Meaning::cost, 0, "cost of asking, whatever the answer; default 0"),
        number("take", Meaning::probability, 1, "probability that it is taken; default 1"),
        number("delay", Meaning::time, 0, "time from the parent to the purchase, drawn for each; default 0", Draws::any, Role::each_event)};
    add_purchase(k);
    k.push_back(number("refund", Meaning::probability, 0, "share of the price of what it follows that is given back, instead of a price"));
    k.push_back(other("sets", Holds::table, "levels of states, or the segment, that the customer has from then on"));
    k.push_back(
        other("ends", Holds::names, "repeat processes that end with it, or 'everything': nothing will happen to the customer any more"));
    k.push_back(choice("stage", kStageNames, "where its cash is shown; default: where its trigger's is"));
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& referral_keys() {
  static const Keys keys = [] {
    Keys k{other("after", Holds::names,
                 "offers, steps (when taken) or repeat processes (at each purchase) it follows, or 'every visit'; default: every offer"),
           other("when", Holds::table, "what has to hold of the customer who refers"),
           number("leads", Meaning::factor, 0, "mean number of leads each time, Poisson"),
           number("take", Meaning::probability, 1, "probability that one of them buys; default 1"),
           number("delay", Meaning::time, 0, "time from there to the first sale, drawn for each; default 0", Draws::any, Role::each_event),
           number("reward", Meaning::cost, 0, "for each who buys, paid at the first sale; default 0"),
           other("offer", Holds::name, "what they are shown; default: what the customer who refers them was"),
           other("mix", Holds::table, "segment = share, of those who buy; default: as the customer who refers them is then"),
           certain("generations", Meaning::positive, 0, "how many there may be below a bought customer; default: no limit")};
    k[2].required = true;
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& condition_keys() {
  static const Keys keys{
      other("segment", Holds::names, "the customer's segment is one of these"),
      other("channel", Holds::names, "the customer came by one of these channels"),
      text("purchases", "repeat purchases so far: '>= 3', '< 10', '3 to 5'"),
      text("earned", "contribution so far, in currency, without the cost of acquisition: '< 0', '>= 1000'"),
      text("tenure", "time since the first sale: '>= 6 months'"),
  };
  return keys;
}

const Keys& state_keys() {
  static const Keys keys = [] {
    Keys k{other("level", Holds::table, "its levels; everybody starts at the first", true)};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& level_keys() {
  static const Keys keys = [] {
    Keys k;
    add_changes(k);
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& spend_keys() {
  static const Keys keys = [] {
    Keys k{{.name = "law",
            .holds = Holds::number,
            .about = "what one purchase is worth",
            .meaning = Meaning::cost,
            .draws = Draws::any,
            .role = Role::each_event},
           choice("model", kSpendModels, "gamma-gamma: customers differ in what their purchases are worth on average"),
           number("p", Meaning::positive, 0, "gamma-gamma: shape of a customer's purchases"),
           {.name = "q",
            .holds = Holds::number,
            .about = "gamma-gamma: shape across customers; more than 1, or there is no mean",
            .meaning = Meaning::positive,
            .own_range = &kAboveOne},
           number("gamma", Meaning::positive, 0, "gamma-gamma: rate across customers, in money")};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& plan_keys() {
  static const Keys keys = [] {
    Keys k{months("months", "how many months customers are won for: 1 to 600", true),
           choice("starts_in", kMonthNames, "the calendar month in which it begins; default january"),
           by_channel("spend", Meaning::cost, "channel = money spent on it a month"),
           by_channel("leads", Meaning::cost, "channel = leads it brings a month"),
           by_channel("customers", Meaning::cost, "channel = customers it brings a month"),
           by_channel("delay", Meaning::time, "channel = time from paying for a lead to the first sale; default 0"),
           amounts("fixed_costs", "money paid a month whether or not anybody buys; default 0"),
           other("cost", Holds::table, "more fixed costs, each with a name"),
           number("cash", Meaning::cost, 0, "money at the start; default: as much as it takes"),
           number("credit", Meaning::cost, 0, "money that may be drawn besides; default 0"),
           number("credit_interest", Meaning::factor, 0, "effective rate a year on what is drawn; default 0"),
           choice("when_short", kWhenShort, "what is done when planned acquisition costs more than there is; default slow"),
           number("reinvest", Meaning::probability, 0,
                  "share of what customers brought last month that is spent on acquisition besides; default 0"),
           number("acquisition_paid_after", Meaning::time, 0, "time from winning a lead or customer to paying the channel; default 0")};
    add_notes(k);
    return k;
  }();
  return keys;
}

std::span<const std::string_view> month_names() { return kMonthNames; }

const Keys& season_keys() {
  static const Keys keys = [] {
    Keys k{other("multiply", Holds::table, "factors by month of the year", true)};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& shock_keys() {
  static const Keys keys = [] {
    Keys k{
        number("probability", Meaning::probability, 0, "that it strikes, once, within the plan"),
        number("rate", Meaning::rate, 0, "how often it strikes, instead of a probability"),
        number("start", Meaning::time, 0, "time from the plan's first day; default: any of its months alike", Draws::any, Role::each_event),
        number("duration", Meaning::positive_time, 0, "how long it lasts", Draws::any, Role::each_event),
        other("multiply", Holds::table, "factors while it lasts", true)};
    k[3].required = true;
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& trend_keys() {
  static const Keys keys = [] {
    Keys k{other("multiply", Holds::table, "shares by which factors grow a month", true)};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& stress_keys() {
  static const Keys keys = [] {
    Keys k{other("change", Holds::table, "path of a number = '*1.4' (times), '+5' or '-5' (more, less), or a new value"),
           other("multiply", Holds::table, "factors for everybody, as of a shock"),
           other("later", Holds::table, "path of a time or of a plan's amounts, or payments = by how much later it comes"),
           other("shock", Holds::names,
                 "shocks of the scenario that strike for certain; or a table of shock = time from the plan's first day"),
           other("off", Holds::names, "what is taken away: channel.NAME, offer.NAME, step.NAME, repeat.NAME, referral.NAME or shock.NAME")};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& plan_cost_keys() {
  static const Keys keys = [] {
    Keys k{amounts("a_month", "money paid a month", true),
           number("for_customers", Meaning::positive, 0, "paid once for every so many customers won so far; default: paid once"),
           other("marketing", Holds::flag, "true where it is for winning customers")};
    add_notes(k);
    return k;
  }();
  return keys;
}

const Keys& schedule_keys() {
  static const Keys keys = [] {
    Keys k{number("start", Meaning::cost, 0, "the amount in its first month"),
           {.name = "growth",
            .holds = Holds::number,
            .about = "share by which it grows with each further month; default 0",
            .own_range = &kAboveMinusOne},
           months("first", "its first month, counted from 1; default 1"),
           months("last", "its last month; default: the plan's"),
           months("ramp", "months over which it is taken up: with 4, a quarter of it in the first, all of it from the fourth on")};
    k[0].required = true;
    add_notes(k);
    return k;
  }();
  return keys;
}

Key key_of(const models::Field& field) {
  return {.name = field.name,
          .holds = Holds::number,
          .about = field.about,
          .required = field.required,
          .meaning = field.meaning,
          .fallback = field.fallback,
          .draws = field.may_be_draw ? Draws::any : Draws::none,
          .role = field.role};
}

const Keys& repeat_common_keys() {
  static const Keys keys = [] {
    Keys k{
        text("model", "how customers come back", true),
        other("after", Holds::names, "offers and steps that start it; default: every offer"),
        number("cost_per_month", Meaning::cost, 0, "paid at the start of each month (30.4375 days) while the process is alive; default 0")};
    add_purchase(k);
    k.push_back(choice("stage", kStageNames, "where its cash is shown; default repeat"));
    add_notes(k);
    return k;
  }();
  return keys;
}

Keys repeat_keys(const models::RepeatModel& model) {
  Keys keys;
  for (const models::Field& field : model.fields) keys.push_back(key_of(field));
  if (model.on_lattice)
    keys.push_back(certain("every", Meaning::positive_time, 1, "time between chances to come back; default 1 time unit"));
  for (const Key& key : repeat_common_keys()) keys.push_back(key);
  return keys;
}

const Key& factor_key() {
  static const Key key = number("factor", Meaning::factor, 1, "a factor, at least 0");
  return key;
}

std::span<const Multiplier> multipliers() {
  static constexpr std::array<Multiplier, 11> all{{{"conversion", "take of offers"},
                                                   {"take", "take of steps"},
                                                   {"price", "prices"},
                                                   {"spend", "spend"},
                                                   {"margin", "margins"},
                                                   {"cost", "unit_cost of purchases, contact_cost, cost_per_month and rewards"},
                                                   {"rate", "purchase rates of repeat processes"},
                                                   {"churn", "hazards of leaving"},
                                                   {"return", "probabilities of returning"},
                                                   {"keep", "probabilities of keeping a customer"},
                                                   {"referrals", "leads of referrals"}}};
  return all;
}

std::span<const Multiplier> calendar_multipliers() {
  static constexpr std::array<Multiplier, 2> all{
      {{"acquisition_cost", "what a lead or customer costs"}, {"volume", "what is spent or bought a month"}}};
  return all;
}

std::span<const Multiplier> channel_multipliers() {
  static constexpr std::array<Multiplier, 1> all{{{"conversion", "take of the offer for the channel's leads"}}};
  return all;
}

const Key& growth_key() { return *find_key(schedule_keys(), "growth"); }

const Key* find_key(const Keys& keys, std::string_view name) {
  for (const Key& key : keys)
    if (key.name == name) return &key;
  return nullptr;
}

std::vector<std::string> names_of(const Keys& keys) {
  std::vector<std::string> names;
  for (const Key& key : keys) names.emplace_back(key.name);
  return names;
}

}  // namespace valuescale::scenarios
