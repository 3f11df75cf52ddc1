// Customers differ: the profit of each, from the worst to the best, and who brings it all.
#include "results/report/telling.hpp"

#include <cmath>

namespace valuescale::results::report {
namespace {

/// Shares of customers by what they bring.
std::optional<Figure> spread(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  if (!customer.profit_histogram || customer.profit_histogram->shares.size() < 2) return std::nullopt;
  const Histogram& histogram = *customer.profit_histogram;
  const double width = histogram.edges[1] - histogram.edges[0];
  // Nobody is drawn before the first bin and behind the last, where the curve comes down.
  Json x = Json::array({number(histogram.edges.front() - width / 2)}), y = Json::array({0});
  Table table{{say("spread.from"), say("spread.to"), say("spread.share")}, {}, 0};
  table.rows.push_back({"", numbers.bare_money(histogram.edges.front()), numbers.share_with_error(histogram.below)});
  for (std::size_t bin = 0; bin < histogram.shares.size(); ++bin) {
    x.push_back(number((histogram.edges[bin] + histogram.edges[bin + 1]) / 2));
    y.push_back(number(histogram.shares[bin].value));
    table.rows.push_back({numbers.bare_money(histogram.edges[bin]), numbers.bare_money(histogram.edges[bin + 1]),
                          numbers.share_with_error(histogram.shares[bin])});
  }
  table.rows.push_back({numbers.bare_money(histogram.edges.back()), "", numbers.share_with_error(histogram.above)});
  x.push_back(number(histogram.edges.back() + width / 2));
  y.push_back(0);
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.profit", {{"currency", answer.currency}}), "money")},
                {"y", axis(say("axis.by-width", {{"width", numbers.money(width)}}), "share")}};
  chart["y"]["min"] = 0;
  chart["series"] = Json::array({{{"name", say("spread.share")},
                                  {"x", std::move(x)},
                                  {"y", std::move(y)},
                                  {"steps", "middle"},
                                  {"filled", "signed"},
                                  {"thin", true},
                                  {"role", "ink"}}});
  chart["signs"] = Json::array({{{"role", "loss"}, {"name", say("sign.loses")}}, {{"role", "gain"}, {"name", say("sign.earns")}}});
  chart["marks"] = Json::array({mark("x", customer.profit.mean.value, say("profit.mark-mean"))});
  std::string says = say("spread.says", {{"p", numbers.share(customer.p_loss.value)}});
  const double outside = histogram.below.value + histogram.above.value;
  if (outside > 0) says += say("spread.outside", {{"outside", numbers.share(outside)}});
  return Figure{"profit-spread", say("spread.title"), std::move(says), std::move(chart), std::move(table)};
}

std::optional<Figure> worst_to_best(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  if (customer.profit.quantiles.size() < 2 || std::isnan(customer.profit.quantiles.front().second.value)) return std::nullopt;
  Json x = Json::array();
  Ends ends;
  Table table{{say("profit.level"), say("profit.less-than"), say("profit.from"), say("profit.to")}, {}, 1};
  for (const auto& [level, profit] : customer.profit.quantiles) {
    x.push_back(level);
    ends.add(profit);
    table.rows.push_back(
        {numbers.level(level), numbers.bare_money(profit.value), numbers.bare_money(profit.lo), numbers.bare_money(profit.hi)});
  }
  table.rows.push_back({say("profit.mean"), numbers.with_error(customer.profit.mean), "", ""});
  table.rows.push_back({say("profit.p-loss"), numbers.share_with_error(customer.p_loss), "", ""});
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.worst-to-best"), "share")},
                {"y", axis(say("axis.profit", {{"currency", answer.currency}}), "money")},
                {"signed", true}};
  chart["y"]["zero"] = true;
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({{{"name", say("profit.series")},
                                  {"x", std::move(x)},
                                  {"y", std::move(ends.value)},
                                  {"lo", std::move(ends.lo)},
                                  {"hi", std::move(ends.hi)},
                                  {"points", true},
                                  {"role", "ink"}}});
  chart["signs"] = Json::array({{{"role", "loss"}, {"name", say("sign.loses")}}, {{"role", "gain"}, {"name", say("sign.earns")}}});
  chart["marks"] = Json::array({mark("y", customer.profit.mean.value, say("profit.mark-mean"))});
  if (customer.p_loss.value > 0 && customer.p_loss.value < 1)
    chart["marks"].push_back(mark("x", customer.p_loss.value, say("profit.mark-loss", {{"p", numbers.share(customer.p_loss.value)}})));
  return Figure{"profit", say("profit.title"),
                say("profit.says", {{"p", numbers.share(customer.p_loss.value)},
                                    {"middle", numbers.money(at_level(customer.profit.quantiles, 0.5))},
                                    {"mean", numbers.money(customer.profit.mean.value)}}),
                std::move(chart), std::move(table)};
}

std::optional<Figure> whale_curve(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const auto& concentration = answer.all.customer.concentration;
  if (!concentration || concentration->tenths.empty() || std::isnan(concentration->tenths.front().second.cumulative.value))
    return std::nullopt;
  Json x = Json::array({0.0});
  Ends ends;
  ends.add({0, 0}, grouped);
  Table table{{say("whale.best"), say("whale.share"), say("whale.cumulative"), say("whale.each")}, {}, 1};
  for (const auto& [best, tenth] : concentration->tenths) {
    x.push_back(best);
    ends.add(tenth.cumulative, grouped);
    table.rows.push_back({numbers.level(best), numbers.share_with_error(tenth.share), numbers.share_with_error(tenth.cumulative),
                          numbers.with_error(tenth.mean)});
  }
  Json chart = {{"kind", "curves"}, {"x", axis(say("axis.best-first"), "share")}, {"y", axis(say("axis.of-profit"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] =
      Json::array({{{"name", say("whale.series")},
                    {"x", std::move(x)},
                    {"y", std::move(ends.value)},
                    {"lo", std::move(ends.lo)},
                    {"hi", std::move(ends.hi)},
                    {"points", true}},
                   {{"name", say("whale.alike")}, {"x", {0, 1}}, {"y", {0, 1}}, {"dash", 1}, {"thin", true}, {"role", "soft"}}});
  std::string says = say("whale.says", {{"tenth", numbers.share(concentration->tenths.front().second.share.value)}});
  if (std::isfinite(concentration->bring_80.value)) says += say("whale.says-80", {{"share", numbers.share(concentration->bring_80.value)}});
  if (concentration->unprofitable.value > 0 && std::isfinite(concentration->loss_share.value))
    says += say("whale.says-lose",
                {{"share", numbers.share(concentration->unprofitable.value)}, {"lost", numbers.share(concentration->loss_share.value)}});
  return Figure{"whale", say("whale.title"), says, std::move(chart), std::move(table)};
}

}  // namespace

void tell_profit(const Telling& telling, Document& document) {
  Section section{"customers", telling.say("heading.profit"), {}};
  if (auto figure = spread(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = worst_to_best(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = whale_curve(telling)) section.blocks.emplace_back(std::move(*figure));
  if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
