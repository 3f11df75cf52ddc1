// The value that reaches a target, and the choice that is best.
#include "results/report/decision_telling.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {

void tell_solution(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const std::string vary = name_of(answer["vary"].text()), path = answer["metric"].text();
  // Wanted in a share of worlds, what is drawn is that share.
  const bool of_worlds = !answer["probability"].is_nothing();
  const double target = answer["target"].number(), level = of_worlds ? answer["probability"].number() : target;
  const auto written = [&](double value) { return of_worlds ? numbers.share(value) : telling.metric(value, path); };
  const bool found = answer["found"].is_true();
  const std::string wanted =
      say(of_worlds ? "solve.wanted-share" : "solve.wanted",
          {{"metric", telling.metric_name(path)}, {"target", telling.metric(target, path)}, {"p", of_worlds ? numbers.share(level) : ""}});
  if (found) {
    const Interval value{answer["value"].number(), answer["lo"].number(), answer["hi"].number()};
    document.answer.push_back(say("answer.solve", {{"vary", vary}, {"value", telling.plain(value)}, {"wanted", wanted}}));
    document.answer.push_back(say("answer.solve-now", {{"value", telling.plain(answer["now"]["value"].number())},
                                                       {"metric", written(answer["now"]["metric"].number())}}));
    if (answer["range"].is_true()) document.answer.push_back(say("answer.solve-range"));
    if (answer["jump"].is_true()) document.answer.push_back(say("answer.solve-jump"));
    if (answer["assumes_as_many_buyers"].is_true()) document.answer.push_back(say("answer.solve-buyers"));
    document.tiles.push_back(
        {vary, telling.plain(value.value),
         say("tile.sampling", {{"range", say("range", {{"from", telling.plain(value.lo)}, {"to", telling.plain(value.hi)}})}})});
  } else {
    document.answer.push_back(say("answer.solve-none", {{"vary", vary}, {"wanted", wanted}}));
  }
  document.tiles.push_back(
      {say("tile.today-of", {{"what", vary}}), telling.plain(answer["now"]["value"].number()), written(answer["now"]["metric"].number())});

  Json x = Json::array(), y = Json::array();
  Table table{{vary, of_worlds ? say("axis.of-worlds") : telling.metric_name(path)}, {}, 0};
  for (const auto& [unnamed, one] : answer["tried"].all()) {
    x.push_back(number(one["at"].number()));
    y.push_back(number(one["metric"].number()));
    table.rows.push_back({telling.plain(one["at"].number()), written(one["metric"].number())});
  }
  if (x.empty()) return;
  Json chart = {{"kind", "curves"},
                {"x", axis(vary, "number")},
                {"y", of_worlds ? axis(say("axis.of-worlds"), "share") : axis(telling.metric_axis(path), telling.metric_format(path))}};
  chart["series"] = Json::array({{{"name", say("solve.tried")}, {"x", std::move(x)}, {"y", std::move(y)}, {"points", true}}});
  chart["marks"] = Json::array({mark("y", level, say("solve.target"))});
  if (found)
    chart["marks"].push_back(mark("x", answer["value"].number(), say("solve.found", {{"value", telling.plain(answer["value"].number())}})));
  chart["marks"].push_back(mark("x", answer["now"]["value"].number(), say("solve.today")));
  document.sections.push_back(
      {"solution", say("heading.solve"), {Figure{"tried", say("solve.title"), say("solve.says"), std::move(chart), std::move(table)}}});
}

namespace {

/// What was to be large, and the unit that it is counted in.
class Objective {
 public:
  explicit Objective(const DecisionTelling& telling) : telling_(telling), words_(telling.answer["objective"].text()) {}

  std::string name() const { return name_of(telling_.say.again("objective", words_)); }
  const char* format() const { return is_share() ? "share" : telling_.metric_format(path()); }
  std::string text(double value) const { return is_share() ? telling_.numbers.share(value) : telling_.metric(value, path()); }
  std::string text(const Interval& interval) const { return is_share() ? telling_.share(interval) : telling_.metric(interval, path()); }

 private:
  /// "P(spend.profit at least 1000)"; else the number comes first.
  bool is_share() const { return words_.starts_with("P("); }
  std::string path() const { return words_.substr(0, words_.find(' ')); }

  const DecisionTelling& telling_;
  std::string words_;
};

std::optional<Figure> frontier(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const Objective objective(telling);
  std::vector<Look> points;
  for (const auto& [unnamed, one] : answer["frontier"].all()) points.push_back(one);
  if (points.size() < 2) return std::nullopt;
  std::stable_sort(points.begin(), points.end(), [](const Look& a, const Look& b) { return a["cvar"].value() < b["cvar"].value(); });
  Json x = Json::array();
  Ends means;
  Table table{{say("frontier.worst"), say("frontier.mean")}, {}, 0};
  for (const auto& [path, value] : points.front()["choice"].all()) table.heads.push_back(name_of(path));
  for (const Look& one : points) {
    table.rows.push_back({objective.text(one["cvar"].interval()), objective.text(one["mean"].interval())});
    for (const auto& [path, value] : one["choice"].all()) table.rows.back().push_back(telling.plain(value.number()));
    // Beaten in both by another point: no part of the frontier.
    if (one["dominated"].is_true()) continue;
    x.push_back(number(one["cvar"].value()));
    means.add(one["mean"].interval());
  }
  Json chart = {
      {"kind", "curves"}, {"x", axis(say("frontier.worst"), objective.format())}, {"y", axis(say("frontier.mean"), objective.format())}};
  chart["series"] = Json::array({{{"name", say("frontier.series")},
                                  {"x", std::move(x)},
                                  {"y", std::move(means.value)},
                                  {"lo", std::move(means.lo)},
                                  {"hi", std::move(means.hi)},
                                  {"points", true}}});
  return Figure{"frontier", say("frontier.title"), say("frontier.says"), std::move(chart), std::move(table)};
}

Figure choice(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  BarRows now, best;
  Table table{{say("optimum.choice"), say("optimum.now"), say("optimum.best"), say("optimum.one-more")}, {}, 1};
  for (const auto& [path, value] : answer["optimum"].all()) {
    now.add(name_of(path), {answer["now"][path].number(), kMissing, kMissing});
    best.add(name_of(path), {value.number(), kMissing, kMissing});
    table.rows.push_back({name_of(path), telling.plain(answer["now"][path].number()), telling.plain(value.number()),
                          telling.plain(answer["marginal"][path].interval())});
  }
  Json chart = {{"kind", "bars"}, {"x", axis(say("optimum.value"), "number")}};
  chart["series"] = Json::array({now.series(say("optimum.now")), best.series(say("optimum.best"))});
  chart["series"][0]["role"] = "total";
  chart["series"][1]["role"] = "gain";
  chart["rows"] = std::move(best.rows);
  return {"choice", say("optimum.title"), say("optimum.says"), std::move(chart), std::move(table)};
}

Figure gain(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const Objective objective(telling);
  BarRows rows;
  Table table{{say("optimum.what"), say("optimum.objective")}, {}, 1};
  for (const auto& [key, name] :
       {std::pair("metric_now", "optimum.now"), std::pair("metric", "optimum.best"), std::pair("gain", "optimum.gain")}) {
    rows.add(say(name), answer[key].interval());
    table.rows.push_back({say(name), objective.text(answer[key].interval())});
  }
  Json chart = {{"kind", "bars"}, {"x", axis(objective.name(), objective.format())}};
  chart["series"] = Json::array({rows.series(say("optimum.objective"))});
  chart["series"][0]["signed"] = true;
  chart["rows"] = std::move(rows.rows);
  return {"gain", say("optimum.gain-title"), say("optimum.gain-says"), std::move(chart), std::move(table)};
}

}  // namespace

void tell_optimum(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, amounts] = telling;
  const Objective goal(telling);
  const std::string objective = goal.name();
  if (!answer["found"].is_true()) {
    document.answer.push_back(say("answer.optimize-none", {{"objective", objective}}));
    return;
  }
  std::string choices;
  for (const auto& [path, value] : answer["optimum"].all()) {
    const std::string one = say("optimum.is", {{"path", name_of(path)}, {"value", telling.plain(value.number())}});
    choices = choices.empty() ? one : say("list.join", {{"so-far", choices}, {"next", one}});
  }
  document.answer.push_back(say("answer.optimize", {{"objective", objective}, {"choices", choices}}));
  const Interval gained = answer["gain"].interval();
  const bool clear = !(gained.lo <= 0 && gained.hi >= 0);
  document.answer.push_back(say(clear ? "answer.optimize-gain" : "answer.optimize-unclear",
                                {{"gain", goal.text(gained.value)}, {"from", goal.text(gained.lo)}, {"to", goal.text(gained.hi)}}));
  if (!answer["limits"].all().empty() && !answer["keeps_limits"].is_true()) document.answer.push_back(say("answer.optimize-limits"));
  document.tiles.push_back({say("optimum.best"), goal.text(answer["metric"].value()), objective});
  document.tiles.push_back({say("optimum.now"), goal.text(answer["metric_now"].value()), objective});
  Section section{"optimum", say("heading.optimize"), {choice(telling), gain(telling)}};
  if (auto figure = frontier(telling)) section.blocks.emplace_back(std::move(*figure));
  Table limits{{say("optimum.limit"), say("optimum.allowed"), say("optimum.reached")}, {}, 1};
  for (const auto& [unnamed, limit] : answer["limits"].all()) {
    const std::string path = limit["metric"].text();
    const bool at_most = !limit["at_most"].is_nothing();
    limits.rows.push_back({telling.metric_name(path),
                           say(at_most ? "optimum.at-most" : "optimum.at-least",
                               {{"value", telling.metric(limit[at_most ? "at_most" : "at_least"].number(), path)}}),
                           telling.metric(limit.interval(), path)});
  }
  if (!limits.empty()) section.blocks.emplace_back(std::move(limits));
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
