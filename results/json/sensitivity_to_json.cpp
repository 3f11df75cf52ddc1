#include "results/json/sensitivity_to_json.hpp"

#include "results/json/measure.hpp"

namespace valuescale::results {

namespace {

Json tornado(const Sensitivity& all, const SensitivityOf& of) {
  Json bars = Json::array();
  for (const std::size_t i : by_swing(of)) {
    const Held& held = all.assumptions[i];
    bars.push_back({{"path", held.assumption.path},
                    {"measure", measure_of(held.assumption.path, held.assumption.meaning)},
                    {"at", {{"low", number(held.low)}, {"high", number(held.high)}}},
                    {"low", to_json(interval(of.bars[i].low))},
                    {"high", to_json(interval(of.bars[i].high))},
                    {"swing", to_json(interval(swing(of.bars[i])))}});
  }
  return bars;
}

/// By input; of assumptions that go together, by each of them.
Json indices(const Sensitivity& all, const SensitivityOf& of) {
  if (!of.sobol) return nullptr;
  Json object = Json::object();
  for (std::size_t input = 0; input < all.inputs.size(); ++input)
    for (const std::size_t i : all.inputs[input]) {
      Json& one = object[all.assumptions[i].assumption.path];
      one["first"] = to_json(share_interval(of.sobol->of[input].first));
      one["total"] = to_json(share_interval(of.sobol->of[input].total));
      one["with"] = Json::array();
      for (const std::size_t other : all.inputs[input])
        if (other != i) one["with"].push_back(all.assumptions[other].assumption.path);
    }
  return object;
}

Json ranks(const Sensitivity& all, const SensitivityOf& of) {
  if (!of.sobol) return nullptr;
  Json object = Json::object();
  for (std::size_t i = 0; i < of.ranks.size(); ++i)
    object[all.assumptions[i].assumption.path] = {{"spearman", to_json(correlation_interval(of.ranks[i].simple))},
                                                  {"partial", to_json(correlation_interval(of.ranks[i].partial))}};
  return object;
}

Json design(const Sensitivity& all, const SensitivityOf& of) {
  if (!of.sobol) return nullptr;
  return {{"rows", all.rows},
          {"rows_missing", of.sobol->missing},
          {"mean", to_json(interval(of.sobol->mean))},
          {"variance", to_json(interval(of.sobol->variance))},
          {"constant", of.sobol->is_constant},
          {"luck_only", of.sobol->luck_only}};
}

Json json_of_metric(const Sensitivity& all, const SensitivityOf& of) {
  return {{"metric", of.metric},       {"now", to_json(interval(of.now))}, {"tornado", tornado(all, of)},
          {"sobol", indices(all, of)}, {"ranks", ranks(all, of)},          {"design", design(all, of)}};
}

}  // namespace

Json json_of(const Sensitivity& sensitivity) {
  Json object;
  object["schema"] = "valuescale.sensitivity/1";
  object.update(json_of_metric(sensitivity, sensitivity.of.front()));
  object["others"] = Json::array();
  for (std::size_t m = 1; m < sensitivity.of.size(); ++m) object["others"].push_back(json_of_metric(sensitivity, sensitivity.of[m]));
  object["assumptions"] = Json::object();
  for (const Held& held : sensitivity.assumptions) object["assumptions"][held.assumption.path] = held.assumption.text;
  object["levels"] = {kTornadoLow, kTornadoHigh};
  object["runs"] = sensitivity.runs;
  object["lifetimes"] = sensitivity.lifetimes;
  object["lifetimes_of_tornado"] = sensitivity.lifetimes_of_tornado;
  object["lifetimes_without_common_numbers"] = number(sensitivity.lifetimes_without_common_numbers);
  object["warnings"] = sensitivity.warnings;
  return object;
}

}  // namespace valuescale::results
