#include "results/json/optimum_to_json.hpp"

namespace valuescale::results {

Json json_of(const Optimum& optimum) {
  Json object;
  object["schema"] = "valuescale.optimize/1";
  object["objective"] = in_words(optimum.question.objective);
  object["budget"] = optimum.question.budget ? number(*optimum.question.budget) : Json(nullptr);
  object["found"] = optimum.found;
  for (const char* name : {"optimum", "now", "metric", "metric_now", "gain", "marginal"}) object[name] = Json::object();
  for (const Chosen& choice : optimum.choices) {
    object["optimum"][choice.path] = number(choice.value);
    object["now"][choice.path] = number(choice.now);
    object["marginal"][choice.path] = to_json(choice.marginal);
  }
  object["metric"] = to_json(optimum.metric);
  object["metric_now"] = to_json(optimum.metric_now);
  object["gain"] = to_json(optimum.gain);
  object["limits"] = Json::array();
  for (std::size_t i = 0; i < optimum.limits.size(); ++i) {
    const Limit& limit = optimum.question.limits[i];
    Json one = {{"metric", limit.metric.path}, {limit.at_most ? "at_most" : "at_least", number(limit.bound)}};
    one.update(to_json(optimum.limits[i]));
    object["limits"].push_back(std::move(one));
  }
  object["frontier"] = Json::array();
  for (const FrontierPoint& point : optimum.frontier) {
    Json choice = Json::object();
    for (std::size_t c = 0; c < point.choice.size(); ++c) choice[optimum.choices[c].path] = number(point.choice[c]);
    object["frontier"].push_back({{"mean", number(point.mean)}, {"cvar", number(point.cvar)}, {"choice", std::move(choice)}});
  }
  object["runs"] = optimum.runs;
  object["lifetimes"] = optimum.lifetimes;
  object["warnings"] = optimum.warnings;
  return object;
}

}  // namespace valuescale::results
