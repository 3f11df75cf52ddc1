// Title, grid, horizon, discounting, and the list of who takes part.
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace valuescale::scenarios {
namespace {

constexpr int kLongestLife = 3660;
constexpr std::size_t kCells = 1000;
constexpr std::size_t kSteps = 4096;
constexpr const char* kLabel = "the scenario";

void read_title(Build& build) {
  const auto title = text_of(build, build.document, "title", kLabel);
  if (!title) return;
  const models::Place place = build.document.find("title")->place;
  if (title->empty()) build.problems.add(place, "the title is empty");
  if (title->find_first_of("\n\r\t") != std::string::npos) build.problems.add(place, "the title must be one line");
  build.scenario.title = *title;
}

void read_currency(Build& build) {
  const auto currency = text_of(build, build.document, "currency", kLabel);
  if (!currency) return;
  const bool valid = currency->size() == 3 && std::all_of(currency->begin(), currency->end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!valid)
    build.problems.add(build.document.find("currency")->place, fmt::format("the currency is {}", in_quotes(*currency)),
                       "it must be three capital letters, an ISO 4217 code such as EUR");
  else
    build.scenario.currency = *currency;
}

void read_units(Build& build) {
  const Keys& keys = scenario_keys();
  Units units;
  if (const auto step = choice_of(build, build.document, *find_key(keys, "time_step"), kLabel)) units.step = *unit_named(*step);
  units.time_unit = units.step;
  if (const auto unit = choice_of(build, build.document, *find_key(keys, "time_unit"), kLabel)) units.time_unit = *unit_named(*unit);
  build.scenario.step = units.step;
  build.scenario.time_unit = units.time_unit;
  build.values = ValueReader(build.problems, units, build.keys);
}

void read_lifetime(Build& build) {
  const Node* node = build.document.find("lifetime");
  if (!node) return;
  const auto time = build.values.certain(*node, *find_key(scenario_keys(), "lifetime"), "lifetime");
  if (!time) return;
  const char* unit = models::name_of(build.scenario.step);
  const double steps = *time * models::days_in(build.scenario.time_unit) / models::days_in(build.scenario.step);
  const double whole = std::round(steps);
  if (steps > kLongestLife + 0.5)
    build.problems.add(node->place, fmt::format("the lifetime is {:.6g} steps", steps), fmt::format("at most {}", kLongestLife),
                       "choose a longer time_step");
  else if (std::abs(steps - whole) > 1e-9 * std::max(1.0, whole) || whole < 1)
    build.problems.add(node->place, fmt::format("the lifetime is {:.6g} steps", steps),
                       fmt::format("it must be a whole number of steps, at least 1; a step is a {}", unit),
                       fmt::format("write '{} {}s'", std::max(1.0, whole), unit));
  else
    build.scenario.lifetime = static_cast<int>(whole);
}

void list_kind(Build& build, const Node& parent, std::string_view kind, std::vector<const Node*>& nodes,
               const std::function<void(const std::string&)>& append) {
  const Node* tables = parent.find(kind);
  if (!tables) return;
  if (!tables->is_table()) {
    build.problems.add(tables->place, fmt::format("{} must be a table of tables, not {}", in_quotes(kind), kind_of(*tables)),
                       fmt::format("as in [{}.NAME]", kind));
    return;
  }
  for (const Member& member : tables->members) {
    if ((member.name == "note" || member.name == "source") && member.node.is_text()) continue;
    const std::string label = label_of(kind, member.name);
    if (!member.node.is_table()) {
      build.problems.add(member.node.key_place, fmt::format("{} must be a table, not {}", label, kind_of(member.node)),
                         fmt::format("as in [{}.NAME]", kind));
      continue;
    }
    if (member.name.find('.') != std::string::npos)
      build.problems.add(member.node.key_place, fmt::format("the name of {} has a dot", label),
                         "dots join the parts of a path such as offer.NAME.price");
    if (member.name == "every visit")
      build.problems.add(member.node.key_place, "'every visit' cannot be a name", "it means the offer and every repeat purchase");
    nodes.push_back(&member.node);
    append(member.name);
  }
}

void list_states(Build& build) {
  std::vector<models::State>& states = build.scenario.states;
  list_kind(build, build.document, "state", build.states, [&](const std::string& name) {
    build.state_index.emplace(name, states.size());
    states.emplace_back().name = name;
  });
  build.levels.resize(states.size());
  build.level_index.resize(states.size());
  for (std::size_t i = 0; i < states.size(); ++i)
    list_kind(build, *build.states[i], "level", build.levels[i], [&](const std::string& name) {
      build.level_index[i].emplace(name, states[i].levels.size());
      states[i].levels.emplace_back().name = name;
    });
}

}  // namespace

void read_top_level(Build& build) {
  check_keys(build, build.document, scenario_keys(), kLabel);
  read_title(build);
  read_notes(build, build.document, kLabel, build.scenario.note, build.scenario.source);
  read_currency(build);
  read_units(build);
  read_lifetime(build);
  build.scenario.discount =
      build.values.discount(build.document.find("discount_rate"), *find_key(scenario_keys(), "discount_rate"), "discount_rate");
}

void list_entities(Build& build) {
  models::Scenario& s = build.scenario;
  const auto lister = [](auto& list, Index* index) {
    return [&list, index](const std::string& name) {
      if (index) index->emplace(name, list.size());
      list.emplace_back().name = name;
    };
  };
  list_kind(build, build.document, "channel", build.channels, lister(s.channels, &build.channel_index));
  list_kind(build, build.document, "segment", build.segments, lister(s.segments, &build.segment_index));
  list_kind(build, build.document, "offer", build.offers, lister(s.offers, &build.offer_index));
  list_kind(build, build.document, "step", build.steps, lister(s.steps, &build.step_index));
  list_kind(build, build.document, "repeat", build.repeats, lister(s.repeats, &build.repeat_index));
  list_kind(build, build.document, "spend", build.spends, lister(s.spends, &build.spend_index));
  list_kind(build, build.document, "referral", build.referrals, lister(s.referrals, &build.referral_index));
  list_states(build);

  // `after` names offers, steps and repeat processes alike.
  const auto refuse_shared = [&](const Index& index, const std::vector<const Node*>& nodes, const char* kind, const Index& earlier,
                                 const char* earlier_kind) {
    for (const auto& [name, at] : index)
      if (earlier.contains(name))
        build.problems.add(nodes[at]->key_place,
                           fmt::format("{} and {} have the same name", label_of(earlier_kind, name), label_of(kind, name)),
                           "offers, steps and repeat processes need different names, because 'after' names them");
  };
  refuse_shared(build.step_index, build.steps, "step", build.offer_index, "offer");
  refuse_shared(build.repeat_index, build.repeats, "repeat", build.offer_index, "offer");
  refuse_shared(build.repeat_index, build.repeats, "repeat", build.step_index, "step");

  const Node* channels = build.document.find("channel");
  const Node* offers = build.document.find("offer");
  if (s.channels.empty()) build.names_lead_somewhere = false;
  if (channels && channels->is_table() && s.channels.empty())
    build.problems.add(channels->place, "there is no channel", "leads have to come from somewhere: [channel.NAME]");
  if (offers && offers->is_table() && s.offers.empty())
    build.problems.add(offers->place, "there is no offer", "leads have to be sold something: [offer.NAME]");
  const std::size_t cells = s.channels.size() * std::max<std::size_t>(1, s.segments.size());
  if (cells > kCells)
    build.problems.add(channels->place, fmt::format("{} channels times {} segments are too many", s.channels.size(), s.segments.size()),
                       fmt::format("at most {} combinations", kCells));
  if (s.steps.size() > kSteps)
    build.problems.add(build.document.find("step")->place, fmt::format("{} steps are too many", s.steps.size()),
                       fmt::format("at most {}", kSteps));
  if (build.problems.count() > 0 && (cells > kCells || s.steps.size() > kSteps)) build.problems.throw_if_any();

  s.has_segments = !s.segments.empty();
  if (!s.has_segments) s.segments.emplace_back().name = "all";
}

}  // namespace valuescale::scenarios
