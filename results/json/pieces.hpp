// How numbers of an answer are written in JSON, whatever they are about.
#pragma once

#include "results/answer/answer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace valuescale::results {

// Keeps the order in which things are said, so that two runs can be compared line by line.
using Json = nlohmann::ordered_json;

/// Indented, ending in a newline. Text that is not UTF-8 is repaired.
inline std::string as_text(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

inline Json number(double value) {
  if (std::isnan(value)) return nullptr;
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  return value;
}

/// A number of steps, or "never".
inline Json time(double value) {
  if (std::isinf(value) && value > 0) return "never";
  return number(value);
}

inline Json to_json(const Estimate& estimate) { return {{"value", number(estimate.value)}, {"se", number(estimate.se)}}; }

inline Json to_json(const Interval& interval) {
  return {{"value", number(interval.value)}, {"lo", number(interval.lo)}, {"hi", number(interval.hi)}};
}

inline Json time_interval(const Interval& interval) {
  return {{"value", time(interval.value)}, {"lo", time(interval.lo)}, {"hi", time(interval.hi)}};
}

using Quantiles = std::vector<std::pair<double, Interval>>;

inline Json by_level(const Quantiles& quantiles, Json (*one)(const Interval&)) {
  Json object = Json::object();
  for (const auto& [level, interval] : quantiles) object[fmt::format("{}", level)] = one(interval);
  return object;
}

inline Json to_json(const Quantiles& quantiles) { return by_level(quantiles, &to_json); }

inline Json time_intervals(const Quantiles& quantiles) { return by_level(quantiles, &time_interval); }

inline Json to_json(const Distribution& distribution) {
  return {{"mean", to_json(distribution.mean)}, {"sd", number(distribution.sd)}, {"quantiles", to_json(distribution.quantiles)}};
}

}  // namespace valuescale::results
