#include "results/json/solution_to_json.hpp"

#include "results/json/measure.hpp"

namespace valuescale::results {

Json json_of(const Solution& solution) {
  const SolveQuestion& question = solution.question;
  Json object;
  object["schema"] = "valuescale.solve/1";
  object["vary"] = question.vary;
  object["measure"] = measure_of(question.vary, solution.meaning);
  object["as"] = solution.is_uncertain ? "mean" : "value";
  object["metric"] = question.metric.path;
  object["target"] = number(question.target);
  object["probability"] = question.probability ? number(*question.probability) : Json(nullptr);
  object["at_most"] = question.at_most;
  object["found"] = solution.root.found;
  object.update(to_json(solution.root.at));
  object["now"] = {{"value", number(solution.now)}, {"metric", number(solution.metric_now)}};
  object["monotone"] = solution.root.is_monotone;
  object["jump"] = solution.root.is_jump;
  object["range"] = solution.root.is_range;
  object["assumes_as_many_buyers"] = solution.assumes_as_many_buyers;
  object["tried"] = Json::array();
  for (const Trial& trial : solution.root.tried) object["tried"].push_back({{"at", number(trial.at)}, {"metric", number(trial.value)}});
  object["runs"] = solution.runs;
  object["lifetimes"] = solution.lifetimes;
  object["lifetimes_by_halving"] = solution.lifetimes_by_halving;
  object["warnings"] = solution.warnings;
  return object;
}

}  // namespace valuescale::results
