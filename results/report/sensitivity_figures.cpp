// Which assumptions matter: one by one as a tornado, and together as shares of the variance between worlds.
#include "results/report/decision_telling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {
namespace {

/// A value of an assumption, as what it is; of files of earlier programs, which don't say, in per cent where it was written so.
std::string at_point(const DecisionTelling& telling, const Look& one, const char* end) {
  const std::string written = telling.answer["assumptions"][one["path"].text()].text();
  const double value = one["at"][end].number();
  const std::string measure = one["measure"].text();
  if (!measure.empty()) return telling.assumed(value, measure);
  return written.find('%') == std::string::npos ? telling.plain(value) : telling.numbers.level(value);
}

/// Which assumption alone explains most of the variance between worlds; empty where none was told.
std::string explains_most(const Look& of) {
  std::string most;
  double largest = 0;
  for (const auto& [name, index] : of["sobol"].all()) {
    const double share = index["first"].interval().value;
    if (!(share > largest)) continue;
    largest = share;
    most = name;
  }
  return most;
}

/// May another one's share be as large?
bool explains_as_much(const Look& of, const std::string& most) {
  const auto indices = of["sobol"].all();
  const Interval largest = of["sobol"][most]["first"].interval();
  return std::any_of(indices.begin(), indices.end(),
                     [&](const auto& one) { return one.first != most && overlap(one.second["first"].interval(), largest); });
}

/// How far an assumption moves the number, whichever way.
Interval length_of(const Look& bar) {
  const Interval swing = bar["swing"].interval();
  return swing.value < 0 ? Interval{-swing.value, -swing.hi, -swing.lo} : swing;
}

Figure tornado(const DecisionTelling& telling, const Look& of, std::size_t place) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string path = of["metric"].text();
  const double now = of["now"].value();
  const auto levels = answer["levels"].all();
  Json rows = Json::array(), middle = Json::array();
  Ends low, high;
  Table table{
      {say("tornado.assumption"), say("tornado.from"), say("tornado.to"), say("tornado.gives"), say("tornado.and"), say("tornado.swing")},
      {},
      1};
  table.stacks = true;
  for (const auto& [unnamed, one] : of["tornado"].all()) {
    rows.push_back(name_of(one["path"].text()));
    middle.push_back(number(now));
    low.add(one["low"].interval());
    high.add(one["high"].interval());
    table.rows.push_back({name_of(one["path"].text()), at_point(telling, one, "low"), at_point(telling, one, "high"),
                          telling.metric(one["low"].interval(), path), telling.metric(one["high"].interval(), path),
                          telling.change(one["swing"].interval(), path)});
  }
  Json chart = {
      {"kind", "bars"}, {"overlay", true}, {"x", axis(telling.metric_axis(path), telling.metric_format(path))}, {"rows", std::move(rows)}};
  chart["x"]["scale"] = true;
  const auto series = [&](const char* name, const char* role, Ends& ends) -> Json {
    return {{"name", say(name)},       {"role", role}, {"from", middle}, {"to", std::move(ends.value)}, {"lo", std::move(ends.lo)},
            {"hi", std::move(ends.hi)}};
  };
  chart["series"] = Json::array({series("tornado.low", "front", low), series("tornado.high", "back", high)});
  chart["marks"] = Json::array({mark("x", now, say("tornado.now"))});
  return {fmt::format("tornado-{}", place), say("tornado.title", {{"metric", telling.metric_name(path)}}),
          say("tornado.says", {{"low", numbers.level(levels.empty() ? kMissing : levels.front().second.number())},
                               {"high", numbers.level(levels.empty() ? kMissing : levels.back().second.number())}}),
          std::move(chart), std::move(table)};
}

std::optional<Figure> variance(const DecisionTelling& telling, const Look& of, std::size_t place) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  std::vector<std::pair<std::string, Look>> indices = of["sobol"].all();
  if (indices.empty()) return std::nullopt;
  std::stable_sort(indices.begin(), indices.end(),
                   [](const auto& a, const auto& b) { return a.second["total"].value() > b.second["total"].value(); });
  const std::string id = fmt::format("sobol-{}", place), title = say("sobol.title", {{"metric", telling.metric_name(of["metric"].text())}});
  const Look design = of["design"];
  const std::string drawn_rows = numbers.count(design["rows"].number());
  const bool any_known = std::any_of(indices.begin(), indices.end(), [](const auto& one) {
    return std::isfinite(one.second["first"].value()) || std::isfinite(one.second["total"].value());
  });
  if (!any_known)
    return Figure{id, title, say(design["constant"].is_true() ? "sobol.constant" : "sobol.unknown", {{"rows", drawn_rows}}), {}, {}};
  BarRows first, total;
  Table table{{say("tornado.assumption"), say("sobol.first"), say("sobol.total"), say("sobol.spearman")}, {}, 1};
  table.stacks = true;
  for (const auto& [name, index] : indices) {
    first.add(name_of(name), index["first"].interval());
    total.add(name_of(name), index["total"].interval());
    table.rows.push_back({name_of(name), telling.share(index["first"].interval()), telling.share(index["total"].interval()),
                          telling.plain(of["ranks"][name]["spearman"].interval())});
  }
  Json chart = {{"kind", "bars"}, {"x", axis(say("sobol.axis"), "share")}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array({first.series(say("sobol.first")), total.series(say("sobol.total"))});
  chart["series"][1]["pale"] = true;
  chart["rows"] = std::move(first.rows);
  return Figure{id, title, say("sobol.says", {{"rows", drawn_rows}}), std::move(chart), std::move(table)};
}

void one_metric(const DecisionTelling& telling, const Look& of, std::size_t place, Document& document, Section& section) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string path = of["metric"].text();
  const auto rows = of["tornado"].all();
  if (!rows.empty()) {
    const Look& most = rows.front().second;
    if (document.answer.empty()) {
      const bool is_clear = rows.size() < 2 || !overlap(length_of(most), length_of(rows[1].second));
      document.answer.push_back(
          say(is_clear ? "answer.sensitivity" : "answer.sensitivity-among", {{"assumption", name_of(most["path"].text())},
                                                                             {"metric", telling.metric_name(path)},
                                                                             {"low", at_point(telling, most, "low")},
                                                                             {"high", at_point(telling, most, "high")},
                                                                             {"from", telling.metric(most["low"].value(), path)},
                                                                             {"to", telling.metric(most["high"].value(), path)}}));
      if (const std::string largest = explains_most(of); !largest.empty()) {
        const std::string share = telling.share(of["sobol"][largest]["first"].interval());
        const char* const says = explains_as_much(of, largest) ? "answer.sensitivity-most-among" : "answer.sensitivity-most";
        document.answer.push_back(largest == most["path"].text() ? say("answer.sensitivity-share", {{"share", share}})
                                                                 : say(says, {{"assumption", name_of(largest)}, {"share", share}}));
      }
    }
    section.blocks.emplace_back(tornado(telling, of, place));
  }
  if (document.tiles.size() < 4)
    document.tiles.push_back({as_sentence(telling.metric_name(path)), telling.metric(of["now"].value(), path),
                              telling.sampling(of["now"].interval(), [&](double value) { return telling.metric(value, path); })});
  if (auto figure = variance(telling, of, place)) section.blocks.emplace_back(std::move(*figure));
}

}  // namespace

void tell_sensitivity(const DecisionTelling& telling, Document& document) {
  Section section{"matters", telling.say("heading.sensitivity"), {}};
  std::size_t place = 1;
  one_metric(telling, telling.answer, place, document, section);
  for (const auto& [unnamed, other] : telling.answer["others"].all()) one_metric(telling, other, ++place, document, section);
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
