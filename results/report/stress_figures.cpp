// What goes wrong when something goes wrong, and what it takes for something not to happen any more.
#include "results/answer/sentences.hpp"
#include "results/report/decision_telling.hpp"
#include "results/terminal/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace valuescale::results::report {
namespace {

const std::string kTogether = said<"option.together">();

/// A probability lies between 0 and 1, whatever its error.
Interval within(Interval interval, const std::string& path) {
  if (metric_unit(path) != MetricUnit::share) return interval;
  if (interval.lo < 0) interval.lo = 0;
  if (interval.hi > 1) interval.hi = 1;
  return interval;
}

/// What a stress does, first in its author's words where there are any.
std::string what_of(const DecisionTelling& telling, const Look& stress) {
  const std::string note = stress["note"].text();
  std::string what = name_of(telling.say.again("stress", stress["what"].text()));
  // As scenarios have it: " *1.4".
  if (const std::size_t times = what.rfind(" *"); times != std::string::npos) what.replace(times, 2, " × ");
  if (note.empty()) return what;
  return stress["what"].text().empty() ? name_of(note) : telling.say("stress.note-and-what", {{"note", name_of(note)}, {"what", what}});
}

/// By how much a stress makes a number worse; less than nothing where it makes it better, missing where it does not act.
double harm_of(const Look& stress, const std::string& path) {
  const double change = stress["metrics"][path]["change"].value();
  return is_worse_when_more(path) ? change : -change;
}

/// Is it more than the simulation's chance?
bool is_clear(const Interval& change) { return !(change.lo <= 0 && change.hi >= 0); }

/// The worst first, then those that do not act; all together come last.
std::vector<std::pair<std::string, Look>> by_harm(const DecisionTelling& telling, const std::string& path) {
  std::vector<std::pair<std::string, Look>> stresses = telling.answer["stresses"].all();
  const auto rank = [&](const std::pair<std::string, Look>& one) {
    const double harm = harm_of(one.second, path);
    return std::pair(one.first == kTogether ? 2 : std::isnan(harm) ? 1 : 0, std::isnan(harm) ? 0 : -harm);
  };
  std::stable_sort(stresses.begin(), stresses.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return stresses;
}

Figure of_metric(const DecisionTelling& telling, const std::string& path, std::size_t place) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const bool is_share = metric_unit(path) == MetricUnit::share;
  const Interval base = within(answer["base"][path].interval(), path);
  BarRows rows;
  Json roles = Json::array();
  Table table{{say("stress.name"), say("stress.what"), say("stress.value"), say("stress.change")}, {}, 2};
  table.rows.push_back({say("stress.as-it-is"), "", telling.metric(base, path), ""});
  for (const auto& [name, stress] : by_harm(telling, path)) {
    const Look metric = stress["metrics"][path];
    const std::string shown = telling.option(name), what = what_of(telling, stress);
    if (metric.is_nothing()) {
      table.rows.push_back({shown, what, name_of(say.again("nothing", stress["nothing_to_act_on"].text())), ""});
      continue;
    }
    Interval change = metric["change"].interval();
    table.rows.push_back({shown, what, telling.metric(within(metric.interval(), path), path), telling.change(change, path)});
    if (!std::isfinite(change.value)) continue;
    // Shares change by points.
    if (is_share) change = {100 * change.value, 100 * change.lo, 100 * change.hi};
    rows.add(shown, change);
    roles.push_back(harm_of(stress, path) > 0 ? "loss" : "gain");
  }
  table.stacks = true;
  const std::string change = say("stress.change-of", {{"metric", telling.metric_name(path)}});
  const std::string unit = is_share ? say("stress.points") : metric_unit(path) == MetricUnit::money ? currency : std::string();
  Json chart = {{"kind", "bars"},
                {"x", axis(unit.empty() ? change : say("axis.in", {{"what", change}, {"unit", unit}}),
                           is_share ? "number" : telling.metric_format(path))}};
  Json series = rows.series(change);
  series["roles"] = std::move(roles);
  chart["series"] = Json::array({std::move(series)});
  chart["rows"] = std::move(rows.rows);
  chart["marks"] = Json::array({mark("x", 0, say("stress.as-it-is-at", {{"value", telling.metric(base.value, path)}}))});
  return {fmt::format("stress-{}", place), say("stress.title", {{"metric", telling.metric_name(path)}}),
          say("stress.says", {{"value", telling.metric(base, path)}}), std::move(chart), std::move(table)};
}

/// All numbers under all stresses at once, the worst for the first number first: what a picture of each then shows.
Table side_by_side(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const auto metrics = answer["base"].all();
  Table table{{say("stress.name"), say("stress.what")}, {{say("stress.as-it-is"), ""}}, 2};
  table.stacks = true;
  // How many worlds a chance was told from is seen in its interval.
  const auto cell = [&](const Look& metric, const std::string& path) {
    return metric_unit(path) == MetricUnit::share ? telling.metric(within(metric.interval(), path), path)
                                                  : telling.metric(metric.value(), path);
  };
  for (const auto& [path, base] : metrics) {
    table.heads.push_back(as_sentence(telling.metric_name(path)));
    table.rows[0].push_back(cell(base, path));
  }
  for (const auto& [name, stress] : by_harm(telling, metrics.empty() ? std::string() : metrics.front().first)) {
    table.rows.push_back({telling.option(name), what_of(telling, stress)});
    for (const auto& [path, base] : metrics) {
      const Look metric = stress["metrics"][path];
      table.rows.back().push_back(metric.is_nothing() ? say("stress.nothing") : cell(metric, path));
    }
  }
  return table;
}

/// The stress, one by one, that moves a number furthest to its worse side and beyond the simulation's chance; empty where none does.
std::string worst_of(const DecisionTelling& telling, const std::string& path) {
  for (const auto& [name, stress] : by_harm(telling, path))
    if (name != kTogether && harm_of(stress, path) > 0 && is_clear(stress["metrics"][path]["change"].interval())) return name;
  return {};
}

/// May another stress, by itself, be as bad for a number?
bool has_rival(const DecisionTelling& telling, const std::string& worst, const std::string& path) {
  const auto change_of = [&](const Look& stress) { return stress["metrics"][path]["change"].interval(); };
  const auto stresses = telling.answer["stresses"].all();
  const Interval change = change_of(telling.answer["stresses"][worst]);
  return std::any_of(stresses.begin(), stresses.end(), [&](const auto& one) {
    return one.first != worst && one.first != kTogether && overlap(change_of(one.second), change);
  });
}

/// "search-dearer (two competitors bid for the same words)"
std::string named_with_what(const DecisionTelling& telling, const std::string& stress) {
  const std::string note = name_of(telling.answer["stresses"][stress]["note"].text());
  return note.empty() ? telling.option(stress) : telling.say("stress.with-note", {{"stress", telling.option(stress)}, {"note", note}});
}

}  // namespace

void tell_stress(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  Section section{"stresses", say("heading.stress"), {Paragraph{say("stress.side-by-side")}, side_by_side(telling)}};
  std::size_t place = 0;
  for (const auto& [path, base] : answer["base"].all()) {
    section.blocks.emplace_back(of_metric(telling, path, ++place));
    const std::string worst = worst_of(telling, path);
    const auto text = [&, path = path](const Look& metric) { return telling.metric(within(metric.interval(), path), path); };
    const auto under = [&, path = path](const std::string& stress) { return text(answer["stresses"][stress]["metrics"][path]); };
    if (document.answer.size() < 2) {
      std::string hurts = document.answer.empty() ? "answer.stress" : "answer.stress-too";
      if (has_rival(telling, worst, path)) hurts += "-among";
      document.answer.push_back(worst.empty() ? say("answer.stress-none", {{"metric", telling.metric_name(path)}})
                                              : say(hurts, {{"stress", named_with_what(telling, worst)},
                                                            {"metric", telling.metric_name(path)},
                                                            {"from", text(base)},
                                                            {"to", under(worst)}}));
    }
    if (document.answer.size() == 1 && !answer["stresses"][kTogether]["metrics"][path].is_nothing())
      document.answer.push_back(say("answer.stress-together", {{"metric", telling.metric_name(path)}, {"to", under(kTogether)}}));
    if (document.tiles.size() < 4) {
      const std::string range =
          telling.sampling(within(base.interval(), path), [&, path = path](double value) { return telling.metric(value, path); });
      const std::string stressed =
          worst.empty() ? std::string()
                        : say("tile.stressed", {{"value", telling.metric(answer["stresses"][worst]["metrics"][path].value(), path)},
                                                {"stress", telling.option(worst)}});
      document.tiles.push_back({as_sentence(telling.metric_name(path)), telling.metric(base.value(), path),
                                range.empty() || stressed.empty() ? range + stressed : telling.joined({range, stressed})});
    }
  }
  document.sections.push_back(std::move(section));
}

namespace {

/// "6.0 %", "1 in 2,475": what is rarer than one in a hundred is not told in per cent.
std::string chance_text(const DecisionTelling& telling, double chance) {
  constexpr double kRare = 0.01;
  if (!(chance > 0 && chance < kRare)) return telling.numbers.share(chance);
  return telling.say("reverse.one-in", {{"n", telling.numbers.count(std::round(1 / chance))}});
}

std::optional<Figure> together(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Look found = answer["together"];
  if (!found["found"].is_true()) return std::nullopt;
  std::vector<Look> largest;
  for (const auto& [unnamed, one] : found["assumptions"].all()) largest.push_back(one);
  std::stable_sort(largest.begin(), largest.end(), [](const Look& a, const Look& b) { return a["share"].number() > b["share"].number(); });
  BarRows rows;
  Table table{{say("reverse.assumption"), say("reverse.now"), say("reverse.then"), say("reverse.share")}, {}, 1};
  for (const Look& one : largest) {
    const std::string path = name_of(one["path"].text()), measure = one["measure"].text();
    rows.add(path, {one["share"].number(), kMissing, kMissing});
    table.rows.push_back({path, telling.assumed(one["now"].number(), measure), telling.assumed(one["at"].number(), measure),
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
                    {{"distance", numbers.ratio(found["distance"].number())}, {"p", chance_text(telling, found["probability"].number())}}),
                std::move(chart), std::move(table)};
}

/// How far an assumption is from doing it alone: half and twice today's value are as far. Infinite where it never does, or changes its sign.
double distance(const Look& one) {
  const double times = one["times"].number();
  return one["found"].is_true() && times > 0 ? std::abs(std::log(times)) : std::numeric_limits<double>::infinity();
}

/// The likeliest to do it alone first; what has no chance of its own goes by its distance, what cannot do it comes last.
std::vector<Look> alone_by_chance(const Look& answer) {
  std::vector<Look> order;
  for (const auto& [unnamed, one] : answer["alone"].all()) order.push_back(one);
  const auto rank = [](const Look& one) {
    const double chance = one["chance"].number();
    return std::tuple(!one["found"].is_true(), std::isnan(chance) ? 0 : -chance, distance(one));
  };
  std::stable_sort(order.begin(), order.end(), [&](const Look& a, const Look& b) { return rank(a) < rank(b); });
  return order;
}

std::optional<Figure> alone(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  BarRows rows;
  Json now = Json::array();
  Table table{{say("reverse.assumption"), say("reverse.now"), say("reverse.then"), say("reverse.chance")}, {}, 1};
  table.stacks = true;
  for (const Look& one : alone_by_chance(answer)) {
    const bool found = one["found"].is_true();
    const std::string path = name_of(one["path"].text()), measure = one["measure"].text();
    table.rows.push_back({path, telling.assumed(one["now"].number(), measure),
                          found ? telling.assumed(one["at"].interval(), measure) : say("reverse.nothing"),
                          one["chance"].is_nothing() ? "" : chance_text(telling, one["chance"].number())});
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

/// What an assumption is counted in, as far as the answer says.
std::string measure_in(const DecisionTelling& telling, const std::string& path) {
  for (const auto& [unnamed, one] : telling.answer["alone"].all())
    if (one["path"].text() == path) return one["measure"].text();
  return {};
}

/// "repeat.cut.return at most 62 %; …"
std::string ranges_of(const DecisionTelling& telling, const Look& box) {
  const Language& say = telling.say;
  std::vector<std::string> where;
  for (const auto& [unnamed, range] : box["ranges"].all()) {
    const bool has_from = !range["from"].is_nothing(), has_to = !range["to"].is_nothing();
    const char* words = has_from && has_to ? "reverse.between" : has_to ? "reverse.at-most" : "reverse.at-least";
    const std::string path = range["path"].text(), measure = measure_in(telling, path);
    where.push_back(say(words, {{"path", name_of(path)},
                                {"from", telling.assumed(range["from"].number(), measure)},
                                {"to", telling.assumed(range["to"].number(), measure)}}));
  }
  return telling.joined(where);
}

/// In which ranges of the assumptions worlds fail.
std::optional<Figure> where_worlds_fail(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Look worlds = answer["worlds"];
  BarRows covered;
  Ends dense;
  Table table{{say("reverse.name"), say("reverse.where"), say("reverse.coverage"), say("reverse.density")}, {}, 2};
  table.stacks = true;
  std::string named;
  for (const auto& [unnamed, box] : worlds["boxes"].all()) {
    // Ranges are too long to stand beside bars.
    const std::string where = ranges_of(telling, box), name = say("reverse.box", {{"n", std::to_string(table.rows.size() + 1)}});
    named += " " + say("reverse.box-is", {{"name", name}, {"where", where}});
    covered.add(name, box["coverage"].interval());
    dense.add(box["density"].interval());
    table.rows.push_back({name, where, telling.share(box["coverage"].interval()), telling.share(box["density"].interval())});
  }
  if (table.empty()) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.share"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({covered.series(say("reverse.coverage")),
                                 {{"name", say("reverse.density")}, {"to", dense.value}, {"lo", dense.lo}, {"hi", dense.hi}}});
  chart["rows"] = std::move(covered.rows);
  return Figure{"where", say("reverse.where-title"),
                say("reverse.where-says", {{"judged", numbers.count(worlds["judged"].number())}}) + named, std::move(chart),
                std::move(table)};
}

}  // namespace

namespace {

/// The single assumption that is nearest to doing it, how far that is from today, and how likely.
void tell_nearest(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::vector<Look> order = alone_by_chance(answer);
  if (order.empty()) return;
  const Look& nearest = order.front();
  if (!nearest["found"].is_true()) return document.answer.push_back(say("answer.until-none-alone"));
  const std::string path = name_of(nearest["path"].text()), measure = nearest["measure"].text();
  const std::string at = telling.assumed(nearest["at"].value(), measure), now = telling.assumed(nearest["now"].number(), measure);
  if (answer["holds_already"].is_true())
    return document.answer.push_back(say("answer.until-right", {{"path", path}, {"at", at}, {"now", now}}));
  const bool has_chance = !nearest["chance"].is_nothing();
  const std::string chance = has_chance ? chance_text(telling, nearest["chance"].number()) : "";
  document.answer.push_back(say(has_chance ? "answer.until-alone" : "answer.until-alone-certain",
                                {{"path", path}, {"at", at}, {"now", now}, {"chance", chance}}));
  document.tiles.push_back({say("tile.nearest", {{"path", path}}), at,
                            say(has_chance ? "tile.nearest-detail" : "tile.instead", {{"now", now}, {"chance", chance}})});
}

void tell_together(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Look found = answer["together"];
  if (!found["found"].is_true()) return;
  std::vector<Look> largest;
  for (const auto& [unnamed, one] : found["assumptions"].all()) largest.push_back(one);
  if (largest.empty()) return;
  const Look& most = *std::max_element(largest.begin(), largest.end(),
                                       [](const Look& a, const Look& b) { return a["share"].number() < b["share"].number(); });
  const std::string p = chance_text(telling, found["probability"].number());
  document.answer.push_back(
      say("answer.until-together", {{"p", p}, {"path", name_of(most["path"].text())}, {"share", numbers.share(most["share"].number())}}));
  document.tiles.push_back({say("tile.together"), say("tile.about", {{"value", p}}), say("tile.together-detail")});
}

}  // namespace

void tell_reverse_stress(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string path = answer["until"]["metric"].text();
  const std::string limit = telling.metric(answer["until"]["limit"].number(), path);
  const std::string now = telling.metric(within(answer["now"].interval(), path), path);
  const char* what = answer["until"]["above"].is_true() ? "answer.until-above" : "answer.until-below";
  document.answer.push_back(say(what, {{"metric", telling.metric_name(path)}, {"limit", limit}, {"now", now}}));
  if (answer["holds_already"].is_true()) document.answer.push_back(say("answer.until-already"));
  tell_nearest(telling, document);
  if (!answer["holds_already"].is_true()) tell_together(telling, document);
  const Look worlds = answer["worlds"];
  if (!worlds.is_nothing())
    document.tiles.push_back({say("tile.failed"),
                              say("tile.failed-of", {{"failed", numbers.count(worlds["failed"].number())},
                                                     {"worlds", numbers.count(worlds["worlds"].number())}}),
                              telling.sampling(worlds["share"].interval(), [&](double value) { return numbers.share(value); })});
  Section section{"until", say("heading.reverse-stress"), {}};
  for (auto&& figure : {alone(telling), together(telling), where_worlds_fail(telling)}) {
    if (figure) section.blocks.emplace_back(*figure);
  }
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
