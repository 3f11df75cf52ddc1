// Reading JSON that may lack anything, or hold something else than it should: what is not there is missing, empty or false.
#pragma once

#include "results/json/pieces.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace valuescale::results::report {

class Look {
 public:
  explicit Look(const Json& json) : json_(&json) {}

  /// What an object has under a name; nothing of a list or a number.
  Look operator[](std::string_view name) const;
  /// "never" and "infinite" are infinite; missing where it is no number.
  double number() const;
  /// The number, or under `value`.
  double value() const;
  /// `value` with `lo` and `hi`; these are missing where they are not there.
  Interval interval() const;
  /// `value` with `se`.
  Estimate estimate() const;
  std::string text() const;
  /// Of a list, however long; missing where one is none.
  std::vector<double> numbers() const;
  const Json& json() const { return *json_; }
  bool is_true() const { return json_->is_boolean() && json_->get<bool>(); }
  bool is_nothing() const { return json_->is_null(); }
  /// Members of an object, or elements of a list (with empty names), in order.
  std::vector<std::pair<std::string, Look>> all() const;

 private:
  const Json* json_;
};

}  // namespace valuescale::results::report
