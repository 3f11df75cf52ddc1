// The value that reaches a target, and the choice that is best.
#include "results/report/decision_telling.hpp"
#include "results/terminal/metric_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results::report {

namespace {

/// How figures write values of an assumption of this measure.
const char* format_of(const std::string& measure) { return measure == "money" || measure == "share" ? measure.c_str() : "number"; }

/// What runs along an axis of values of an assumption.
Json axis_of(const DecisionTelling& telling, const std::string& what, const std::string& measure) {
  return axis(measure == "money" ? telling.say("axis.in", {{"what", what}, {"unit", telling.currency}}) : what, format_of(measure));
}

/// A search looks far: values worth a picture lie around today's and the one that was found, up to the next beyond them on either side.
std::pair<double, double> worth_drawing(const Look& answer) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  double least = answer["now"]["value"].number(), most = least;
  for (const char* name : {"value", "lo", "hi"}) {
    const double value = answer[name].number();
    if (std::isfinite(value)) least = std::fmin(least, value), most = std::fmax(most, value);
  }
  if (!answer["found"].is_true() || !(most > least)) return {-kInfinity, kInfinity};
  constexpr double kFar = 5;
  std::pair<double, double> range{least - kFar * (most - least), most + kFar * (most - least)};
  for (const auto& [unnamed, one] : answer["tried"].all()) {
    const double at = one["at"].number();
    if (at < least) range.first = std::fmax(range.first, at);
    if (at > most) range.second = std::fmin(range.second, at);
  }
  return range;
}

/// The next round number.
double round_above(double number) {
  const double unit = std::pow(10, std::floor(std::log10(number)));
  for (const double times : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
    if (number <= times * unit) return times * unit;
  return 10 * unit;
}

}  // namespace

void tell_solution(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string vary = name_of(answer["vary"].text()), path = answer["metric"].text(), measure = answer["measure"].text();
  // Wanted in a share of worlds, what is told and drawn is the number in the world at the edge of that share.
  const bool of_worlds = !answer["probability"].is_nothing(), at_most = answer["at_most"].is_true();
  const double target = answer["target"].number();
  const std::string p = of_worlds ? numbers.level(answer["probability"].number()) : "";
  const std::string name = of_worlds ? say("solve.at-edge", {{"metric", telling.metric_name(path)}}) : telling.metric_name(path);
  const auto assumed = [&](double value) { return telling.assumed(value, measure); };
  // What is nothing is easily looked for: as many digits as today's number needs.
  const double metric_today = answer["now"]["metric"].number();
  const Numbers fine = numbers.as_fine_as(metric_today);
  const auto written = [&](double value) {
    const bool is_small = value != 0 && std::fabs(value) < 1 && metric_unit(path) == MetricUnit::money;
    return is_small ? fine.money(value) : telling.metric(value, path);
  };
  const bool found = answer["found"].is_true();
  const std::string wanted = say(!of_worlds ? "solve.wanted"
                                 : at_most  ? "solve.wanted-at-most"
                                            : "solve.wanted-at-least",
                                 {{"metric", telling.metric_name(path)}, {"target", written(target)}, {"p", p}});
  const double today = answer["now"]["value"].number(), worlds = answer["first_run"]["worlds"].number();
  std::string gives = written(metric_today);
  if (of_worlds) gives = say(at_most ? "solve.edge-at-most" : "solve.edge-at-least", {{"metric", gives}, {"p", p}});
  const std::string of_today = worlds > 1 ? say("solve.of-worlds", {{"metric", gives}, {"worlds", numbers.count(worlds)}}) : gives;
  if (found) {
    const Interval value{answer["value"].number(), answer["lo"].number(), answer["hi"].number()};
    // A path keeps its small letter where a language begins with it.
    document.answer.push_back(
        say("answer.solve", {{"vary", vary}, {"value", telling.assumed(value, measure)}, {"wanted", as_sentence(wanted)}}));
    document.answer.push_back(say("answer.solve-now", {{"value", assumed(today)}, {"metric", of_today}}));
    if (answer["range"].is_true()) document.answer.push_back(say("answer.solve-range"));
    if (answer["jump"].is_true()) document.answer.push_back(say("answer.solve-jump"));
    if (answer["assumes_as_many_buyers"].is_true()) document.answer.push_back(say("answer.solve-buyers"));
    document.tiles.push_back({vary, assumed(value.value), telling.sampling(value, assumed)});
  } else {
    document.answer.push_back(say("answer.solve-none", {{"vary", vary}, {"wanted", wanted}}));
  }
  document.tiles.push_back({say("tile.today-of", {{"what", vary}}), assumed(today), gives});

  Json x = Json::array(), y = Json::array();
  Table table{{vary, as_sentence(name)}, {}, 0};
  const auto [from, to] = worth_drawing(answer);
  double lowest = target, highest = target;
  for (const auto& [unnamed, one] : answer["tried"].all()) {
    const double at = one["at"].number();
    table.rows.push_back({assumed(at), written(one["metric"].number())});
    if (at < from || at > to) continue;
    x.push_back(number(at));
    const double metric = one["metric"].number();
    y.push_back(number(metric));
    if (std::isfinite(metric)) lowest = std::fmin(lowest, metric), highest = std::fmax(highest, metric);
  }
  if (table.empty()) return;
  Json chart = {{"kind", "curves"}, {"x", axis_of(telling, vary, measure)}, {"y", axis_of(telling, name, telling.metric_format(path))}};
  chart["series"] = Json::array({{{"name", say("solve.tried")}, {"x", std::move(x)}, {"y", std::move(y)}, {"points", true}}});
  // Names of marks stand above the curve.
  constexpr double kRoom = 0.2;
  if (highest > 0) chart["y"]["max"] = round_above(highest + kRoom * (highest - lowest));
  chart["marks"] = Json::array({mark("y", target, say("solve.target"))});
  if (found)
    chart["marks"].push_back(mark("x", answer["value"].number(), say("solve.found", {{"value", assumed(answer["value"].number())}})));
  chart["marks"].push_back(mark("x", today, say("solve.today")));
  document.sections.push_back(
      {"solution", say("heading.solve"), {Figure{"tried", say("solve.title"), say("solve.says"), std::move(chart), std::move(table)}}});
}

namespace {

/// What was to be large, and the unit that it is counted in.
class Objective {
 public:
  explicit Objective(const DecisionTelling& telling) : telling_(telling), words_(telling.answer["objective"].text()) {}

  std::string name() const { return name_of(telling_.say.again("objective", words_)); }
  /// The number itself, whatever of it was to be large.
  std::string metric() const { return telling_.metric_name(path()); }
  bool is_money() const { return !is_share() && metric_unit(path()) == MetricUnit::money; }
  bool is_smallest() const { return is_worse_when_more(path()); }
  std::string in_unit(const std::string& what) const {
    return is_money() ? telling_.say("axis.in", {{"what", what}, {"unit", telling_.currency}}) : what;
  }
  /// Of the frontier: the number itself, even where the objective is a share of worlds.
  std::string amount(const Interval& interval) const { return telling_.metric(interval, path()); }
  const char* format() const { return is_share() ? "share" : telling_.metric_format(path()); }
  std::string text(double value) const { return is_share() ? telling_.numbers.share(value) : telling_.metric(value, path()); }
  std::string text(const Interval& interval) const { return is_share() ? telling_.share(interval) : telling_.metric(interval, path()); }

 private:
  /// "P(spend.profit at least 1000)"; else the number comes first.
  bool is_share() const { return words_.starts_with("P("); }
  std::string path() const {
    const std::size_t from = is_share() ? 2 : 0;
    return words_.substr(from, words_.find(' ') - from);
  }

  const DecisionTelling& telling_;
  std::string words_;
};

/// What of the worst worlds a frontier's numbers are of: "10 %"; nothing in files that don't say.
std::string tail_of(const DecisionTelling& telling) {
  const double tail = telling.answer["tail"].number();
  return std::isnan(tail) ? std::string() : telling.numbers.level(tail);
}

std::optional<Figure> frontier(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Objective objective(telling);
  std::vector<Look> points;
  for (const auto& [unnamed, one] : answer["frontier"].all()) points.push_back(one);
  if (points.size() < 2) return std::nullopt;
  const double sign = objective.is_smallest() ? -1 : 1;
  const auto good = [&](const Look& one, const char* what) { return sign * one[what].value(); };
  std::stable_sort(points.begin(), points.end(), [](const Look& a, const Look& b) { return a["cvar"].value() < b["cvar"].value(); });
  // By what they came to, if only by chance: who looks for the efficient choices is not helped by others.
  const auto is_beaten = [&](const Look& one) {
    return std::any_of(points.begin(), points.end(), [&](const Look& other) {
      const double mean = good(other, "mean") - good(one, "mean"), cvar = good(other, "cvar") - good(one, "cvar");
      return mean >= 0 && cvar >= 0 && mean + cvar > 0;
    });
  };
  Json x = Json::array();
  Ends means;
  const std::string tail = tail_of(telling);
  const std::string worst = tail.empty() ? say("frontier.worst") : say("frontier.worst-of", {{"tail", tail}});
  Table table{{worst, say("frontier.mean")}, {}, 0};
  table.stacks = true;
  for (const auto& [path, value] : points.front()["choice"].all()) table.heads.push_back(name_of(path));
  table.heads.push_back(say("frontier.remark"));
  bool any_beaten = false;
  for (const Look& one : points) {
    table.rows.push_back({objective.amount(one["cvar"].interval()), objective.amount(one["mean"].interval())});
    for (const auto& [path, value] : one["choice"].all())
      table.rows.back().push_back(telling.assumed(value.number(), answer["measure"][path].text()));
    table.rows.back().push_back(is_beaten(one) ? say("frontier.beaten") : "");
    any_beaten = any_beaten || is_beaten(one);
    if (is_beaten(one)) continue;
    x.push_back(number(one["cvar"].value()));
    means.add(one["mean"].interval());
  }
  if (!any_beaten) {
    table.heads.pop_back();
    for (auto& row : table.rows) row.pop_back();
  }
  const char* format = objective.is_money() ? "money" : "number";
  Json chart = {
      {"kind", "curves"}, {"x", axis(objective.in_unit(worst), format)}, {"y", axis(objective.in_unit(say("frontier.mean")), format)}};
  chart["series"] = Json::array({{{"name", say("frontier.series")},
                                  {"x", std::move(x)},
                                  {"y", std::move(means.value)},
                                  {"lo", std::move(means.lo)},
                                  {"hi", std::move(means.hi)},
                                  {"points", true}}});
  return Figure{"frontier", say("frontier.title", {{"metric", objective.metric()}}),
                say(objective.is_smallest() ? "frontier.says-smallest" : "frontier.says"), std::move(chart), std::move(table)};
}

/// Whose spend a choice is: "fairs" of "channel.fairs.spend" or "plan.spend.fairs"; empty of other choices.
std::string channel_of(const std::string& path) {
  constexpr std::string_view kChannel = "channel.", kSpend = ".spend", kPlan = "plan.spend.";
  if (path.starts_with(kPlan)) return path.substr(kPlan.size(), path.find('.', kPlan.size()) - kPlan.size());
  if (path.starts_with(kChannel) && path.ends_with(kSpend) && path.size() > kChannel.size() + kSpend.size())
    return path.substr(kChannel.size(), path.size() - kChannel.size() - kSpend.size());
  return {};
}

/// Is the best choice to spend nothing there? A search comes so near the floor, and not to it.
bool is_nothing(const Look& answer, const std::string& path) {
  constexpr double kOfBudget = 1.0001e-4;
  const double value = answer["optimum"][path].number();
  return !channel_of(path).empty() && answer["at_end"][path].text() == "floor" && value >= 0 &&
         value <= kOfBudget * answer["budget"].number();
}

Figure choice(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  BarRows now, best;
  Table table{{say("optimum.choice"), say("optimum.now"), say("optimum.best"), say("optimum.one-more")}, {}, 1};
  table.stacks = true;
  std::optional<std::string> measure;
  for (const auto& [path, value] : answer["optimum"].all()) {
    const std::string of = answer["measure"][path].text();
    measure = !measure || *measure == of ? of : std::string();
    now.add(name_of(path), {answer["now"][path].number(), kMissing, kMissing});
    const double chosen = is_nothing(answer, path) ? 0 : value.number();
    best.add(name_of(path), {chosen, kMissing, kMissing});
    table.rows.push_back({name_of(path), telling.assumed(answer["now"][path].number(), of), telling.assumed(chosen, of),
                          telling.plain(answer["marginal"][path].interval())});
  }
  Json chart = {{"kind", "bars"}, {"x", axis_of(telling, say("optimum.value"), measure.value_or(""))}};
  chart["series"] = Json::array({now.series(say("optimum.now")), best.series(say("optimum.best"))});
  chart["series"][0]["role"] = "total";
  chart["series"][1]["role"] = "gain";
  chart["rows"] = std::move(best.rows);
  return {"choice", say("optimum.title"), say("optimum.says"), std::move(chart), std::move(table)};
}

Figure gain(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Objective objective(telling);
  BarRows rows;
  Table table{{say("optimum.what"), say("optimum.objective")}, {}, 1};
  for (const auto& [key, name] :
       {std::pair("metric_now", "optimum.now"), std::pair("metric", "optimum.best"), std::pair("gain", "optimum.gain")}) {
    rows.add(say(name), answer[key].interval());
    table.rows.push_back({say(name), objective.text(answer[key].interval())});
  }
  Json chart = {{"kind", "bars"}, {"x", axis(objective.in_unit(objective.name()), objective.format())}};
  chart["series"] = Json::array({rows.series(say("optimum.objective"))});
  chart["series"][0]["signed"] = true;
  chart["rows"] = std::move(rows.rows);
  return {"gain", say("optimum.gain-title"), say("optimum.gain-says"), std::move(chart), std::move(table)};
}

}  // namespace

void tell_optimum(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const Objective goal(telling);
  const std::string objective = goal.name();
  if (!answer["found"].is_true()) {
    document.answer.push_back(say("answer.optimize-none", {{"objective", objective}}));
    return;
  }
  std::vector<std::string> choices;
  for (const auto& [path, value] : answer["optimum"].all())
    choices.push_back(
        is_nothing(answer, path)
            ? say("optimum.none", {{"channel", name_of(channel_of(path))}})
            : say("optimum.is", {{"path", name_of(path)}, {"value", telling.assumed(value.number(), answer["measure"][path].text())}}));
  document.answer.push_back(say("answer.optimize", {{"objective", objective}, {"choices", telling.joined(choices)}}));
  const Interval gained = answer["gain"].interval();
  const bool clear = !(gained.lo <= 0 && gained.hi >= 0);
  document.answer.push_back(say(clear ? "answer.optimize-gain" : "answer.optimize-unclear", {{"gain", goal.text(gained)}}));
  if (!answer["limits"].all().empty() && !answer["keeps_limits"].is_true()) document.answer.push_back(say("answer.optimize-limits"));
  const auto detail = [&](const Interval& interval) {
    const std::string range = telling.sampling(interval, [&](double value) { return goal.text(value); });
    return range.empty() ? objective : telling.joined({objective, range});
  };
  for (const auto& [name, key] : {std::pair("tile.best-choice", "metric"), std::pair("tile.todays-choice", "metric_now")})
    document.tiles.push_back({say(name), goal.text(answer[key].value()), detail(answer[key].interval())});
  document.tiles.push_back(
      {say("tile.gain"), goal.text(gained.value), telling.sampling(gained, [&](double value) { return goal.text(value); })});
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
