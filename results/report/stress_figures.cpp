// What goes wrong when something goes wrong, and what it takes for something not to happen any more.
#include "results/answer/sentences.hpp"
#include "results/report/decision_telling.hpp"
#include "results/terminal/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results::report {
namespace {

/// A probability lies between 0 and 1, whatever its error.
Interval within(Interval interval, const std::string& path) {
  if (metric_unit(path) != MetricUnit::share) return interval;
  if (interval.lo < 0) interval.lo = 0;
  if (interval.hi > 1) interval.hi = 1;
  return interval;
}

Figure of_metric(const DecisionTelling& telling, const std::string& path, std::size_t place) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  BarRows rows;
  const Interval base = within(answer["base"][path].interval(), path);
  Table table{{say("stress.name"), say("stress.what"), say("stress.value"), say("stress.change")}, {}, 2};
  rows.add(say("stress.as-it-is"), base);
  table.rows.push_back({say("stress.as-it-is"), "", telling.metric(base, path), ""});
  for (const auto& [name, stress] : answer["stresses"].all()) {
    const Look metric = stress["metrics"][path];
    const std::string shown = telling.option(name), what = name_of(say.again("stress", stress["what"].text()));
    if (metric.is_nothing()) {
      table.rows.push_back({shown, what, name_of(say.again("nothing", stress["nothing_to_act_on"].text())), ""});
      continue;
    }
    const Interval value = within(metric.interval(), path);
    rows.add(shown, value);
    table.rows.push_back({shown, what, telling.metric(value, path), telling.change(metric["change"].interval(), path)});
  }
  Json chart = {{"kind", "bars"}, {"x", axis(telling.metric_axis(path), telling.metric_format(path))}};
  Json series = rows.series(telling.metric_name(path));
  if (metric_unit(path) == MetricUnit::share) {
    chart["x"]["min"] = 0;
    chart["x"]["max"] = 1;
    if (is_worse_when_more(path)) series["role"] = "loss";
  } else {
    series["signed"] = true;
  }
  chart["series"] = Json::array({std::move(series)});
  chart["rows"] = std::move(rows.rows);
  chart["marks"] = Json::array({mark("x", base.value, say("stress.as-it-is"))});
  return {fmt::format("stress-{}", place), say("stress.title", {{"metric", telling.metric_name(path)}}), say("stress.says"),
          std::move(chart), std::move(table)};
}

/// All numbers under all stresses at once: what a picture of each then shows.
Table side_by_side(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  Table table{{say("stress.name")}, {{say("stress.as-it-is")}}, 1};
  for (const auto& [path, base] : answer["base"].all()) {
    table.heads.push_back(telling.metric_name(path));
    table.rows[0].push_back(telling.metric(base.value(), path));
  }
  for (const auto& [name, stress] : answer["stresses"].all()) {
    table.rows.push_back({name_of(name)});
    for (const auto& [path, base] : answer["base"].all()) {
      const Look metric = stress["metrics"][path];
      table.rows.back().push_back(metric.is_nothing() ? say("stress.nothing") : telling.metric(metric.value(), path));
    }
  }
  return table;
}

const std::string kTogether = said<"option.together">();

/// The stress, one by one, that moves a number furthest to its worse side and beyond the simulation's chance; empty where none does.
std::string worst_of(const DecisionTelling& telling, const std::string& path) {
  std::string worst;
  double furthest = 0;
  for (const auto& [name, stress] : telling.answer["stresses"].all()) {
    const Interval change = stress["metrics"][path]["change"].interval();
    const double harm = is_worse_when_more(path) ? change.value : -change.value;
    if (name == kTogether || !(harm > furthest) || (change.lo <= 0 && change.hi >= 0)) continue;
    furthest = harm;
    worst = name;
  }
  return worst;
}

}  // namespace

void tell_stress(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  Section section{"stresses", say("heading.stress"), {Paragraph{say("stress.side-by-side")}, side_by_side(telling)}};
  std::size_t place = 0;
  for (const auto& [path, base] : answer["base"].all()) {
    section.blocks.emplace_back(of_metric(telling, path, ++place));
    const std::string worst = worst_of(telling, path);
    const auto under = [&](const std::string& stress) { return telling.metric(answer["stresses"][stress]["metrics"][path].value(), path); };
    if (document.answer.size() < 2)
      document.answer.push_back(worst.empty() ? say("answer.stress-none", {{"metric", telling.metric_name(path)}})
                                              : say(document.answer.empty() ? "answer.stress" : "answer.stress-too",
                                                    {{"stress", telling.option(worst)},
                                                     {"metric", telling.metric_name(path)},
                                                     {"from", telling.metric(base.value(), path)},
                                                     {"to", under(worst)}}));
    if (document.answer.size() == 1 && !answer["stresses"][kTogether]["metrics"][path].is_nothing())
      document.answer.push_back(say("answer.stress-together", {{"metric", telling.metric_name(path)}, {"to", under(kTogether)}}));
    if (document.tiles.size() < 4)
      document.tiles.push_back(
          {telling.metric_name(path), telling.metric(base.value(), path),
           worst.empty() ? std::string() : say("tile.stressed", {{"value", under(worst)}, {"stress", telling.option(worst)}})});
  }
  document.sections.push_back(std::move(section));
}

namespace {

std::optional<Figure> together(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const Look found = answer["together"];
  if (!found["found"].is_true()) return std::nullopt;
  std::vector<Look> largest;
  for (const auto& [unnamed, one] : found["assumptions"].all()) largest.push_back(one);
  std::stable_sort(largest.begin(), largest.end(), [](const Look& a, const Look& b) { return a["share"].number() > b["share"].number(); });
  BarRows rows;
  Table table{{say("reverse.assumption"), say("reverse.now"), say("reverse.then"), say("reverse.share")}, {}, 1};
  for (const Look& one : largest) {
    rows.add(name_of(one["path"].text()), {one["share"].number(), kMissing, kMissing});
    table.rows.push_back({name_of(one["path"].text()), telling.plain(one["now"].number()), telling.plain(one["at"].number()),
                          numbers.share(one["share"].number())});
  }
  if (rows.rows.empty()) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("reverse.share"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({rows.series(say("reverse.share"))});
  chart["rows"] = std::move(rows.rows);
  return Figure{"together", say("reverse.together-title"),
                say("reverse.together-says",
                    {{"distance", numbers.ratio(found["distance"].number())}, {"p", numbers.share(found["probability"].number())}}),
                std::move(chart), std::move(table)};
}

/// How far an assumption is from doing it alone: half and twice today's value are as far. Infinite where it never does, or changes its sign.
double distance(const Look& one) {
  const double times = one["times"].number();
  return one["found"].is_true() && times > 0 ? std::abs(std::log(times)) : std::numeric_limits<double>::infinity();
}

std::optional<Figure> alone(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  std::vector<Look> nearest;
  for (const auto& [unnamed, one] : answer["alone"].all()) nearest.push_back(one);
  std::stable_sort(nearest.begin(), nearest.end(), [](const Look& a, const Look& b) { return distance(a) < distance(b); });
  BarRows rows;
  Json now = Json::array();
  Table table{{say("reverse.assumption"), say("reverse.now"), say("reverse.then"), say("reverse.chance")}, {}, 1};
  for (const Look& one : nearest) {
    const bool found = one["found"].is_true();
    const std::string path = name_of(one["path"].text());
    table.rows.push_back({path, telling.plain(one["now"].number()), found ? telling.plain(one["at"].interval()) : say("reverse.nothing"),
                          one["chance"].is_nothing() ? "" : numbers.share(one["chance"].number())});
    if (!found || std::isnan(one["times"].number())) continue;
    rows.add(path, {one["times"].number(), kMissing, kMissing});
    now.push_back(1);
  }
  if (table.empty()) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.times-now"), "number")}, {"marks", Json::array({mark("x", 1, say("reverse.now"))})}};
  chart["x"]["scale"] = true;
  Json series = rows.series(say("axis.times-now"));
  series["from"] = std::move(now);
  chart["series"] = Json::array({std::move(series)});
  chart["rows"] = std::move(rows.rows);
  return Figure{"alone", say("reverse.alone-title"), say("reverse.alone-says"), std::move(chart), std::move(table)};
}

/// "repeat.cut.return at most 0.62; …"
std::string ranges_of(const DecisionTelling& telling, const Look& box) {
  const Language& say = telling.say;
  std::string where;
  for (const auto& [unnamed, range] : box["ranges"].all()) {
    const bool has_from = !range["from"].is_nothing(), has_to = !range["to"].is_nothing();
    const char* words = has_from && has_to ? "reverse.between" : has_to ? "reverse.at-most" : "reverse.at-least";
    const std::string one = say(words, {{"path", name_of(range["path"].text())},
                                        {"from", telling.plain(range["from"].number())},
                                        {"to", telling.plain(range["to"].number())}});
    where = where.empty() ? one : say("list.join", {{"so-far", where}, {"next", one}});
  }
  return where;
}

/// In which ranges of the assumptions worlds fail.
std::optional<Figure> where_worlds_fail(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const Look worlds = answer["worlds"];
  BarRows covered;
  Ends dense;
  Table table{{say("reverse.where"), say("reverse.coverage"), say("reverse.density")}, {}, 1};
  for (const auto& [unnamed, box] : worlds["boxes"].all()) {
    const std::string where = ranges_of(telling, box);
    covered.add(where, box["coverage"].interval());
    dense.add(box["density"].interval());
    table.rows.push_back({where, telling.share(box["coverage"].interval()), telling.share(box["density"].interval())});
  }
  if (table.empty()) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.share"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({covered.series(say("reverse.coverage")),
                                 {{"name", say("reverse.density")}, {"to", dense.value}, {"lo", dense.lo}, {"hi", dense.hi}}});
  chart["rows"] = std::move(covered.rows);
  return Figure{"where", say("reverse.where-title"), say("reverse.where-says", {{"judged", numbers.count(worlds["judged"].number())}}),
                std::move(chart), std::move(table)};
}

}  // namespace

void tell_reverse_stress(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const std::string path = answer["until"]["metric"].text();
  const std::string limit = telling.metric(answer["until"]["limit"].number(), path), now = telling.metric(answer["now"].interval(), path);
  const char* what = answer["until"]["above"].is_true() ? "answer.until-above" : "answer.until-below";
  document.answer.push_back(say(what, {{"metric", telling.metric_name(path)}, {"limit", limit}, {"now", now}}));
  const Look found = answer["together"], worlds = answer["worlds"];
  if (answer["holds_already"].is_true()) {
    document.answer.push_back(say("answer.until-already"));
  } else if (found["found"].is_true()) {
    document.answer.push_back(say("answer.until-together", {{"p", numbers.share(found["probability"].number())},
                                                            {"distance", numbers.ratio(found["distance"].number())}}));
  }
  if (!worlds.is_nothing())
    document.tiles.push_back({say("tile.failed"),
                              say("tile.failed-of", {{"failed", numbers.count(worlds["failed"].number())},
                                                     {"worlds", numbers.count(worlds["worlds"].number())}}),
                              ""});
  document.tiles.push_back({telling.metric_name(path), telling.metric(answer["now"].value(), path), say("tile.today")});
  Section section{"until", say("heading.reverse-stress"), {}};
  for (auto&& figure : {alone(telling), together(telling), where_worlds_fail(telling)}) {
    if (figure) section.blocks.emplace_back(*figure);
  }
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
