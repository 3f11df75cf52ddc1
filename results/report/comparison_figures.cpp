// Which option is best, how sure that is, and what being wrong costs.
#include "results/answer/sentences.hpp"
#include "results/report/decision_telling.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace valuescale::results::report {
namespace {

// More places than this nobody asks for.
constexpr std::size_t kPlaces = 12;
const std::string kDoingNothing = said<"option.nothing">();

Figure profits(const DecisionTelling& telling) {
  const auto& say = telling.say;
  BarRows rows;
  const auto options = telling.answer["options"].all();
  const bool have_titles = std::any_of(options.begin(), options.end(), [](const auto& one) { return !one.second["title"].is_nothing(); });
  Table table{{say("compare.option"), say("compare.profit"), say("compare.npv"), say("compare.p-best"), say("compare.regret")}, {}, 1};
  if (have_titles) table.heads.insert(table.heads.begin() + 1, say("compare.scenario")), ++table.text_columns;
  for (const auto& [name, option] : options) {
    rows.add(telling.option(name), option["profit"].interval());
    table.rows.push_back({telling.option(name)});
    if (have_titles) table.rows.back().push_back(name_of(option["title"].text()));
    for (const std::string& cell :
         {telling.money(option["profit"].interval()), telling.money(option["npv"].interval()),
          telling.share(telling.answer["p_best"][name].estimate()), telling.numbers.with_error(telling.answer["regret"][name].estimate())})
      table.rows.back().push_back(cell);
  }
  table.stacks = true;
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.in", {{"what", say("compare.profit")}, {"unit", telling.currency}}), "money")}};
  Json series = rows.series(say("compare.profit"));
  series["signed"] = true;
  chart["rows"] = std::move(rows.rows);
  chart["series"] = Json::array({std::move(series)});
  const std::string basis = say.or_else("compare.basis." + telling.answer["basis"].text(), name_of(telling.answer["unit"].text()));
  return {"profits", say("compare.title"), say("compare.says", {{"basis", basis}}), std::move(chart), std::move(table)};
}

/// Shares that add up to 1 as whole per cents that add up to 100: those that lose most by rounding down are rounded up.
std::vector<double> whole_per_cents(const std::vector<double>& shares) {
  std::vector<double> whole;
  std::vector<std::size_t> by_rest(shares.size());
  double left = 0;
  for (const double share : shares) {
    whole.push_back(std::floor(100 * share + 1e-9));
    left += 100 * share - whole.back();
  }
  std::iota(by_rest.begin(), by_rest.end(), std::size_t{0});
  std::stable_sort(by_rest.begin(), by_rest.end(),
                   [&](std::size_t a, std::size_t b) { return 100 * shares[a] - whole[a] > 100 * shares[b] - whole[b]; });
  const auto missing = static_cast<std::size_t>(std::clamp(std::round(left), 0.0, static_cast<double>(whole.size())));
  for (std::size_t i = 0; i < missing; ++i) ++whole[by_rest[i]];
  for (double& share : whole) share /= 100;
  return whole;
}

std::optional<Figure> places(const DecisionTelling& telling) {
  const auto& say = telling.say;
  Json rows = Json::array(), values = Json::array(), columns = Json::array();
  Table table{{say("compare.option")}, {}, 1};
  std::size_t most = 0;
  for (const auto& [name, ranks] : telling.answer["ranks"].all()) {
    rows.push_back(telling.option(name));
    table.rows.push_back({telling.option(name)});
    std::vector<double> shares;
    for (const auto& [place, share] : ranks.all()) {
      shares.push_back(share.value());
      if (shares.size() <= kPlaces) table.rows.back().push_back(telling.numbers.share_with_error(share.estimate()));
    }
    const bool are_known = std::none_of(shares.begin(), shares.end(), [](double share) { return !(share >= 0 && share <= 1); });
    if (are_known) shares = whole_per_cents(shares);
    shares.resize(std::min(shares.size(), kPlaces));
    most = std::max(most, shares.size());
    Json row = Json::array();
    for (const double share : shares) row.push_back(number(share));
    values.push_back(std::move(row));
  }
  if (rows.size() < 2 || most < 2) return std::nullopt;
  for (std::size_t place = 1; place <= most; ++place) {
    columns.push_back(std::to_string(place));
    table.heads.push_back(say("compare.place", {{"n", std::to_string(place)}}));
  }
  Json chart = {{"kind", "heat"},          {"x", axis(say("axis.place"), "number")}, {"format", "share"},
                {"rows", std::move(rows)}, {"columns", std::move(columns)},          {"values", std::move(values)}};
  return Figure{"places", say("compare.places-title"),
                say(telling.answer["uncertain"].is_true() ? "compare.places-says" : "compare.places-says-luck"), std::move(chart),
                std::move(table)};
}

std::optional<Figure> best(const DecisionTelling& telling) {
  const auto& say = telling.say;
  BarRows rows;
  Table table{{say("compare.option"), say("compare.p-best")}, {}, 1};
  for (const auto& [name, share] : telling.answer["p_best"].all()) {
    rows.add(telling.option(name), interval_of_share(share.estimate()));
    table.rows.push_back({telling.option(name), telling.share(share.estimate())});
  }
  if (rows.rows.size() < 2) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("compare.p-best"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({rows.series(say("compare.p-best"))});
  chart["rows"] = std::move(rows.rows);
  return Figure{"p-best", say("compare.best-title"),
                say(telling.answer["uncertain"].is_true() ? "compare.best-says" : "compare.best-says-luck"), std::move(chart),
                std::move(table)};
}

/// Each option from its worst world to its best.
std::optional<Figure> over_worlds(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  if (!answer["uncertain"].is_true()) return std::nullopt;
  Json series = Json::array();
  Table table{{say("compare.worlds-below")}, {}, 1};
  for (const auto& [name, option] : answer["options"].all()) {
    Json x = Json::array(), y = Json::array();
    std::size_t row = 0;
    for (const auto& [level, value] : option["worlds"].all()) {
      double share = 0;
      const auto [rest, error] = std::from_chars(level.data(), level.data() + level.size(), share);
      if (error != std::errc()) continue;
      x.push_back(share);
      y.push_back(number(value.number()));
      if (series.empty()) table.rows.push_back({numbers.level(share)});
      if (row < table.rows.size()) table.rows[row++].push_back(numbers.bare_money(value.number()));
    }
    if (x.empty()) continue;
    series.push_back({{"name", telling.option(name)}, {"x", std::move(x)}, {"y", std::move(y)}});
    table.heads.push_back(telling.option(name));
  }
  if (series.empty()) return std::nullopt;
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.worlds"), "share")},
                {"y", axis(say("axis.in", {{"what", say("compare.profit")}, {"unit", currency}}), "money")},
                {"series", std::move(series)}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["marks"] = Json::array({mark("y", 0, say("compare.nothing"))});
  return Figure{"worlds", say("compare.worlds-title"), say("compare.worlds-says"), std::move(chart), std::move(table)};
}

/// A level of an option's quantiles over worlds, by what the answer calls it.
std::string below(const DecisionTelling& telling, const Look& option, const char* level) {
  return telling.numbers.bare_money(option["worlds"][level].number());
}

std::optional<Figure> densities(const DecisionTelling& telling) {
  // More curves than this nobody tells apart: those of the options that bring most are drawn.
  constexpr std::size_t kCurves = 8;
  constexpr double kNarrow = 1.0 / 40;
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Look drawn = answer["densities"];
  const auto options = drawn["of"].all();
  const auto profit = [&](const std::string& name) { return answer["options"][name]["profit"].value(); };
  std::vector<Curve> curves;
  std::vector<double> profits;
  double from = std::numeric_limits<double>::infinity(), to = -from;
  for (const auto& [name, of] : options) {
    profits.push_back(profit(name));
    curves.push_back(density_in(drawn.json(), of.json()));
    for (const double place : curves.back().at) from = std::fmin(from, place), to = std::fmax(to, place);
  }
  // Beside what nearly certainly brings the same, nothing else would be seen.
  const auto is_upright = [&](const Curve& curve) {
    return curve.at.empty() || curve.at.back() - curve.at.front() < kNarrow * (to - from);
  };
  const bool are_all_upright = std::all_of(curves.begin(), curves.end(), is_upright);
  double highest = 0;
  for (const Curve& curve : curves)
    for (const double height : curve.density)
      if (are_all_upright || !is_upright(curve)) highest = std::fmax(highest, height);
  if (!(highest > 0) || !std::isfinite(highest)) return std::nullopt;
  std::sort(profits.begin(), profits.end(), std::greater<>());
  const double least = profits.size() > kCurves ? profits[kCurves - 1] : -std::numeric_limits<double>::infinity();
  const double stretch = stretch_at(highest);
  Json chart = density_chart(say("axis.in", {{"what", say("compare.profit")}, {"unit", currency}}), stretch, numbers);
  for (std::size_t o = 0; o < options.size(); ++o) {
    const std::string& name = options[o].first;
    if (!(profit(name) >= least)) continue;
    const bool stands = is_upright(curves[o]) && !(are_all_upright && !curves[o].at.empty());
    const Curve upright{{profit(name), profit(name)}, {0, highest}};
    chart["series"].push_back(density_series(name_of(name), stands ? upright : curves[o], stretch, !stands));
  }
  if (from < 0 && to > 0) chart["marks"].push_back(mark("x", 0, say("compare.nothing")));
  Table table{{say("compare.option")}, {}, 1};
  constexpr std::pair<double, const char*> kLevels[] = {{0.05, "0.05"}, {0.25, "0.25"}, {0.5, "0.5"}, {0.75, "0.75"}, {0.95, "0.95"}};
  for (const auto& [level, name] : kLevels) table.heads.push_back(say("plan.percentile", {{"level", numbers.level(level)}}));
  for (const auto& [name, curve] : options) {
    table.rows.push_back({name_of(name)});
    for (const auto& [level, text] : kLevels) table.rows.back().push_back(below(telling, answer["options"][name], text));
  }
  return Figure{"densities", say("compare.densities-title"), say("compare.densities-says"), std::move(chart), std::move(table)};
}

/// The best of what was lived less the next best of it; of files of earlier programs, which have only that, the first option less the second.
Look best_less_next(const Look& answer) {
  const auto of_best = answer["of_best"].all();
  if (of_best.empty()) return answer["difference"];
  const auto profit_of_other = [&](const auto& pair) {
    const auto names = pair.second["between"].all();
    return names.size() == 2 ? answer["options"][names[1].second.text()]["profit"].value() : kMissing;
  };
  return std::max_element(of_best.begin(), of_best.end(),
                          [&](const auto& a, const auto& b) { return profit_of_other(a) < profit_of_other(b); })
      ->second;
}

std::optional<Figure> density_of_difference(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Look drawn = answer["density_of_difference"];
  const Curve curve = density_in(drawn.json(), drawn.json());
  const double highest = curve.density.empty() ? 0 : *std::max_element(curve.density.begin(), curve.density.end());
  std::vector<std::string> between;
  for (const auto& [unnamed, name] : drawn["between"].all()) between.push_back(name.text());
  if (!(highest > 0) || !std::isfinite(highest) || between.size() != 2) return std::nullopt;
  const std::string best = name_of(between[0]), next = name_of(between[1]);
  Estimate better;
  Interval mean;
  for (const auto& [unnamed, pair] : answer["of_best"].all()) {
    const auto names = pair["between"].all();
    if (names.size() != 2 || names[1].second.text() != between[1]) continue;
    better = pair["p_better"].estimate();
    mean = {pair["mean"].value(), pair["lo"].number(), pair["hi"].number()};
  }
  const std::string what = say("tile.difference", {{"first", best}, {"second", next}});
  const double stretch = stretch_at(highest);
  Json chart = density_chart(say("axis.in", {{"what", what}, {"unit", currency}}), stretch, numbers);
  chart["series"].push_back(density_series(what, curve, stretch, "signed"));
  chart["series"][0]["role"] = "ink";
  chart["signs"] = Json::array({{{"role", "loss"}, {"name", say("compare.worse", {{"best", best}, {"next", next}})}},
                                {{"role", "gain"}, {"name", say("compare.better", {{"best", best}, {"next", next}})}}});
  chart["marks"].push_back(mark("x", mean.value, say("profit.mark-mean")));
  Table table{{say("numbers.path"), say("numbers.value")}, {}, 1};
  table.rows.push_back({say("compare.mean-difference"), telling.money(mean)});
  table.rows.push_back(
      {say("compare.p-not-better", {{"best", best}, {"next", next}}), numbers.share_with_error({1 - better.value, better.se})});
  table.rows.push_back({say("compare.area-below"), numbers.share(drawn["below_zero"].number())});
  return Figure{
      "density-of-difference", say("compare.difference-title", {{"best", best}, {"next", next}}),
      say("compare.difference-says",
          {{"best", best}, {"next", next}, {"p", numbers.share(1 - better.value)}, {"area", numbers.share(drawn["below_zero"].number())}}),
      std::move(chart), std::move(table)};
}

std::optional<Figure> budgets(const DecisionTelling& telling) {
  const auto& say = telling.say;
  Json x = Json::array();
  std::vector<std::pair<std::string, Ends>> options;
  Table table{{say("compare.budget")}, {}, 1};
  for (const auto& [unnamed, budget] : telling.answer["budgets"].all()) {
    x.push_back(number(budget["budget"].number()));
    table.rows.push_back({telling.numbers.bare_money(budget["budget"].number())});
    std::size_t at = 0;
    for (const auto& [name, profit] : budget["profit"].all()) {
      if (x.size() == 1) {
        options.emplace_back(telling.option(name), Ends{});
        table.heads.push_back(telling.option(name));
      }
      if (at >= options.size()) break;
      options[at++].second.add(profit.interval());
      table.rows.back().push_back(telling.money(profit.interval()));
    }
  }
  if (x.size() < 2 || options.empty()) return std::nullopt;
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.in", {{"what", say("compare.budget")}, {"unit", telling.currency}}), "money")},
                {"y", axis(say("axis.in", {{"what", say("compare.profit")}, {"unit", telling.currency}}), "money")},
                {"series", Json::array()}};
  for (auto& [name, ends] : options)
    chart["series"].push_back({{"name", name}, {"x", x}, {"y", ends.value}, {"lo", ends.lo}, {"hi", ends.hi}, {"points", true}});
  return Figure{"budgets", say("compare.budgets-title"), say("compare.budgets-says"), std::move(chart), std::move(table)};
}

void sentences(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string leader = answer["best"].text(), winner = answer["winner"].text();
  const Estimate p_best = answer["p_best"][leader].estimate();
  const std::string basis = say.or_else("compare.basis." + answer["basis"].text(), name_of(answer["unit"].text()));
  document.answer.push_back(say(winner.empty() ? "answer.compare-leads" : "answer.compare-wins",
                                {{"best", telling.titled(telling.option(leader), answer["options"][leader])},
                                 {"basis", basis},
                                 {"profit", numbers.money(answer["options"][leader]["profit"].value())}}));
  // What a choice costs that is the best in every world is nothing to tell.
  const double regret = answer["regret"][leader].value();
  const bool is_regretted = numbers.money(regret) != numbers.money(0);
  const bool is_uncertain = answer["uncertain"].is_true();
  document.answer.push_back(say(!is_uncertain  ? "answer.compare-p-luck"
                                : is_regretted ? "answer.compare-p"
                                               : "answer.compare-p-alone",
                                {{"best", telling.option(leader)}, {"p", telling.share(p_best)}, {"regret", numbers.money(regret)}}));
  const Look ahead = best_less_next(answer);
  std::vector<std::string> between;
  for (const auto& [unnamed, name] : ahead["between"].all()) between.push_back(name.text());
  if (between.size() == 2) {
    Interval difference{ahead["mean"].value(), ahead["lo"].number(), ahead["hi"].number()};
    if (leader == kDoingNothing) {
      // It brings nothing, for certain: by so much the best of all else is behind.
      const Interval behind = answer["options"][between[0]]["profit"].interval();
      between = {leader, between[0]};
      difference = {-behind.value, -behind.hi, -behind.lo};
    }
    for (std::string& name : between) name = telling.option(name);
    document.tiles.push_back({say("tile.difference", {{"first", between[0]}, {"second", between[1]}}), numbers.money(difference.value),
                              telling.sampling(difference, [&](double value) { return numbers.money(value); })});
  }
  document.tiles.push_back(
      {say("tile.best"), telling.option(leader), say(is_uncertain ? "tile.p-best" : "tile.p-best-luck", {{"p", telling.share(p_best)}})});
  if (is_uncertain && is_regretted) document.tiles.push_back({say("tile.regret"), numbers.money(regret), say("tile.regret-detail")});
}

}  // namespace

void tell_comparison(const DecisionTelling& telling, Document& document) {
  sentences(telling, document);
  Section section{"comparison", telling.say("heading.compare"), {profits(telling)}};
  for (auto&& figure :
       {densities(telling), density_of_difference(telling), over_worlds(telling), best(telling), places(telling), budgets(telling)}) {
    if (figure) section.blocks.emplace_back(*figure);
  }
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
