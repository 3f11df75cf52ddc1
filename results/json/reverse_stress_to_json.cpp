#include "results/json/reverse_stress_to_json.hpp"

#include "results/json/measure.hpp"

namespace valuescale::results {

namespace {

Json to_json(const Threshold& threshold) {
  return {{"path", threshold.path},
          {"measure", measure_of(threshold.path, threshold.meaning)},
          {"uncertain", threshold.is_uncertain},
          {"as", threshold.is_scaled ? "mean" : "value"},
          {"now", number(threshold.now)},
          {"found", threshold.found},
          {"at", to_json(threshold.at)},
          {"times", number(threshold.at.value / threshold.now)},
          {"chance", number(threshold.chance)},
          {"reach", threshold.is_uncertain ? number(threshold.reach) : Json(nullptr)},
          {"looked", {{"from", number(threshold.furthest_down)}, {"to", number(threshold.furthest_up)}}}};
}

Json to_json(const Combination& combination) {
  Json object{{"found", combination.point.found},
              {"converged", combination.point.converged},
              {"distance", combination.point.found ? number(combination.point.distance) : Json(nullptr)},
              {"probability", number(combination.probability)},
              {"assumptions", Json::array()}};
  for (std::size_t i = 0; i < combination.unknowns.size(); ++i) {
    Json assumption{{"path", combination.unknowns[i].path},
                    {"measure", measure_of(combination.unknowns[i].path, combination.unknowns[i].meaning)},
                    {"now", number(combination.unknowns[i].mean())}};
    if (combination.point.found) {
      assumption["at"] = number(combination.values[i]);
      assumption["normal"] = number(combination.point.at[i]);
      assumption["share"] = number(combination.shares[i]);
    }
    object["assumptions"].push_back(std::move(assumption));
  }
  return object;
}

Json to_json(const FailedWorlds& worlds) {
  const Discovery& discovery = worlds.discovery;
  Json object{{"by", worlds.by},
              {"worlds", discovery.worlds},
              {"failed", discovery.failed},
              {"share", to_json(share_interval(discovery.failed, discovery.worlds))},
              {"judged", discovery.judged},
              {"with_luck_of", worlds.with_luck_of},
              {"judged_failed", discovery.judged_failed},
              {"boxes", Json::array()}};
  for (const Box& box : discovery.boxes) {
    Json ranges = Json::array();
    for (const BoxRange& range : box.ranges)
      ranges.push_back({{"path", worlds.paths[range.assumption]},
                        {"from", std::isinf(range.low) ? Json(nullptr) : Json(range.low)},
                        {"to", std::isinf(range.high) ? Json(nullptr) : Json(range.high)},
                        {"p", number(range.p)}});
    object["boxes"].push_back({{"ranges", ranges},
                               {"coverage", to_json(box.coverage)},
                               {"density", to_json(box.density)},
                               {"worlds", box.worlds},
                               {"failed", box.failed}});
  }
  return object;
}

}  // namespace

Json json_of(const ReverseStress& answer) {
  Json object;
  object["schema"] = "valuescale.reverse-stress/1";
  object["until"] = {{"metric", answer.question.metric.path},
                     {"limit", number(answer.question.limit)},
                     {"above", answer.question.above},
                     {"strict", answer.question.strict}};
  object["now"] = to_json(interval(answer.now));
  object["holds_already"] = answer.holds_already;
  object["alone"] = Json::array();
  for (const Threshold& threshold : answer.alone) object["alone"].push_back(to_json(threshold));
  object["together"] = answer.together ? to_json(*answer.together) : Json(nullptr);
  object["worlds"] = answer.worlds ? to_json(*answer.worlds) : Json(nullptr);
  object["runs"] = answer.runs;
  object["lifetimes"] = answer.lifetimes;
  object["lifetimes_by_halving"] = answer.lifetimes_by_halving;
  object["warnings"] = answer.warnings;
  return object;
}

}  // namespace valuescale::results
