#include "results/json/stress_to_json.hpp"

namespace valuescale::results {

Json json_of(const StressTable& table) {
  Json object;
  object["schema"] = "valuescale.stress/1";
  object["base"] = Json::object();
  for (std::size_t m = 0; m < table.metrics.size(); ++m) object["base"][table.metrics[m].path] = to_json(table.base_intervals[m]);
  object["stresses"] = Json::object();
  for (const StressRow& row : table.rows) {
    Json stress{{"what", row.trouble.what}, {"nothing_to_act_on", row.trouble.nothing.empty() ? Json(nullptr) : Json(row.trouble.nothing)}};
    if (row.trouble.stresses.size() == 1 && !row.trouble.stresses.front().note.empty()) stress["note"] = row.trouble.stresses.front().note;
    stress["metrics"] = Json::object();
    for (std::size_t m = 0; m < row.values.size(); ++m) {
      Json metric = to_json(row.value_intervals[m]);
      metric["change"] = to_json(row.change_intervals[m]);
      stress["metrics"][table.metrics[m].path] = std::move(metric);
    }
    stress["warnings"] = row.warnings;
    object["stresses"][row.trouble.name] = std::move(stress);
  }
  object["runs"] = table.runs;
  object["lifetimes"] = table.lifetimes;
  object["warnings"] = table.warnings;
  object["saved"] = {{"least", number(table.saved_least)}, {"most", number(table.saved_most)}};
  return object;
}

}  // namespace valuescale::results
