#include "results/json/optimum_to_json.hpp"

#include "results/json/measure.hpp"

namespace valuescale::results {

namespace {

Json end_of(const Chosen& choice) {
  switch (choice.end) {
    case Chosen::End::floor: return "floor";
    case Chosen::End::ceiling: return "ceiling";
    case Chosen::End::none: return nullptr;
  }
  return nullptr;
}

const char* verdict_of(const Limited& limited) {
  switch (limited.verdict) {
    case Limited::Verdict::kept: return "kept";
    case Limited::Verdict::open: return "open";
    case Limited::Verdict::broken: return "broken";
  }
  return "open";
}

Json json_of(const Limit& limit, const Limited& limited) {
  Json object = {{"metric", limit.metric.path}, {limit.at_most ? "at_most" : "at_least", number(limit.bound)}};
  object.update(to_json(limited.value));
  object["verdict"] = verdict_of(limited);
  return object;
}

}  // namespace

Json json_of(const Optimum& optimum) {
  Json object;
  object["schema"] = "valuescale.optimize/1";
  object["objective"] = in_words(optimum.question.objective);
  object["budget"] = optimum.question.budget ? number(*optimum.question.budget) : Json(nullptr);
  object["found"] = optimum.found;
  object["keeps_limits"] = keeps_limits(optimum);
  const char* const chosen = optimum.found ? "optimum" : "nearest";
  object["optimum"] = object["nearest"] = nullptr;
  for (const char* name : {"measure", chosen, "now", "metric", "metric_now", "gain", "marginal", "at_end"}) object[name] = Json::object();
  for (const Chosen& choice : optimum.choices) {
    object["measure"][choice.path] = measure_of(choice.path, choice.meaning);
    object[chosen][choice.path] = number(choice.value);
    object["now"][choice.path] = number(choice.now);
    object["marginal"][choice.path] = to_json(choice.marginal);
    object["at_end"][choice.path] = end_of(choice);
  }
  object["metric"] = to_json(optimum.metric);
  object["metric_now"] = to_json(optimum.metric_now);
  object["gain"] = to_json(optimum.gain);
  object["limits"] = Json::array();
  for (std::size_t i = 0; i < optimum.limits.size(); ++i)
    object["limits"].push_back(json_of(optimum.question.limits[i], optimum.limits[i]));
  object["tail"] = optimum.frontier.empty() ? Json(nullptr) : Json(1 - optimum.question.objective.level);
  object["frontier"] = Json::array();
  for (const FrontierPoint& point : optimum.frontier) {
    Json choice = Json::object();
    for (std::size_t c = 0; c < point.choice.size(); ++c) choice[optimum.choices[c].path] = number(point.choice[c]);
    object["frontier"].push_back(
        {{"mean", to_json(point.mean)}, {"cvar", to_json(point.cvar)}, {"dominated", point.is_dominated}, {"choice", std::move(choice)}});
  }
  object["tried"] = optimum.tried;
  object["runs"] = optimum.runs;
  object["lifetimes"] = optimum.lifetimes;
  object["saved"] = number(optimum.saved);
  object["lifetimes_without_common_numbers"] = number(optimum.lifetimes_without_common_numbers);
  object["warnings"] = optimum.warnings;
  return object;
}

}  // namespace valuescale::results
