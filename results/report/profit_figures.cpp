// Customers differ: the profit of each, from the worst to the best, and who brings it all.
#include "results/report/telling.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {
namespace {

/// Shares of customers by what they bring.
std::optional<Figure> spread(const Telling& telling) {
  const auto& [answer, say, every_number, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  if (!customer.profit_histogram) return std::nullopt;
  const Histogram& histogram = *customer.profit_histogram;
  // A single bin shows nothing.
  if (std::count_if(histogram.shares.begin(), histogram.shares.end(), [](const Estimate& share) { return share.value > 0; }) < 2)
    return std::nullopt;
  const Numbers numbers = every_number.fit({histogram.edges.front(), histogram.edges.back()});
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
  std::string says = say("spread.says", {{"p", numbers.share(customer.p_loss.value)}});
  const double outside = histogram.below.value + histogram.above.value;
  if (outside > 0) says += say("spread.outside", {{"outside", numbers.share(outside)}});
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
  return Figure{"profit-spread", say("spread.title"), std::move(says), std::move(chart), std::move(table)};
}

/// Dots with their sampling error, which lie on a curve that is known without gaps.
Json dots(const Language& say, Json x, Ends ends, const char* role) {
  return {{"name", say("profit.dots")},
          {"x", std::move(x)},
          {"y", std::move(ends.value)},
          {"lo", std::move(ends.lo)},
          {"hi", std::move(ends.hi)},
          {"points", true},
          {"loose", true},
          {"role", role}};
}

/// Everybody's profit over their rank, worst first; steps where many bring the same.
struct Staircase {
  Json x = Json::array(), y = Json::array();
  double outside = 0;  ///< share of customers left out at each end

  explicit Staircase(const std::vector<RankedProfit>& ranks) {
    constexpr double kOutside = 0.005;
    // Few who bring a hundred times as much as all others would leave nothing to be seen of these.
    const double low = at(ranks, kOutside), high = at(ranks, 1 - kOutside);
    if (std::max(ranks.back().high - high, low - ranks.front().low) > high - low) outside = kOutside;
    double from = 0;
    for (const RankedProfit& group : ranks) {
      const double first = std::max(from, outside), last = std::min(group.until, 1 - outside);
      if (first < last) {
        add(first, along(group, from, first));
        add(last, along(group, from, last));
      }
      from = group.until;
    }
  }

 private:
  void add(double rank, double profit) {
    x.push_back(number(rank));
    y.push_back(number(profit));
  }
  static double along(const RankedProfit& group, double from, double rank) {
    return group.low + (group.high - group.low) * (rank - from) / (group.until - from);
  }
  static double at(const std::vector<RankedProfit>& ranks, double rank) {
    double from = 0;
    for (const RankedProfit& group : ranks) {
      if (rank <= group.until) return along(group, from, rank);
      from = group.until;
    }
    return ranks.back().high;
  }
};

std::optional<Figure> worst_to_best(const Telling& telling) {
  const auto& [answer, say, every_number, business, factor, grouped] = telling;
  const ViewAnswer& customer = answer.all.customer;
  const auto& quantiles = customer.profit.quantiles;
  if (quantiles.size() < 2 || std::isnan(quantiles.front().second.value)) return std::nullopt;
  const Numbers numbers = every_number.fit({quantiles.front().second.value, quantiles.back().second.value});
  Json x = Json::array();
  Ends ends;
  Table table{{say("profit.level"), say("profit.less-than"), say("profit.from"), say("profit.to")}, {}, 1};
  for (const auto& [level, profit] : quantiles) {
    x.push_back(level);
    ends.add(profit);
    table.rows.push_back(
        {numbers.level(level), numbers.bare_money(profit.value), numbers.bare_money(profit.lo), numbers.bare_money(profit.hi)});
  }
  table.rows.push_back({say("profit.mean"), numbers.with_error(customer.profit.mean), "", ""});
  table.rows.push_back({say("profit.p-loss"), numbers.share_with_error(customer.p_loss), "", ""});
  const std::string p = numbers.share(customer.p_loss.value);
  std::string says = say(
      "profit.says", {{"p", p}, {"middle", numbers.money(at_level(quantiles, 0.5))}, {"mean", numbers.money(customer.profit.mean.value)}});
  if (customer.profit_ranks.empty()) return Figure{"profit", say("profit.title"), says + say("profit.not-kept"), {}, std::move(table)};
  Staircase curve(customer.profit_ranks);
  if (curve.outside > 0) says += say("profit.outside", {{"share", numbers.level(curve.outside)}});
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.worst-to-best"), "share")},
                {"y", axis(say("axis.profit", {{"currency", answer.currency}}), "money")},
                {"signed", true}};
  chart["y"]["zero"] = true;
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array(
      {dots(say, std::move(x), std::move(ends), "ink"),
       {{"name", say("profit.series")}, {"x", std::move(curve.x)}, {"y", std::move(curve.y)}, {"thin", true}, {"role", "ink"}}});
  chart["signs"] = Json::array({{{"role", "loss"}, {"name", say("sign.loses")}}, {{"role", "gain"}, {"name", say("sign.earns")}}});
  chart["marks"] = Json::array({mark("y", customer.profit.mean.value, say("profit.mark-mean"))});
  chart["marks"].back()["low"] = true;
  if (customer.p_loss.value > 0 && customer.p_loss.value < 1)
    chart["marks"].push_back(mark("x", customer.p_loss.value, say("profit.mark-loss", {{"p", p}})));
  return Figure{"profit", say("profit.title"), std::move(says), std::move(chart), std::move(table)};
}

/// What the best customers bring together, as a share of all profit, over their share of customers.
struct BestTogether {
  std::vector<double> best{0}, brought{0};

  explicit BestTogether(const std::vector<RankedProfit>& ranks) {
    for (std::size_t k = ranks.size(); k-- > 0;) {
      const double from = k > 0 ? ranks[k - 1].until : 0;
      best.push_back(1 - from);
      brought.push_back(brought.back() + (ranks[k].until - from) * ranks[k].mean);
    }
    const double all = brought.back();
    for (double& share : brought) share /= all;
  }
  double at(double share) const {
    const auto next = static_cast<std::size_t>(std::upper_bound(best.begin(), best.end(), share) - best.begin());
    if (next == 0 || next == best.size()) return kMissing;
    const double way = (share - best[next - 1]) / (best[next] - best[next - 1]);
    return brought[next - 1] + way * (brought[next] - brought[next - 1]);
  }
};

std::optional<Figure> whale_curve(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const auto& concentration = answer.all.customer.concentration;
  const auto& ranks = answer.all.customer.profit_ranks;
  if (!concentration || concentration->tenths.empty() || std::isnan(concentration->tenths.front().second.cumulative.value))
    return std::nullopt;
  const Numbers fitting = numbers.fit({concentration->tenths.front().second.mean.value, concentration->tenths.back().second.mean.value});
  Json x = Json::array();
  Ends ends;
  Table table{{say("whale.best"), say("whale.share"), say("whale.cumulative"), say("whale.each")}, {}, 1};
  const BestTogether together(ranks);
  if (!ranks.empty())
    for (const double best : {0.01, 0.02, 0.05}) table.rows.push_back({numbers.level(best), "", numbers.share(together.at(best)), ""});
  for (const auto& [best, tenth] : concentration->tenths) {
    x.push_back(best);
    ends.add(tenth.cumulative, grouped);
    table.rows.push_back({numbers.level(best), numbers.share_with_error(tenth.share), numbers.share_with_error(tenth.cumulative),
                          fitting.with_error(tenth.mean)});
  }
  const Estimate& profit = answer.all.customer.profit.mean;
  if (std::isfinite(profit.se) && std::fabs(profit.value) <= factor * profit.se)
    return Figure{"whale", say("whale.title"), say("whale.unclear"), {}, std::move(table)};
  std::string says = say("whale.says", {{"tenth", numbers.share(concentration->tenths.front().second.share.value)}});
  const std::string bring_80 = numbers.share(concentration->bring_80.value);
  if (std::isfinite(concentration->bring_80.value)) says += say("whale.says-80", {{"share", bring_80}});
  if (concentration->unprofitable.value > 0 && std::isfinite(concentration->loss_share.value))
    // What is less than this is not seen in the picture.
    says += say(concentration->loss_share.value < 0.01 ? "whale.says-lose-little" : "whale.says-lose",
                {{"share", numbers.share(concentration->unprofitable.value)}, {"lost", numbers.share(concentration->loss_share.value)}});
  if (ranks.empty()) return Figure{"whale", say("whale.title"), says + say("profit.not-kept"), {}, std::move(table)};
  Json chart = {{"kind", "curves"}, {"x", axis(say("axis.best-first"), "share")}, {"y", axis(say("axis.of-profit"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] =
      Json::array({dots(say, std::move(x), std::move(ends), "gain"),
                   {{"name", say("whale.series")}, {"x", together.best}, {"y", together.brought}, {"role", "gain"}},
                   {{"name", say("whale.alike")}, {"x", {0, 1}}, {"y", {0, 1}}, {"dash", 1}, {"thin", true}, {"role", "soft"}}});
  if (std::isfinite(concentration->bring_80.value))
    chart["marks"] = Json::array({mark("x", concentration->bring_80.value, say("whale.mark-80", {{"share", bring_80}}))});
  return Figure{"whale", say("whale.title"), says, std::move(chart), std::move(table)};
}

}  // namespace

void tell_profit(const Telling& telling, Document& document) {
  Section section{"customers", telling.say("heading.profit"), {}};
  const Distribution& profit = telling.answer.all.customer.profit;
  if (profit.sd == 0) {
    section.blocks.emplace_back(Paragraph{telling.say("profit.all-alike", {{"profit", telling.numbers.money(profit.mean.value)}})});
    document.sections.push_back(std::move(section));
    return;
  }
  if (auto figure = spread(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = worst_to_best(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = whale_curve(telling)) section.blocks.emplace_back(std::move(*figure));
  if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
