#include "results/json/voi_to_json.hpp"

namespace valuescale::results {

namespace {

Json pilot(const Voi& voi) {
  if (!voi.question.pilot) return nullptr;
  Json object{{"path", voi.question.pilot->path}, {"cost_of_lead", number(voi.cost_of_lead)}, {"evppi", to_json(voi.of_pilot->interval)}};
  object["sizes"] = Json::array();
  const auto one = [](const PilotSize& size) {
    return Json{{"leads", size.leads}, {"evsi", to_json(size.value.interval)}, {"cost", number(size.cost)}, {"net", number(size.net())}};
  };
  for (const PilotSize& size : voi.sizes) object["sizes"].push_back(one(size));
  const PilotSize* const best = voi.best_size();
  object["best"] = best ? one(*best) : Json(nullptr);
  object["as_good"] = best ? Json{voi.as_good().first, voi.as_good().second} : Json(nullptr);
  return object;
}

}  // namespace

Json json_of(const Voi& voi) {
  Json object;
  object["schema"] = "valuescale.voi/1";
  object["basis"] = name_of(voi.question.basis);
  object["scale"] = number(voi.question.scale);
  object["options"] = Json::array();
  for (const VoiOption& option : voi.options) {
    object["options"].push_back({{"name", option.name}, {"worth", to_json(interval(option.worth))}, {"p_best", number(option.share_best)}});
    if (!option.title.empty()) object["options"].back()["title"] = option.title;
  }
  object["best"] = voi.options[voi.best].name;
  object["evpi"] = to_json(voi.evpi.interval);
  object["evppi"] = Json::object();
  for (std::size_t i = 0; i < voi.assumptions.size(); ++i) object["evppi"][voi.assumptions[i].path] = to_json(voi.evppi[i].interval);
  object["pilot"] = pilot(voi);
  object["worlds"] = voi.question.worlds;
  object["runs"] = voi.runs;
  object["lifetimes"] = voi.lifetimes;
  object["nested_lifetimes"] = number(voi.nested_lifetimes);
  object["warnings"] = voi.warnings;
  return object;
}

}  // namespace valuescale::results
