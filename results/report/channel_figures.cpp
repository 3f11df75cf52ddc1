// Channels side by side: what a customer costs and brings, what one more would cost, and what more or less spend would bring.
#include "results/report/telling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace valuescale::results::report {
namespace {

// So many channels get a picture of their own; the tables have all.
constexpr std::size_t kPictures = 8;

/// One kind of amount in all rows.
struct Amount {
  Ends ends;
  Json low = Json::array(), high = Json::array();

  void add(const Estimate& estimate, double factor, double from, double to) {
    ends.add(estimate, factor);
    low.push_back(number(from));
    high.push_back(number(to));
  }
  Json series(const std::string& name) {
    return {{"name", name},
            {"to", std::move(ends.value)},
            {"lo", std::move(ends.lo)},
            {"hi", std::move(ends.hi)},
            {"worlds", {{"lo", std::move(low)}, {"hi", std::move(high)}}},
            {"dots", true}};
  }
};

Figure costs_and_values(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Json rows = Json::array();
  Amount cac, ltv;
  Table table{{say("channels.channel"), say("channels.cac"), say("channels.ltv"), say("channels.ratio"), say("channels.profit"),
               say("channels.paid-back"), say("channels.p-loss"), say("channels.conversion"), say("channels.of-customers")},
              {},
              1};
  const auto row = [&](const std::string& name, const Block& block, const WorldsView* worlds) {
    const ViewAnswer& customer = block.customer;
    if (std::isnan(customer.cac.mean.value)) return;
    rows.push_back(name);
    const auto level = [worlds](const WorldsView::Quantiles WorldsView::*of, double at) {
      return worlds ? at_level(worlds->*of, at) : kMissing;
    };
    cac.add(customer.cac.mean, factor, level(&WorldsView::cac, 0.05), level(&WorldsView::cac, 0.95));
    ltv.add(customer.ltv.mean, factor, level(&WorldsView::ltv, 0.05), level(&WorldsView::ltv, 0.95));
    table.rows.push_back({name, numbers.with_error(customer.cac.mean), numbers.with_error(customer.ltv.mean),
                          numbers.ratio(customer.ltv_cac.value), numbers.with_error(customer.profit.mean),
                          numbers.share(telling.headline(customer.payback).ever.value), numbers.share(customer.p_loss.value),
                          numbers.share(block.conversion.value), numbers.share(block.share_of_customers)});
  };
  row(say("channels.all"), answer.all, answer.worlds_interval ? &answer.worlds_interval->customer : nullptr);
  if (answer.channels.size() > 1) {
    for (const auto& [name, block] : answer.channels) row(name_of(name), block, nullptr);
  }
  if (answer.segments.size() > 1) {
    for (const auto& [name, block] : answer.segments) row(name_of(name), block, nullptr);
  }
  const std::size_t rows_told = rows.size();
  Json chart = {
      {"kind", "bars"}, {"x", axis(say("axis.per-customer", {{"currency", answer.currency}}), "money")}, {"rows", std::move(rows)}};
  chart["series"] = Json::array({cac.series(say("channels.cac")), ltv.series(say("channels.ltv"))});
  chart["series"][0]["role"] = "loss";
  chart["series"][1]["role"] = "gain";
  std::string says = say(telling.is_discounted() ? "channels.says" : "channels.says-undiscounted");
  if (answer.worlds_interval && rows_told > 1) says += say("channels.all-only");
  return {"ltv-cac", say("channels.title"), std::move(says), std::move(chart), std::move(table)};
}

/// "1,200 (900 to 1,500)"
std::string with_worlds(const Telling& telling, const OverWorlds& of, std::string (Numbers::*write)(double) const) {
  const std::string middle = (telling.numbers.*write)(of.value);
  if (std::isnan(of.lo) || of.lo == of.hi) return middle;
  return telling.say("spend.cell", {{"value", middle}, {"from", (telling.numbers.*write)(of.lo)}, {"to", (telling.numbers.*write)(of.hi)}});
}

std::optional<Figure> one_more(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Json rows = Json::array();
  Amount average, marginal, ltv;
  Table table{{say("spend.channel"), say("spend.spent"), say("spend.customers"), say("spend.average"), say("spend.marginal"),
               say("channels.ltv"), say("spend.last-unit")},
              {},
              1};
  std::string verdicts;
  bool is_wide = false;
  for (const auto& [name, block] : answer.channels) {
    if (!block.spend) continue;
    const SpendAnswer& spend = *block.spend;
    rows.push_back(name_of(name));
    average.add({spend.average_cac.value, kMissing}, 0, spend.average_cac.lo, spend.average_cac.hi);
    marginal.add({spend.marginal_cac.value, kMissing}, 0, spend.marginal_cac.lo, spend.marginal_cac.hi);
    ltv.add(block.customer.ltv.mean, factor, kMissing, kMissing);
    is_wide = is_wide || spend.average_cac.lo < spend.average_cac.hi;
    table.rows.push_back(
        {name_of(name), with_worlds(telling, spend.spend, &Numbers::bare_money), with_worlds(telling, spend.customers, &Numbers::count),
         with_worlds(telling, spend.average_cac, &Numbers::bare_money), with_worlds(telling, spend.marginal_cac, &Numbers::bare_money),
         numbers.with_error(block.customer.ltv.mean), numbers.with_error(spend.last_unit)});
    const Estimate& last = spend.last_unit;
    if (!std::isfinite(last.value)) continue;
    // A difference that nobody would act on is none.
    const double unclear = std::fmax(0.005, std::isfinite(last.se) ? factor * last.se : 0);
    const char* verdict = last.value > 1 + unclear ? "spend.more" : last.value < 1 - unclear ? "spend.less" : "spend.enough";
    verdicts += say(verdict, {{"channel", name_of(name)}, {"back", numbers.ratio(last.value)}, {"currency", answer.currency}});
  }
  if (rows.empty()) return std::nullopt;
  Json chart = {
      {"kind", "bars"}, {"x", axis(say("axis.per-customer", {{"currency", answer.currency}}), "money")}, {"rows", std::move(rows)}};
  chart["series"] =
      Json::array({average.series(say("spend.average")), marginal.series(say("spend.marginal")), ltv.series(say("channels.ltv"))});
  const std::string middle = is_wide ? say("spend.middle") : std::string();
  return Figure{"one-more", say("spend.title"), say("spend.says") + verdicts + middle, std::move(chart), std::move(table)};
}

/// The spend of a channel, and what it brings.
struct Responding {
  std::string name;
  const SpendAnswer& spend;
  const Estimate& ltv;
};

std::vector<Responding> responding(const Answer& answer) {
  std::vector<Responding> channels;
  for (const auto& [name, block] : answer.channels)
    if (block.spend && !block.spend->curve.empty()) channels.push_back({name_of(name), *block.spend, block.customer.ltv.mean});
  return channels;
}

double three_digits(double amount) {
  if (!(amount > 0) || !std::isfinite(amount)) return amount;
  const double unit = std::pow(10, std::floor(std::log10(amount)) - 2);
  return std::round(amount / unit) * unit;
}

/// To the end of an axis that people would draw.
double rounded_up(double amount) {
  if (!(amount > 0)) return amount;
  const double unit = std::pow(10, std::floor(std::log10(amount)));
  constexpr std::array kEnds{1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0};
  return unit * *std::lower_bound(kEnds.begin(), kEnds.end() - 1, amount / unit);
}

/// A line over what the middle world spends, with a soft band of worlds; those who go beyond all bounds go to the picture's `top`.
Json line_of(const std::string& name, const SpendAnswer& spend, OverWorlds SpendPoint::*number_of, double top) {
  Json x = Json::array(), y = Json::array(), low = Json::array(), high = Json::array();
  bool is_wide = false;
  for (const auto& [times, point] : spend.curve) {
    const OverWorlds& one = point.*number_of;
    x.push_back(number(point.spend.value));
    y.push_back(std::isfinite(one.value) ? number(one.value) : Json());
    low.push_back(std::isfinite(one.lo) ? number(one.lo) : Json());
    high.push_back(std::isfinite(one.hi) ? number(one.hi) : std::isinf(one.hi) && std::isfinite(top) ? number(top) : Json());
    is_wide = is_wide || one.lo < one.hi;
  }
  Json line = {{"name", name}, {"x", std::move(x)}, {"y", std::move(y)}};
  if (is_wide) line["bands"] = Json::array({{{"lo", std::move(low)}, {"hi", std::move(high)}}});
  return line;
}

/// What so much spend would bring, of all channels, each of which can be switched off.
Figure customers_by_spend(const Telling& telling, const std::vector<Responding>& channels) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Json series = Json::array();
  Table table{
      {say("spend.channel"), say("spend.times"), say("spend.spent"), say("spend.customers"), say("spend.average"), say("spend.marginal")},
      {},
      1};
  bool is_known = true;
  for (const auto& [name, spend, ltv] : channels) {
    Json line = line_of(name, spend, &SpendPoint::customers, kMissing);
    line["dots"] = Json::array();
    for (std::size_t k = 0; k < spend.curve.size(); ++k) {
      const auto& [times, point] = spend.curve[k];
      if (times == 1) line["dots"].push_back(k);
      table.rows.push_back({name, numbers.ratio(times), with_worlds(telling, point.spend, &Numbers::bare_money),
                            with_worlds(telling, point.customers, &Numbers::count),
                            with_worlds(telling, point.average_cac, &Numbers::bare_money),
                            with_worlds(telling, point.marginal_cac, &Numbers::bare_money)});
    }
    series.push_back(std::move(line));
    is_known = is_known && !(spend.spend.lo < spend.spend.hi);
  }
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.spend", {{"currency", answer.currency}}), "money")},
                {"y", axis(say("axis.won"), "number")},
                {"series", std::move(series)}};
  chart["x"]["min"] = 0;
  chart["y"]["min"] = 0;
  return {"customers-by-spend", say("by-spend.title"), say("by-spend.says") + (is_known ? "" : say("by-spend.unsure")), std::move(chart),
          std::move(table)};
}

/// Where an edge of the band over worlds comes to lie above `ltv` for good, as it is drawn; infinite: not within the curve.
double leaves(const SpendAnswer& spend, double OverWorlds::*edge, double ltv) {
  const auto cost = [edge](const auto& at) { return at.second.marginal_cac.*edge; };
  const auto last = std::find_if(spend.curve.rbegin(), spend.curve.rend(), [&](const auto& at) { return cost(at) <= ltv; });
  if (last == spend.curve.rend()) return 0;
  if (last == spend.curve.rbegin()) return std::numeric_limits<double>::infinity();
  const auto next = std::prev(last);
  const double part = (ltv - cost(*last)) / (cost(*next) - cost(*last));
  return std::lerp(last->second.spend.value, next->second.spend.value, part);
}

bool is_unsure(const SpendAnswer& spend) {
  return std::any_of(spend.curve.begin(), spend.curve.end(),
                     [](const auto& at) { return at.second.marginal_cac.lo < at.second.marginal_cac.hi; });
}

/// Up to which spend is more worth it, and does today's lie below it? In the middle world, and in nine of ten.
std::string verdict_on(const Telling& telling, const Responding& channel) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const auto& [name, spend, ltv] = channel;
  const Interval& until = spend.worth_until;
  if (std::isnan(until.value)) return {};
  const double today = spend.spend.value;
  const bool unsure = is_unsure(spend);
  const double from = unsure ? leaves(spend, &OverWorlds::hi, ltv.value) : kMissing;
  const double to = unsure ? leaves(spend, &OverWorlds::lo, ltv.value) : kMissing;
  const auto told = [&, &say = say, &numbers = numbers, &spend = spend, &ltv = ltv](const std::string& phrase,
                                                                                    const std::string& worlds = {}) {
    return say(phrase, {{"ltv", numbers.money(ltv.value)},
                        {"until", numbers.money(until.value)},
                        {"spend", numbers.money(today)},
                        {"from", numbers.money(three_digits(from))},
                        {"to", numbers.money(three_digits(to))},
                        {"least", numbers.count(spend.curve.front().first)},
                        {"most", numbers.count(spend.curve.back().first)},
                        {"worlds", worlds}});
  };
  if (std::isinf(until.value)) return told("cac-by-spend.always");
  if (until.value == 0) return told("cac-by-spend.nowhere");
  // A difference that nobody would act on is none.
  const double near = 0.01 * until.value;
  const bool is_below = today<std::fmin(until.value - near, until.lo), is_above = today> std::fmax(until.value + near, until.hi);
  std::string verdict = is_below ? "cac-by-spend.below" : is_above ? "cac-by-spend.above" : "cac-by-spend.there";
  if ((is_below && today >= from) || (is_above && today <= to)) verdict += "-unsure";
  const char* range = !unsure                         ? ""
                      : from > 0 && std::isfinite(to) ? "cac-by-spend.between"
                      : from > 0                      ? "cac-by-spend.beyond"
                      : std::isfinite(to)             ? "cac-by-spend.before"
                                                      : "cac-by-spend.open";
  return told("cac-by-spend.meets", *range ? told(range) : std::string()) + told(verdict);
}

/// What customers cost at so much spend, on average and one more, beside what a customer brings.
Figure cac_by_spend(const Telling& telling, const Responding& channel, std::size_t place) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const auto& [name, spend, ltv] = channel;
  // One more customer may cost any amount: what is far above all that matters is cut off.
  double top = std::isfinite(ltv.value) ? 2 * ltv.value : 0, highest = 0;
  for (const double today : {spend.average_cac.value, spend.marginal_cac.value})
    if (std::isfinite(today)) top = std::fmax(top, 1.5 * today);
  top = rounded_up(top);
  Table table{{say("spend.spent"), say("spend.average"), say("spend.marginal"), say("channels.ltv")}, {}, 1};
  for (const auto& [times, point] : spend.curve) {
    for (const OverWorlds* one : {&point.average_cac, &point.marginal_cac})
      for (const double value : {one->value, one->hi})
        if (!std::isnan(value)) highest = std::fmax(highest, value);
    table.rows.push_back({with_worlds(telling, point.spend, &Numbers::bare_money),
                          with_worlds(telling, point.average_cac, &Numbers::bare_money),
                          with_worlds(telling, point.marginal_cac, &Numbers::bare_money), numbers.with_error(ltv)});
  }
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.spend", {{"currency", answer.currency}}), "money")},
                {"y", axis(say("axis.per-customer", {{"currency", answer.currency}}), "money")}};
  chart["x"]["min"] = 0;
  chart["y"]["min"] = 0;
  const bool is_cut = highest > top && top > 0;
  if (is_cut) chart["y"]["max"] = top;
  chart["series"] = Json::array({line_of(say("spend.average"), spend, &SpendPoint::average_cac, top),
                                 line_of(say("spend.marginal"), spend, &SpendPoint::marginal_cac, top)});
  chart["series"][0]["role"] = "total";
  chart["series"][0]["dash"] = 1;
  chart["series"][1]["role"] = "loss";
  chart["marks"] = Json::array({mark("y", ltv.value, say("cac-by-spend.ltv", {{"ltv", numbers.money(ltv.value)}})),
                                mark("x", spend.spend.value, say("cac-by-spend.today"))});
  const double until = spend.worth_until.value;
  if (std::isfinite(until) && until > 0) chart["marks"].push_back(mark("x", until, say("cac-by-spend.until")));
  std::string says = verdict_on(telling, channel);
  if (is_unsure(spend)) says += say("cac-by-spend.middle");
  if (is_cut) says += say("cac-by-spend.cut");
  std::string id = "cac-by-spend-";
  id += static_cast<char>('a' + place);
  return {id, say("cac-by-spend.title", {{"channel", name}}), says, std::move(chart), std::move(table)};
}

}  // namespace

void tell_channels(const Telling& telling, Document& document) {
  if (std::isnan(telling.answer.all.customer.cac.mean.value)) return;
  Section section{"channels", telling.say("heading.channels"), {}};
  section.blocks.emplace_back(costs_and_values(telling));
  if (auto figure = one_more(telling)) section.blocks.emplace_back(std::move(*figure));
  const std::vector<Responding> channels = responding(telling.answer);
  if (!channels.empty()) section.blocks.emplace_back(customers_by_spend(telling, channels));
  for (std::size_t i = 0; i < std::min(channels.size(), kPictures); ++i) section.blocks.emplace_back(cac_by_spend(telling, channels[i], i));
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
