// What it is worth to know more before deciding.
#include "results/report/decision_telling.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {
namespace {

/// What amounts are for: "if 20,000 EUR are spent".
std::string decided_on(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string basis = answer["basis"].text();
  const double scale = answer["scale"].number();
  if (basis == "money")
    return scale == 1 ? say("voi.of-unit", {{"currency", currency}}) : say("voi.of-money", {{"budget", numbers.money(scale)}});
  if (basis == "lead") return scale == 1 ? say("voi.of-lead") : say("voi.of-leads", {{"leads", numbers.count(scale)}});
  return say("voi.of-plan");
}

Figure worth_of_knowing(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  std::vector<std::pair<std::string, Look>> each = answer["evppi"].all();
  std::stable_sort(each.begin(), each.end(), [](const auto& a, const auto& b) { return a.second.value() > b.second.value(); });
  BarRows rows;
  Table table{{say("voi.knowing"), say("voi.worth")}, {}, 1};
  const auto row = [&](const std::string& name, const Interval& worth) {
    rows.add(name, worth);
    table.rows.push_back({name, telling.money(worth)});
  };
  row(say("voi.everything"), answer["evpi"].interval());
  for (const auto& [path, worth] : each) row(name_of(path), worth.interval());
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.in", {{"what", say("voi.worth")}, {"unit", currency}}), "money")}};
  chart["series"] = Json::array({rows.series(say("voi.worth"))});
  chart["rows"] = std::move(rows.rows);
  return {"evppi", say("voi.title"), say("voi.says"), std::move(chart), std::move(table)};
}

std::optional<Figure> pilot(const DecisionTelling& telling) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  Json x = Json::array(), costs = Json::array(), nets = Json::array();
  Ends worth;
  Table table{{say("voi.leads"), say("voi.evsi"), say("voi.cost"), say("voi.net")}, {}, 0};
  table.stacks = true;
  for (const auto& [unnamed, size] : answer["pilot"]["sizes"].all()) {
    if (!(size["leads"].number() > 0)) continue;
    x.push_back(number(size["leads"].number()));
    worth.add(size["evsi"].interval());
    costs.push_back(number(size["cost"].number()));
    nets.push_back(number(size["net"].number()));
    table.rows.push_back({numbers.count(size["leads"].number()), telling.money(size["evsi"].interval()),
                          numbers.bare_money(size["cost"].number()), numbers.bare_money(size["net"].number())});
  }
  if (x.size() < 2) return std::nullopt;
  Json chart = {{"kind", "curves"}, {"x", axis(say("voi.leads"), "number")}, {"y", axis(currency, "money")}};
  chart["x"]["log"] = true;
  chart["series"] = Json::array(
      {{{"name", say("voi.evsi")}, {"x", x}, {"y", worth.value}, {"lo", worth.lo}, {"hi", worth.hi}, {"role", "gain"}, {"points", true}},
       {{"name", say("voi.cost")}, {"x", x}, {"y", costs}, {"role", "loss"}, {"points", true}},
       {{"name", say("voi.net")}, {"x", x}, {"y", nets}, {"role", "ink"}, {"dash", 1}}});
  const Look best = answer["pilot"]["best"];
  chart["marks"] = Json::array();
  if (!best.is_nothing())
    chart["marks"].push_back(mark("x", best["leads"].number(), say("voi.best", {{"leads", numbers.count(best["leads"].number())}})));
  return Figure{"pilot", say("voi.pilot-title", {{"path", name_of(answer["pilot"]["path"].text())}}), say("voi.pilot-says"),
                std::move(chart), std::move(table)};
}

/// An option; a scenario without its folder.
std::string chosen(const DecisionTelling& telling, const std::string& name) {
  const std::string_view ending = ".toml";
  if (name.size() <= ending.size() || name.compare(name.size() - ending.size(), ending.size(), ending) != 0) return telling.option(name);
  const std::size_t begin = name.find_last_of("/\\") + 1;
  return name_of(name.substr(begin, name.size() - ending.size() - begin));
}

/// The next best option, where it may be as good as the best by the simulation's error; else nothing.
std::string as_good_as_best(const DecisionTelling& telling) {
  const std::string best = telling.answer["best"].text();
  Interval of_best{kMissing, kMissing, kMissing};
  std::vector<std::pair<std::string, Interval>> others;
  for (const auto& [unnamed, option] : telling.answer["options"].all()) {
    const std::string name = option["name"].text();
    if (name == best)
      of_best = option["worth"].interval();
    else
      others.emplace_back(name, option["worth"].interval());
  }
  const auto next =
      std::max_element(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.second.value < b.second.value; });
  return next != others.end() && overlap(next->second, of_best) ? next->first : std::string();
}

}  // namespace

void tell_information(const DecisionTelling& telling, Document& document) {
  const auto& [answer, say, currency, numbers, exact] = telling;
  const std::string best_name = answer["best"].text(), rival = as_good_as_best(telling);
  std::string best_option = chosen(telling, best_name);
  for (const auto& [unnamed, option] : answer["options"].all())
    if (option["name"].text() == best_name) best_option = telling.titled(best_option, option);
  document.answer.push_back(say(rival.empty() ? "answer.voi" : "answer.voi-unclear", {{"best", best_option},
                                                                                      {"next", chosen(telling, rival)},
                                                                                      {"evpi", numbers.money(answer["evpi"].value())},
                                                                                      {"of", decided_on(telling)}}));
  document.tiles.push_back({say("tile.evpi"), numbers.money(answer["evpi"].value()),
                            telling.sampling(answer["evpi"].interval(), [&](double value) { return numbers.money(value); })});
  const Look best = answer["pilot"]["best"];
  if (!best.is_nothing()) {
    document.answer.push_back(say("answer.voi-test", {{"path", name_of(answer["pilot"]["path"].text())},
                                                      {"leads", numbers.count(best["leads"].number())},
                                                      {"net", numbers.money(best["net"].number())}}));
  } else if (!answer["pilot"].is_nothing()) {
    document.answer.push_back(say("answer.voi-no-test"));
  }
  Table table{{say("compare.option"), say("voi.option-worth"), say("compare.p-best")}, {}, 1};
  table.stacks = true;
  for (const auto& [unnamed, option] : answer["options"].all()) {
    table.rows.push_back({telling.titled(chosen(telling, option["name"].text()), option), telling.money(option["worth"].interval()),
                          numbers.share(option["p_best"].number())});
    if (document.tiles.size() < 4)
      document.tiles.push_back({chosen(telling, option["name"].text()), numbers.money(option["worth"].value()),
                                say("voi.option-detail", {{"of", decided_on(telling)}, {"p", numbers.share(option["p_best"].number())}})});
  }
  Section section{"information", say("heading.voi"), {std::move(table), worth_of_knowing(telling)}};
  if (auto figure = pilot(telling)) section.blocks.emplace_back(std::move(*figure));
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
