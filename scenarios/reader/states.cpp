// What may change about a customer, and whether anything does.
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::scenarios {
namespace {

constexpr std::size_t kMostKinds = 20'000;

bool acts_on(const models::Adjustment& change, const models::Repeat& repeat) {
  const std::string entity = "repeat." + repeat.name + ".";
  if (change.target.starts_with(entity)) {
    const std::string key = change.target.substr(entity.size());
    return key != "price" && key != "spend" && key != "margin" && key != "cost" && key != "unit_cost" && key != "cost_per_month";
  }
  const models::RepeatModel* model = models::find_repeat_model(repeat.model);
  return model && std::any_of(model->handles.begin(), model->handles.end(),
                              [&](const models::Handle& handle) { return handle.name == change.target; });
}

}  // namespace

/// A process whose numbers can't change under way must not be met by a change that comes and goes.
void check_adapts(Build& build, const std::vector<models::Adjustment>& changes) {
  for (const models::Adjustment& change : changes)
    for (const models::Repeat& repeat : build.scenario.repeats) {
      const models::RepeatModel* model = models::find_repeat_model(repeat.model);
      if (!model || model->adapts || !acts_on(change, repeat)) continue;
      build.problems.add(change.value.place,
                         fmt::format("{} changes {} in the middle of a life", shown(change.value.path), label_of("repeat", repeat.name)),
                         fmt::format("the numbers of {} hold for life", repeat.model), "change its purchase, or use another model");
    }
}

void read_states(Build& build) {
  models::Scenario& s = build.scenario;
  std::size_t kinds = s.channels.size() * s.segments.size();
  for (std::size_t i = 0; i < s.states.size(); ++i) {
    models::State& state = s.states[i];
    const Node& table = *build.states[i];
    const std::string label = label_of("state", state.name);
    check_keys(build, table, state_keys(), label);
    read_notes(build, table, label, state.note, state.source);
    if (find_key(condition_keys(), state.name))
      build.problems.add(table.key_place, fmt::format("{} cannot be a name", label), "conditions use it for something else");
    if (table.find("level") && state.levels.size() < 2)
      build.problems.add(table.place, fmt::format("{} has {} level{}", label, state.levels.size(), state.levels.size() == 1 ? "" : "s"),
                         "there must be two at least, or nothing could change");
    for (std::size_t l = 0; l < state.levels.size(); ++l) {
      const std::string level = label + ".level." + shown(state.levels[l].name);
      check_keys(build, *build.levels[i][l], level_keys(), level);
      read_notes(build, *build.levels[i][l], level, state.levels[l].note, state.levels[l].source);
    }
    kinds *= std::max<std::size_t>(1, state.levels.size());
    if (kinds <= kMostKinds) continue;
    build.problems.add(table.place, fmt::format("{} makes too many kinds of customer", label),
                       fmt::format("channels × segments × levels may come to {} at most", kMostKinds));
    build.problems.throw_if_any();
  }
}

void check_states(Build& build) {
  if (!build.names_lead_somewhere) return;
  const models::Scenario& s = build.scenario;
  bool segments_change = false;
  std::vector<bool> is_set(s.states.size()), is_read(s.states.size());
  for (const models::Step& step : s.steps) {
    for (const auto& level : step.consequences.sets) is_set[level.state] = true;
    for (const auto& among : step.when.states) is_read[among.state] = true;
    segments_change = segments_change || step.consequences.segment;
  }
  for (const models::Referral& referral : s.referrals)
    for (const auto& among : referral.when.states) is_read[among.state] = true;
  for (std::size_t i = 0; i < s.states.size(); ++i) {
    const std::string label = label_of("state", s.states[i].name);
    for (const models::State::Level& level : s.states[i].levels) {
      if (!level.adjustments.empty()) is_read[i] = true;
      check_adapts(build, level.adjustments);
    }
    if (!is_set[i])
      build.problems.add(build.states[i]->place, label + " never changes", "no step sets it",
                         fmt::format("sets = {{ {} = \"…\" }}", s.states[i].name));
    else if (!is_read[i])
      build.problems.add(build.states[i]->place, label + " is not used", "its levels change nothing, and no condition reads it");
  }
  if (segments_change)
    for (const models::Segment& segment : s.segments) check_adapts(build, segment.adjustments);
}

}  // namespace valuescale::scenarios
