#include "results/json/metric_at.hpp"

#include "models/description/problem.hpp"
#include "results/answer/make_answer.hpp"
#include "results/decision/world_metric.hpp"
#include "results/json/to_json.hpp"

#include <cstdlib>
#include <limits>
#include <numeric>
#include <vector>

namespace valuescale::results {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMostListed = 20;

[[noreturn]] void refuse(const std::string& path, const std::string& problem, const std::string& reason, const std::string& hint = {}) {
  throw models::InputError({{{path, 0, 0}, problem, reason, hint}});
}

/// By what its parts are named.
std::string parts_of(const Json& json) {
  std::string list;
  std::size_t number = 0;
  for (const auto& [name, part] : json.items()) {
    if (++number > kMostListed) return list + ", …";
    const std::string shown = json.is_array() && part.is_object() && part.contains("at") ? part["at"].dump() : name;
    list += (list.empty() ? "" : ", ") + shown;
  }
  return list;
}

/// The element of a list: by the step or place it is at, by its name, or by its number from 0.
const Json* element_of(const Json& list, const std::string& name) {
  for (const Json& element : list)
    for (const char* key : {"at", "name", "best", "month"})
      if (element.is_object() && element.contains(key) && (element[key] == name || element[key].dump() == name)) return &element;
  const bool is_number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos && name.size() < 10;
  const std::size_t number = is_number ? std::strtoul(name.c_str(), nullptr, 10) : list.size();
  return number < list.size() ? &list[number] : nullptr;
}

/// What the first parts of `path` from `from` on name; names may hold dots, so that the longest name counts. `from` is moved behind it.
const Json* next(const Json& json, const std::string& path, std::size_t& from) {
  for (std::size_t to = path.size();; to = path.rfind('.', to - 1)) {
    if (to == std::string::npos || to < from) return nullptr;
    const std::string name = path.substr(from, to - from);
    const Json* found = nullptr;
    if (json.is_object() && json.contains(name)) found = &json[name];
    if (json.is_array()) found = element_of(json, name);
    if (found) {
      from = std::min(path.size(), to + 1);
      return found;
    }
    if (to == 0) return nullptr;
  }
}

/// All that the money spent on channels earns: no number of `run --json`, where each channel has its own.
const char* const kProfitOfSpend = "spend.profit";

double profit_of_spend(const models::Tallies& tallies) {
  const std::vector<double> by_world = world_metric(kProfitOfSpend)->by_world(tallies).value;
  if (by_world.empty())
    refuse(kProfitOfSpend, "a run reports no such number", "no channel responds to what is spent on it",
           "give a channel spend and response");
  return std::accumulate(by_world.begin(), by_world.end(), 0.0) / static_cast<double>(by_world.size());
}

}  // namespace

double number_at(const Json& json, const std::string& path) {
  const Json* here = &json;
  for (std::size_t from = 0; from < path.size();) {
    const std::string before = path.substr(0, from == 0 ? 0 : from - 1);
    const Json* there = here->is_structured() ? next(*here, path, from) : nullptr;
    if (!there)
      refuse(path, "a run reports no such number",
             here->is_structured() ? (before.empty() ? "a run" : before) + " has " + parts_of(*here) : before + " has no parts",
             "names are those of run --json");
    here = there;
  }
  for (const char* name : {"mean", "value"})
    if (here->is_object() && here->contains(name)) here = &(*here)[name];
  if (here->is_number()) return here->get<double>();
  if (here->is_null()) return kMissing;
  if (*here == "never" || *here == "infinite") return kInfinity;
  if (*here == "-infinite") return -kInfinity;
  refuse(path, "that is no number", here->is_structured() ? "it has " + parts_of(*here) : "it is text", "name one of them");
}

Metric metric_at(const std::string& path, const Labels& labels) {
  if (path == kProfitOfSpend) return {path, profit_of_spend};
  const auto begins = [&](const char* with) { return path.rfind(with, 0) == 0; };
  Wanted wanted;
  wanted.plan = begins("plan");
  wanted.channels = begins("by.channel");
  wanted.segments = begins("by.segment") || begins("profit_groups");
  wanted.worlds = begins("worlds_interval");
  wanted.all = !wanted.plan && !wanted.channels && !wanted.worlds;
  return {path, [=](const models::Tallies& tallies) {
            return number_at(json_of(make_answer(tallies, labels.channels, labels.segments, 1, wanted)), path);
          }};
}

}  // namespace valuescale::results
