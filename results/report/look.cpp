#include "results/report/look.hpp"

#include <limits>

namespace valuescale::results::report {
namespace {

const Json kNothing;

}  // namespace

Look Look::operator[](std::string_view name) const {
  if (!json_->is_object()) return Look(kNothing);
  const auto found = json_->find(std::string(name));
  return Look(found == json_->end() ? kNothing : *found);
}

double Look::number() const {
  if (json_->is_number()) return json_->get<double>();
  const std::string word = text();
  if (word == "never" || word == "infinite") return std::numeric_limits<double>::infinity();
  if (word == "-infinite") return -std::numeric_limits<double>::infinity();
  return kMissing;
}

double Look::value() const { return json_->is_object() ? (*this)["value"].number() : number(); }

Interval Look::interval() const { return {value(), (*this)["lo"].number(), (*this)["hi"].number()}; }
Estimate Look::estimate() const { return {value(), (*this)["se"].number()}; }

std::string Look::text() const { return json_->is_string() ? json_->get<std::string>() : std::string(); }

std::vector<double> Look::numbers() const {
  std::vector<double> values;
  if (!json_->is_array()) return values;
  for (const Json& one : *json_) values.push_back(Look(one).number());
  return values;
}

std::vector<std::pair<std::string, Look>> Look::all() const {
  std::vector<std::pair<std::string, Look>> members;
  if (!json_->is_structured()) return members;
  for (const auto& [name, member] : json_->items()) members.emplace_back(json_->is_object() ? name : std::string(), Look(member));
  return members;
}

}  // namespace valuescale::results::report
