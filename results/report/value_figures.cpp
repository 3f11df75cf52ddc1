// The value scale: what winning a customer costs, what the first sale brings of it, and what comes later.
#include "results/report/ladder_figure.hpp"
#include "results/report/telling.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

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
  const auto& [answer, say, every_number, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  if (customer.by_stage.empty() || std::isnan(customer.by_stage.front().second.value)) return std::nullopt;
  std::vector<double> amounts{customer.profit.mean.value};
  for (const auto& [name, mean] : customer.by_stage) amounts.push_back(mean.value);
  const Numbers numbers = every_number.fit(amounts);
  // Where nothing comes after the first sale, what is left after it is all, and so is the front end.
  const auto comes_later = [](const auto& stage) {
    return stage.first != "acquisition" && stage.first != "offer" && !is_nothing(stage.second);
  };
  const bool ends_there = std::none_of(customer.by_stage.begin(), customer.by_stage.end(), comes_later);
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
    if (name == "offer" && !ends_there) steps.add(say("waterfall.first-sale"), 0, customer.first_sale.mean, factor, "total");
  }
  const bool shows_nothing = steps.rows.size() < 2;
  steps.add(say("waterfall.profit"), 0, customer.profit.mean, factor, "total");
  table.rows.push_back(
      {say("waterfall.profit"), numbers.with_error(customer.profit.mean), numbers.with_error(answer.all.lead.profit.mean)});
  const Estimate &front = customer.front_end.mean, &back = customer.back_end.mean;
  if (!std::isnan(front.value) && !std::isnan(back.value)) {
    if (!ends_there) {
      steps.add(say("waterfall.front"), 0, front, factor, "front");
      steps.add(say("waterfall.back"), front.value, back, factor, "back");
    }
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
                                {{"role", "total"}, {"name", say("sign.total")}}});
  if (!ends_there) chart["signs"].push_back({{"role", "front"}, {"name", say("sign.front")}});
  const std::string says = say(customer.first_sale.mean.value < 0 ? "waterfall.says-loses" : "waterfall.says-earns",
                               {{"first", numbers.money(std::abs(customer.first_sale.mean.value))},
                                {"covers", numbers.share(customer.first_sale.p_nonnegative.value)},
                                {"front", numbers.money(front.value)},
                                {"back", numbers.money(back.value)}});
  if (shows_nothing) chart = nullptr;
  return Figure{"value-scale", say("waterfall.title"), says, std::move(chart), std::move(table)};
}

}  // namespace

void tell_value(const Telling& telling, Document& document) {
  Section section{"value", telling.say("heading.value"), {}};
  if (auto figure = waterfall(telling)) section.blocks.emplace_back(std::move(*figure));
  for (Figure& figure : ladder_figures(telling)) section.blocks.emplace_back(std::move(figure));
  if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
