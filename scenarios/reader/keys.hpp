// The keys of every table of a scenario file. Reading, checking and the JSON Schema all work from these; the parameters of repeat models
// come from the models themselves.
#pragma once

#include "models/catalog/repeat_catalog.hpp"
#include "models/description/fields.hpp"
#include "models/description/law.hpp"
#include "scenarios/reader/range.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

struct Key {
  enum class Holds {
    number,          ///< a number or a law
    certain_number,  ///< a number; laws make no sense here
    spend,           ///< a number, a law, or the name of a [spend.NAME]
    discount,        ///< "5% continuous", "1% a month"
    text,
    name,   ///< of another table
    names,  ///< a name or a list of names
    choice,
    flag,     ///< true or false
    amounts,  ///< by month: a number or a law, a list of them, or a table of schedule_keys()
    table,    ///< checked by its own reader
  };
  enum class Draws { none, each_customer, any };

  std::string_view name;
  Holds holds = Holds::text;
  std::string_view about;
  bool required = false;
  models::Meaning meaning = models::Meaning::money;
  double fallback = 0;
  Draws draws = Draws::none;
  models::Role role = models::Role::assumption;
  std::span<const std::string_view> choices = {};
  const Range* own_range = nullptr;  ///< where its meaning's range does not do

  /// Where its number may lie.
  Range range() const { return own_range ? *own_range : range_of(meaning); }
};

using Keys = std::vector<Key>;

const Keys& scenario_keys();
const Keys& channel_keys();
const Keys& correlation_keys();
const Keys& season_keys();
const Keys& shock_keys();
const Keys& trend_keys();
const Keys& stress_keys();
std::span<const std::string_view> month_names();  ///< of the year
const Keys& segment_keys();
const Keys& offer_keys();
const Keys& step_keys();
const Keys& referral_keys();
const Keys& condition_keys();  ///< besides the names of states
const Keys& state_keys();
const Keys& level_keys();  ///< of a state's level
const Keys& spend_keys();  ///< of both kinds of spend law
const Keys& purchase_keys();
const Keys& plan_keys();
const Keys& plan_cost_keys();
const Keys& schedule_keys();  ///< of amounts by month that grow
Keys repeat_keys(const models::RepeatModel& model);
const Keys& repeat_common_keys();  ///< those every model has
Key key_of(const models::Field& field);

/// A factor of `multiply` or `odds`.
const Key& factor_key();
/// The bare keys of `multiply`, with what they act on.
struct Multiplier {
  std::string_view name, about;
};
std::span<const Multiplier> multipliers();
/// What the calendar's `multiply` takes besides, bare or of one channel; and what it takes only of one channel.
std::span<const Multiplier> calendar_multipliers();
std::span<const Multiplier> channel_multipliers();
/// A share by which something grows a month.
const Key& growth_key();

const Key* find_key(const Keys& keys, std::string_view name);
std::vector<std::string> names_of(const Keys& keys);

}  // namespace valuescale::scenarios
