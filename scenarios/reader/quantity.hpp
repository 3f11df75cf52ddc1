// One value of the scenario file, checked: a number or law within its key's range, in the role it plays there.
#pragma once

#include "models/description/scenario.hpp"
#include "scenarios/reader/keys.hpp"
#include "scenarios/reader/node.hpp"
#include "scenarios/reader/problems.hpp"

#include <map>
#include <optional>
#include <string>

namespace valuescale::scenarios {

/// What values are read against.
struct Units {
  models::StepUnit step = models::StepUnit::month;
  models::StepUnit time_unit = models::StepUnit::month;
};

inline constexpr std::size_t kCurvePoints = 100;

/// The keys under which quantities were read, by their paths.
using KeysByPath = std::map<std::string, Key>;

class ValueReader {
 public:
  ValueReader(Problems& problems, Units units, KeysByPath& keys) : problems_(&problems), units_(units), keys_(&keys) {}

  /// The quantity of a key; its default where `node` is null. `path` names it in messages and addresses its randomness.
  models::Quantity quantity(const Node* node, const Key& key, std::string path) const;
  /// A discount rate with its compounding.
  models::Discount discount(const Node* node, const Key& key, std::string path) const;
  /// A number that has to be certain, times in time units; nothing if it is wrong.
  std::optional<double> certain(const Node& node, const Key& key, const std::string& path) const;

  /// Place of byte `offset` of a text; the text's own where escapes make that unclear.
  static models::Place place_in(const Node& node, std::size_t offset);
  /// What a value with note and source is the value of; the node itself if it has none. Null (and reported) if it has no value.
  const Node* value_of(const Node& node, const std::string& path, std::string* note, std::string* source) const;

  /// Reports a law with mass outside the range.
  void check_range(const models::Law& law, const Range& range, const std::string& path, const models::Place& place,
                   const std::string& hint = "truncate(LAW, low, high) cuts it off") const;

  Problems& problems() const { return *problems_; }
  Units units() const { return units_; }

 private:
  void read_follower(const Node& table, const Key& key, models::Quantity& quantity) const;
  models::Curve read_curve(const Node& node, const Key& key, const std::string& label) const;
  /// What a value that is no list says. Throws ExpressionError.
  void read_written(const Node& value, const Key& key, const std::string& label, models::Quantity& quantity) const;
  /// One of the numbers of a list; its default (and reported) where some are wrong.
  void read_list(const Node& list, const Key& key, const std::string& label, models::Quantity& quantity) const;
  void check_draw(const models::Quantity& quantity, const std::string& path) const;
  double factor_of(models::Meaning meaning) const;

  Problems* problems_;
  Units units_;
  KeysByPath* keys_;
};

/// { follows = "offer.trial.price", curve = [[0, 0.3], [50, 0.1]] }, { same_as = "offer.trial.take" }.
bool is_follower(const Node& node);

/// A table holding `value`, and perhaps `note` and `source`.
bool is_value_table(const Node& node);

/// "3 %", "0.0012 %": a probability for people.
std::string percent(double probability);

}  // namespace valuescale::scenarios
