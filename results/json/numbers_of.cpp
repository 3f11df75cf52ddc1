#include "results/json/numbers_of.hpp"

#include <algorithm>
#include <limits>

namespace valuescale::results {
namespace {

double part(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() ? kMissing : number_in(*found).value_or(kMissing);
}

/// What an element of a list calls itself.
std::optional<std::string> name_of(const Json& element) {
  if (!element.is_object()) return std::nullopt;
  for (const char* key : {"name", "path"})
    if (const auto found = element.find(key); found != element.end() && found->is_string()) return found->get<std::string>();
  return std::nullopt;
}

void collect(const Json& json, const std::string& path, std::vector<NamedNumber>& numbers) {
  if (const auto number = number_in(json)) {
    numbers.push_back({path, *number});
    return;
  }
  if (!json.is_structured() || is_curve(json)) return;
  const bool is_estimate = json.is_object() && json.contains("value") && number_in(json["value"]);
  if (is_estimate)
    numbers.push_back({path.empty() ? "answer" : path, part(json, "value"), part(json, "se"), part(json, "lo"), part(json, "hi")});
  for (const auto& [name, element] : json.items()) {
    if (is_estimate && (name == "value" || name == "se" || name == "lo" || name == "hi")) continue;
    const std::string label = json.is_array() ? name_of(element).value_or(name) : name;
    collect(element, path.empty() ? label : path + "." + label, numbers);
  }
}

}  // namespace

std::optional<double> number_in(const Json& json) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (json.is_number()) return json.get<double>();
  if (json.is_boolean()) return json.get<bool>() ? 1 : 0;
  if (json.is_null()) return kMissing;
  if (json == "never" || json == "infinite") return kInfinity;
  if (json == "-infinite") return -kInfinity;
  return std::nullopt;
}

bool is_curve(const Json& json) {
  constexpr std::size_t kLongestList = 32;
  return json.is_array() && json.size() > kLongestList &&
         std::all_of(json.begin(), json.end(), [](const Json& one) { return number_in(one).has_value(); });
}

std::vector<double> curve_in(const Json& json) {
  std::vector<double> numbers;
  if (!is_curve(json)) return numbers;
  for (const Json& one : json) numbers.push_back(*number_in(one));
  return numbers;
}

Curve density_in(const Json& densities, const Json& of) {
  const auto part = [](const Json& json, const char* name) {
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() ? curve_in(*found) : std::vector<double>();
  };
  Curve curve = of.is_array() ? Curve{part(densities, "at"), curve_in(of)} : Curve{part(of, "at"), part(of, "density")};
  if (curve.at.size() != curve.density.size()) return {};
  return curve;
}

std::vector<NamedNumber> numbers_of(const Json& answer) {
  std::vector<NamedNumber> numbers;
  collect(answer, "", numbers);
  return numbers;
}

}  // namespace valuescale::results
