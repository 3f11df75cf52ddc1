#include "results/json/comparison_to_json.hpp"

#include <algorithm>

namespace valuescale::results {
namespace {

Json to_json(const std::optional<Dominance>& dominance) {
  if (!dominance) return nullptr;
  return {{"everywhere", dominance->everywhere}, {"first_order", dominance->first}, {"second_order", dominance->second}};
}

Json to_json(const PairedDifference& difference) {
  return {{"between", {difference.a, difference.b}},
          {"mean", {{"value", number(difference.profit.value)}, {"se", number(difference.se)}}},
          {"lo", number(difference.profit.lo)},
          {"hi", number(difference.profit.hi)},
          {"npv", results::to_json(difference.npv)},
          {"p_better", results::to_json(difference.odds.p)},
          {"if_wrong", number(difference.odds.if_wrong)},
          {"if_other_wrong", number(difference.odds.if_other_wrong)},
          {"correlation", number(difference.correlation)},
          {"saved", number(difference.saved)},
          {"dominates", to_json(difference.a_over_b)},
          {"is_dominated", to_json(difference.b_over_a)}};
}

Json list(const std::vector<double>& values) {
  if (values.empty()) return nullptr;
  Json numbers = Json::array();
  for (const double value : values) numbers.push_back(number(value));
  return numbers;
}

Json to_json(const std::optional<Density>& density) {
  if (!density) return nullptr;
  return {{"bandwidth", number(density->bandwidth)}, {"at", list(density->at)}, {"density", list(density->heights)}};
}

/// By the options that were lived. Nothing where all worlds are alike, or nothing is uncertain.
Json densities(const std::vector<ComparedOption>& options) {
  Json object = {{"of", Json::object()}};
  for (const ComparedOption& option : options)
    if (option.name != kNothing) object["of"][option.name] = to_json(option.density);
  const bool any = std::any_of(options.begin(), options.end(), [](const ComparedOption& option) { return option.density.has_value(); });
  return any ? object : Json(nullptr);
}

Json to_json(const DensityOfDifference& ahead) {
  Json object = {{"between", {ahead.a, ahead.b}}, {"below_zero", number(area_below_zero(ahead.of.at, ahead.of.heights))}};
  object.update(to_json(ahead.of));
  return object;
}

}  // namespace

Json json_of(const Comparison& comparison) {
  Json object;
  object["schema"] = "valuescale.compare/1";
  object["basis"] = name_of(comparison.basis);
  object["unit"] = in_words(comparison.basis);
  for (const char* name : {"options", "difference", "p_best", "regret", "correlation"}) object[name] = Json::object();
  object["ranks"] = Json::object();
  for (const ComparedOption& option : comparison.options) {
    object["options"][option.name] = {{"profit", results::to_json(option.profit)}, {"npv", results::to_json(option.npv)}};
    if (!option.title.empty()) object["options"][option.name]["title"] = option.title;
    if (!option.warnings.empty()) object["options"][option.name]["warnings"] = option.warnings;
    Json& worlds = object["options"][option.name]["worlds"];
    for (const auto& [level, value] : option.worlds) worlds[fmt::format("{:g}", level)] = number(value);
    object["p_best"][option.name] = results::to_json(option.p_best);
    object["regret"][option.name] = results::to_json(option.regret);
    object["ranks"][option.name] = Json::array();
    for (const Estimate& place : option.rank) object["ranks"][option.name].push_back(results::to_json(place));
  }
  object["difference"] = to_json(comparison.differences.front());
  object["differences"] = Json::array();
  for (const PairedDifference& difference : comparison.differences) object["differences"].push_back(to_json(difference));
  object["of_best"] = Json::array();
  for (const PairedDifference& difference : comparison.of_best) object["of_best"].push_back(to_json(difference));
  object["correlation"] = number(comparison.differences.front().correlation);
  object["best"] = comparison.best;
  object["winner"] = comparison.winner ? Json(*comparison.winner) : Json(nullptr);
  object["critical"] = number(comparison.critical);
  object["picked"] = number(comparison.picked);
  object["crossings"] = Json::array();
  for (const Crossing& crossing : comparison.crossings) object["crossings"].push_back({{"at", crossing.at}, {"leader", crossing.leader}});
  object["densities"] = densities(comparison.options);
  object["density_of_difference"] = comparison.ahead ? to_json(*comparison.ahead) : Json(nullptr);
  object["budgets"] = object["budget_crossings"] = Json::array();
  if (comparison.budgets) {
    for (const BudgetRow& row : comparison.budgets->rows) {
      Json profit = Json::object();
      for (std::size_t c = 0; c < row.profit.size(); ++c) profit[comparison.budgets->channels[c]] = results::to_json(row.profit[c]);
      object["budgets"].push_back({{"budget", row.budget}, {"leader", row.leader}, {"profit", std::move(profit)}});
    }
    for (const BudgetCrossing& crossing : comparison.budgets->crossings)
      object["budget_crossings"].push_back({{"at", number(crossing.at)}, {"from", crossing.from}, {"to", crossing.to}});
  }
  object["uncertain"] = comparison.is_uncertain;
  object["worlds"] = comparison.worlds;
  object["runs"] = comparison.runs;
  object["lifetimes"] = comparison.lifetimes;
  object["warnings"] = comparison.warnings;
  return object;
}

}  // namespace valuescale::results
