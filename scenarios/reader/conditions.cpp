// What has to hold of a customer for a step to be asked, and what the step makes of them.
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::scenarios {
namespace {

using models::Interval;

/// ">= 3", "< 0", "3 to 5", "3": which numbers are meant. Times come in time units.
class IntervalReader {
 public:
  IntervalReader(Build& build, const Key& number, std::string path) : build_(build), number_(number), path_(std::move(path)) {}

  std::optional<Interval> read(const Node& node) {
    if (!node.is_text() && !node.is_number()) {
      build_.problems.add(node.place, fmt::format("{} must be a condition, not {}", path_, kind_of(node)), kForms);
      return std::nullopt;
    }
    if (node.is_number()) return exactly(node);
    std::string text = node.text;
    text.erase(0, text.find_first_not_of(' '));
    for (const char* sign : {">=", "<=", ">", "<"}) {
      const std::string_view s(sign);
      if (!text.starts_with(s)) continue;
      const auto bound = certain(node, text.substr(s.size()));
      if (!bound) return std::nullopt;
      Interval interval;
      (sign[0] == '>' ? interval.low : interval.high) = *bound;
      (sign[0] == '>' ? interval.low_open : interval.high_open) = s.size() == 1;
      return interval;
    }
    const std::size_t to = text.find(" to ");
    if (to == std::string::npos) return exactly(node);
    const auto low = certain(node, text.substr(0, to)), high = certain(node, text.substr(to + 4));
    if (!low || !high) return std::nullopt;
    if (*low > *high) {
      build_.problems.add(node.place, fmt::format("{} goes from {:.10g} down to {:.10g}", path_, *low, *high), "no number is meant");
      return std::nullopt;
    }
    Interval interval;
    interval.low = *low;
    interval.high = *high;
    return interval;
  }

 private:
  static constexpr const char* kForms = "as in '>= 3', '< 10', '3 to 5'";

  std::optional<double> certain(const Node& node, std::string text) {
    Node part = node;
    part.text = std::move(text);
    part.exact_columns = false;
    return build_.values.certain(part, number_, path_);
  }
  std::optional<Interval> exactly(const Node& node) {
    const auto number = build_.values.certain(node, number_, path_);
    if (!number) return std::nullopt;
    Interval interval;
    interval.low = interval.high = *number;
    return interval;
  }

  Build& build_;
  const Key& number_;
  std::string path_;
};

Key number_key(std::string_view name, models::Meaning meaning) {
  return {.name = name, .holds = Key::Holds::certain_number, .about = {}, .meaning = meaning};
}

/// The places of names in an index; `what` they are, for messages.
std::vector<std::size_t> places_of(Build& build, const Node& table, std::string_view key, const std::string& label, const Index& index,
                                   const std::string& what) {
  std::vector<std::size_t> places;
  for (const Name& name : names_of_key(build, table, key, label)) {
    const auto found = index.find(name.text);
    if (found != index.end())
      places.push_back(found->second);
    else
      add_unknown_name(build, name.place, fmt::format("{} names {} {}, which does not exist", label, what, in_quotes(name.text)),
                       index.empty() ? fmt::format("there are no {}s", what) : "there are " + listed(names_in(index)), name.text,
                       names_in(index));
  }
  return places;
}

const Node* table_of_key(Build& build, const Node& table, std::string_view key, const std::string& label, const std::string& form) {
  const Node* node = table.find(key);
  if (!node || node->is_table()) return node;
  build.problems.add(node->place, fmt::format("{} of {} must be a table, not {}", in_quotes(key), label, kind_of(*node)), form);
  return nullptr;
}

void read_interval(Build& build, const Member& member, const std::string& label, models::Condition& condition) {
  static const Key count = number_key("purchases", models::Meaning::cost), money = number_key("earned", models::Meaning::money),
                   time = number_key("tenure", models::Meaning::time);
  const std::string path = label + "." + member.name;
  if (member.name == "purchases") condition.purchases = IntervalReader(build, count, path).read(member.node);
  if (member.name == "earned") condition.earned = IntervalReader(build, money, path).read(member.node);
  if (member.name != "tenure") return;
  condition.tenure = IntervalReader(build, time, path).read(member.node);
  if (!condition.tenure) return;
  const double in_steps = models::days_in(build.scenario.time_unit) / models::days_in(build.scenario.step);
  condition.tenure->low *= in_steps;
  condition.tenure->high *= in_steps;
}

}  // namespace

models::Condition read_condition(Build& build, const Node& table, const std::string& label) {
  models::Condition condition;
  const Node* when = table_of_key(build, table, "when", label, "as in when = { segment = \"gold\", purchases = \">= 3\" }");
  if (!when) return condition;
  const std::string here = "when of " + label;
  if (when->members.empty()) build.problems.add(when->place, here + " is empty", "it would hold of everybody");
  std::vector<std::string> known = names_of(condition_keys());
  for (const std::string& state : names_in(build.state_index)) known.push_back(state);
  for (const Member& member : when->members) {
    const auto state = build.state_index.find(member.name);
    if (state != build.state_index.end()) {
      const auto levels = places_of(build, *when, member.name, here, build.level_index[state->second], "level");
      if (!levels.empty()) condition.states.push_back({state->second, levels});
    } else if (member.name == "segment" && !build.scenario.has_segments) {
      build.problems.add(member.node.key_place, fmt::format("segment in {} is not used", here), "there are no segments");
    } else if (member.name == "segment") {
      condition.segments = places_of(build, *when, "segment", here, build.segment_index, "segment");
    } else if (member.name == "channel") {
      condition.channels = places_of(build, *when, "channel", here, build.channel_index, "channel");
    } else if (find_key(condition_keys(), member.name)) {
      read_interval(build, member, here, condition);
    } else {
      add_unknown_name(build, member.node.key_place, fmt::format("unknown key {} in {}", in_quotes(member.name), here),
                       "it reads " + listed(known), member.name, known);
    }
  }
  return condition;
}

models::Consequences read_consequences(Build& build, const Node& table, const std::string& label) {
  models::Consequences result;
  if (const Node* sets = table_of_key(build, table, "sets", label, "as in sets = { trust = \"high\" }")) {
    const std::string here = "sets of " + label;
    if (sets->members.empty()) build.problems.add(sets->place, here + " is empty", "nothing would change");
    std::vector<std::string> known = names_in(build.state_index);
    known.emplace_back("segment");
    for (const Member& member : sets->members) {
      const auto state = build.state_index.find(member.name);
      const bool is_segment = member.name == "segment" && build.scenario.has_segments;
      if (state == build.state_index.end() && !is_segment) {
        add_unknown_name(build, member.node.key_place, fmt::format("{} names {}, which does not exist", here, in_quotes(member.name)),
                         build.state_index.empty() ? "there are no [state.NAME] tables" : "there are " + listed(known), member.name, known);
        continue;
      }
      if (!member.node.is_text()) {
        build.problems.add(member.node.place, fmt::format("{} in {} must be one name, not {}", member.name, here, kind_of(member.node)));
        continue;
      }
      const auto place = is_segment ? places_of(build, *sets, member.name, here, build.segment_index, "segment")
                                    : places_of(build, *sets, member.name, here, build.level_index[state->second], "level");
      if (place.empty()) continue;
      if (is_segment)
        result.segment = place.front();
      else
        result.sets.push_back({state->second, place.front()});
    }
  }
  for (const Name& name : names_of_key(build, table, "ends", label)) {
    const auto repeat = build.repeat_index.find(name.text);
    if (name.text == "everything")
      result.ends_everything = true;
    else if (repeat != build.repeat_index.end())
      result.ends.push_back(repeat->second);
    else {
      std::vector<std::string> known = names_in(build.repeat_index);
      known.emplace_back("everything");
      add_unknown_name(build, name.place, fmt::format("{} ends {}, which does not exist", label, in_quotes(name.text)),
                       "it can end " + listed(known), name.text, known);
    }
  }
  return result;
}

std::optional<models::Stage> stage_of(Build& build, const Node& table, const Key& key, const std::string& label) {
  const auto name = choice_of(build, table, key, label);
  for (std::size_t stage = 0; name && stage < models::kStages; ++stage)
    if (*name == name_of(static_cast<models::Stage>(stage))) return static_cast<models::Stage>(stage);
  return std::nullopt;
}

}  // namespace valuescale::scenarios
