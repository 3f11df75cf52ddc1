// The value scale: what winning a customer costs, what the first sale brings of it, and what comes later.
#include "results/report/telling.hpp"

#include <charconv>
#include <cmath>

namespace valuescale::results::report {
namespace {

/// Rows of a waterfall: each change begins where the one before ended.
struct Waterfall {
  Json rows = Json::array(), from = Json::array(), to = Json::array(), lo = Json::array(), hi = Json::array(), roles = Json::array();
  Ends amounts;
  double level = 0;

  void add(const std::string& name, double start, const Estimate& amount, double factor, const std::string& role) {
    const double end = start + amount.value;
    rows.push_back(name);
    from.push_back(number(start));
    to.push_back(number(end));
    lo.push_back(number(end - factor * amount.se));
    hi.push_back(number(end + factor * amount.se));
    roles.push_back(role);
    amounts.add(amount, factor);
  }
  void change(const std::string& name, const Estimate& amount, double factor) {
    add(name, level, amount, factor, amount.value < 0 ? "loss" : "gain");
    level += amount.value;
  }
};

bool is_nothing(const Estimate& estimate) { return std::isnan(estimate.value) || (estimate.value == 0 && !(estimate.se > 0)); }

std::optional<Figure> waterfall(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  if (customer.by_stage.empty() || std::isnan(customer.by_stage.front().second.value)) return std::nullopt;
  Waterfall steps;
  Table table{{say("waterfall.stage"), say("waterfall.per-customer"), say("waterfall.per-lead")}, {}, 1};
  for (std::size_t s = 0; s < customer.by_stage.size(); ++s) {
    const auto& [name, mean] = customer.by_stage[s];
    if (!is_nothing(mean)) {
      steps.change(telling.stage(name), mean, factor);
      std::string per_lead;
      for (const auto& [lead_name, lead_mean] : answer.all.lead.by_stage) {
        if (lead_name == name) per_lead = numbers.with_error(lead_mean);
      }
      table.rows.push_back({telling.stage(name), numbers.with_error(mean), per_lead});
    }
    if (name == "offer") steps.add(say("waterfall.first-sale"), 0, customer.first_sale.mean, factor, "total");
  }
  steps.add(say("waterfall.profit"), 0, customer.profit.mean, factor, "total");
  table.rows.push_back(
      {say("waterfall.profit"), numbers.with_error(customer.profit.mean), numbers.with_error(answer.all.lead.profit.mean)});
  const Estimate &front = customer.front_end.mean, &back = customer.back_end.mean;
  if (!std::isnan(front.value) && !std::isnan(back.value)) {
    steps.add(say("waterfall.front"), 0, front, factor, "front");
    steps.add(say("waterfall.back"), front.value, back, factor, "back");
    table.rows.push_back({say("waterfall.first-sale"), numbers.with_error(customer.first_sale.mean), ""});
    table.rows.push_back({say("waterfall.front"), numbers.with_error(front), ""});
    table.rows.push_back({say("waterfall.back"), numbers.with_error(back), ""});
  }
  Json chart = {
      {"kind", "bars"}, {"x", axis(say("axis.per-customer", {{"currency", answer.currency}}), "money")}, {"rows", std::move(steps.rows)}};
  chart["series"] = Json::array({{{"name", say("waterfall.per-customer")},
                                  {"from", std::move(steps.from)},
                                  {"to", std::move(steps.to)},
                                  {"lo", std::move(steps.lo)},
                                  {"hi", std::move(steps.hi)},
                                  {"roles", std::move(steps.roles)},
                                  {"values", std::move(steps.amounts.value)},
                                  {"errors", {{"lo", std::move(steps.amounts.lo)}, {"hi", std::move(steps.amounts.hi)}}}}});
  chart["signs"] = Json::array({{{"role", "loss"}, {"name", say("sign.cost")}},
                                {{"role", "gain"}, {"name", say("sign.gain")}},
                                {{"role", "total"}, {"name", say("sign.total")}},
                                {{"role", "front"}, {"name", say("sign.front")}}});
  const std::string says = say(customer.first_sale.mean.value < 0 ? "waterfall.says-loses" : "waterfall.says-earns",
                               {{"first", numbers.money(std::abs(customer.first_sale.mean.value))},
                                {"covers", numbers.share(customer.first_sale.p_nonnegative.value)},
                                {"front", numbers.money(front.value)},
                                {"back", numbers.money(back.value)}});
  return Figure{"value-scale", say("waterfall.title"), says, std::move(chart), std::move(table)};
}

/// The ends of a take rate as it was written: "0.4", "40%", "25% to 45%". Anything else is no two numbers.
std::optional<std::pair<double, double>> ends_of(const std::string& text) {
  std::pair<double, double> ends{kMissing, kMissing};
  const std::size_t to = text.find(" to ");
  const auto read = [](std::string_view part, double& value) {
    const auto [rest, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc()) return false;
    const std::string_view unread(rest, static_cast<std::size_t>(part.data() + part.size() - rest));
    if (unread == "%" || unread == " %") value /= 100;
    return (unread.empty() || unread == "%" || unread == " %") && value >= 0 && value <= 1;
  };
  if (!read(std::string_view(text).substr(0, to), ends.first)) return std::nullopt;
  if (to == std::string::npos) return std::pair(ends.first, ends.first);
  if (!read(std::string_view(text).substr(to + 4), ends.second)) return std::nullopt;
  return ends;
}

/// From a lead to a customer, and who takes each step of the ladder of those who are asked.
std::optional<Figure> funnel(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  if (std::isnan(answer.all.conversion.value)) return std::nullopt;
  Json rows = Json::array(), low = Json::array(), high = Json::array();
  Ends shares;
  Table table{{say("funnel.step"), say("funnel.known-from"), say("funnel.share")}, {}, 2};
  const auto add = [&](const std::string& name, const Estimate& share, const std::string& from, const std::string& as_text) {
    rows.push_back(name);
    shares.add_share(share, factor);
    low.push_back(nullptr);
    high.push_back(nullptr);
    table.rows.push_back({name, from, as_text});
  };
  add(say("funnel.leads"), {1, kMissing}, say("funnel.by-definition"), numbers.share(1));
  add(say("funnel.customers"), answer.all.conversion, say("funnel.simulated"), numbers.share_with_error(answer.all.conversion));
  bool has_ladder = false;
  for (const auto& assumption : answer.stated) {
    const std::string_view path = assumption.path;
    constexpr std::string_view kBegin = "step.", kEnd = ".take";
    if (path.size() <= kBegin.size() + kEnd.size() || !path.starts_with(kBegin) || !path.ends_with(kEnd)) continue;
    has_ladder = true;
    const std::string name(path.substr(kBegin.size(), path.size() - kBegin.size() - kEnd.size()));
    const auto ends = ends_of(assumption.text);
    const double middle = ends ? (ends->first + ends->second) / 2 : kMissing;
    add(say("funnel.takes", {{"step", name_of(name)}}), {middle, kMissing}, say("funnel.assumed"),
        name_of(say.again("reading", assumption.reading)));
    if (ends && ends->first != ends->second) {
      low.back() = ends->first;
      high.back() = ends->second;
    }
  }
  if (!has_ladder && answer.all.conversion.value == 1) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.share-of-asked"), "share")}, {"rows", std::move(rows)}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({{{"name", say("funnel.share")},
                                  {"to", std::move(shares.value)},
                                  {"lo", std::move(shares.lo)},
                                  {"hi", std::move(shares.hi)},
                                  {"worlds", {{"lo", std::move(low)}, {"hi", std::move(high)}}}}});
  return Figure{"funnel", say("funnel.title"), say("funnel.says"), std::move(chart), std::move(table)};
}

}  // namespace

void tell_value(const Telling& telling, Document& document) {
  Section section{"value", telling.say("heading.value"), {}};
  if (auto figure = waterfall(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = funnel(telling)) section.blocks.emplace_back(std::move(*figure));
  if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
