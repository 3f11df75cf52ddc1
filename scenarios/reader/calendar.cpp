// What the calendar does to the business: seasons, shocks and trends.
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/law_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace valuescale::scenarios {
namespace {

using models::Effect;
using models::Season;
using models::Shock;
using models::Trend;

constexpr std::size_t kMostShocks = 8, kMostOthers = 16, kMostEffects = 64;

std::vector<std::string> all_months() { return {month_names().begin(), month_names().end()}; }

void inherit_each(Season::Factors& factors, const Notes& notes) {
  inherit(factors, notes);
  for (models::Quantity& factor : factors.by_month)
    if (factor.given) inherit(factor, {factors.note, factors.source});
}

void inherit_each(Effect& effect, const Notes& notes) { inherit(effect.factor, notes); }

/// Twelve factors: a list from January on, or a table of the months that differ from 1.
Season::Factors read_year(Build& build, const Node& node, const std::string& target, const std::string& path) {
  Season::Factors factors;
  factors.target = target;
  const Node* const value = is_value_table(node) ? node.find("value") : nullptr;
  const Node& year = value && value->kind == Node::Kind::array ? *value : node;
  const auto of = [&](const Node* written, std::size_t month) {
    models::Quantity factor = build.values.quantity(written, factor_key(), fmt::format("{}.{}", path, month_names()[month]));
    if (!written) factor.law = models::Law::constant(1);
    return factor;
  };
  for (std::size_t month = 0; month < 12; ++month) factors.by_month[month] = of(nullptr, month);
  if (node.is_table()) read_notes(build, node, shown(path), factors.note, factors.source);
  if (year.kind == Node::Kind::array && year.elements.size() == 12) {
    for (std::size_t month = 0; month < 12; ++month) factors.by_month[month] = of(&year.elements[month], month);
  } else if (node.is_table() && !value && !is_follower(node)) {
    const std::vector<std::string> months = all_months();
    for (const Member& member : node.members) {
      if (member.name == "note" || member.name == "source") continue;
      const auto month = std::find(months.begin(), months.end(), member.name);
      if (month == months.end())
        build.problems.add(member.node.key_place, fmt::format("there is no month {}", in_quotes(member.name)), "they are " + listed(months),
                           build.problems.suggestion(member.name, months));
      else
        factors.by_month[static_cast<std::size_t>(month - months.begin())] =
            of(&member.node, static_cast<std::size_t>(month - months.begin()));
    }
  } else {
    build.problems.add(year.place,
                       fmt::format("{} is {}", shown(path),
                                   year.kind == Node::Kind::array ? fmt::format("a list of {}", year.elements.size()) : kind_of(year)),
                       "a season has a factor for each month: a list of twelve from january, or a table of months");
  }
  return factors;
}

/// Tables of a kind, by name; reports what is no table of tables.
template <class Read>
void for_each_named(Build& build, std::string_view kind, std::size_t most, Read read) {
  const Node* tables = build.document.find(kind);
  if (!tables) return;
  if (!build.scenario.plan && !build.document.find("plan"))
    build.problems.add(tables->key_place, fmt::format("there is a {} but no plan", kind), "only a plan has a calendar",
                       "add a [plan], or take it away");
  if (!tables->is_table()) {
    build.problems.add(tables->place, fmt::format("{} must be a table of tables, not {}", kind, kind_of(*tables)),
                       fmt::format("as in [{}.NAME]", kind));
    return;
  }
  if (tables->members.size() > most) {
    build.problems.add(tables->place, fmt::format("there are {} {}s", tables->members.size(), kind), fmt::format("at most {}", most));
    return;
  }
  for (const Member& member : tables->members) {
    if ((member.name == "note" || member.name == "source") && member.node.is_text()) continue;
    read(member.name, member.node, fmt::format("{}.{}", kind, member.name), label_of(kind, member.name));
  }
}

/// Its effects, by what they act on; reports a table without any, and changes of what holds for life.
template <class Effects, class Read>
void read_multiply(Build& build, const Node& table, const std::string& path, const std::string& label, Effects& effects, Read read) {
  const Node* multiply = table.find("multiply");
  if (!multiply) return;
  Notes notes;
  if (multiply->is_table()) read_notes(build, *multiply, label + ".multiply", notes.note, notes.source);
  std::vector<models::Adjustment> changes;
  const std::size_t before = build.problems.count();
  read_effects(build, *multiply, path, label, [&](const Node& node, const std::string& target) {
    if (changes.size() == kMostEffects) return;
    models::Adjustment change;
    change.target = target;
    change.value.path = fmt::format("{}.multiply.{}", path, target);
    change.value.place = node.place;
    effects.push_back(read(node, target, change.value.path));
    inherit_each(effects.back(), notes);
    changes.push_back(std::move(change));
  });
  if (changes.empty() && build.problems.count() == before)
    build.problems.add(multiply->place, fmt::format("{} changes nothing", label), "its multiply is empty");
  if (changes.size() == kMostEffects)
    build.problems.add(multiply->place, fmt::format("{} has too many effects", label), fmt::format("fewer than {}", kMostEffects));
  check_adapts(build, changes);
}

Effect effect_of(Build& build, const Node& node, const std::string& target, const Key& key, const std::string& path) {
  return {target, build.values.quantity(&node, key, path)};
}

void read_when(Build& build, const Node& table, const std::string& path, const std::string& label, Shock& shock) {
  const auto optional = [&](const char* key) -> std::optional<models::Quantity> {
    const Node* node = table.find(key);
    if (!node) return std::nullopt;
    return build.values.quantity(node, *find_key(shock_keys(), key), path + "." + key);
  };
  shock.probability = optional("probability");
  shock.rate = optional("rate");
  shock.start = optional("start");
  shock.duration = build.values.quantity(table.find("duration"), *find_key(shock_keys(), "duration"), path + ".duration");
  if (shock.probability && shock.rate)
    build.problems.add(table.find("rate")->key_place, fmt::format("{} has both probability and rate", label),
                       "it strikes once, or again and again", "keep one of them");
  else if (!shock.probability && !shock.rate)
    build.problems.add(table.place, fmt::format("{} needs probability or rate", label), "whether it strikes, or how often");
  if (shock.start && shock.rate && !shock.probability)
    build.problems.add(table.find("start")->key_place, fmt::format("{} has both start and rate", label),
                       "what strikes at a rate does so at any time", "leave start out");
}

}  // namespace

void read_calendar(Build& build) {
  models::Calendar& calendar = build.scenario.calendar;
  for_each_named(
      build, "season", kMostOthers, [&](const std::string& name, const Node& table, const std::string& path, const std::string& label) {
        if (!check_keys(build, table, season_keys(), label)) return;
        Season season;
        season.name = name;
        read_notes(build, table, label, season.note, season.source);
        read_multiply(build, table, path, label, season.effects, [&](const Node& node, const std::string& target, const std::string& own) {
          return read_year(build, node, target, own);
        });
        calendar.seasons.push_back(std::move(season));
      });
  for_each_named(
      build, "shock", kMostShocks, [&](const std::string& name, const Node& table, const std::string& path, const std::string& label) {
        if (!check_keys(build, table, shock_keys(), label)) return;
        Shock shock;
        shock.name = name;
        read_notes(build, table, label, shock.note, shock.source);
        read_when(build, table, path, label, shock);
        read_multiply(build, table, path, label, shock.effects, [&](const Node& node, const std::string& target, const std::string& own) {
          return effect_of(build, node, target, factor_key(), own);
        });
        calendar.shocks.push_back(std::move(shock));
      });
  for_each_named(
      build, "trend", kMostOthers, [&](const std::string& name, const Node& table, const std::string& path, const std::string& label) {
        if (!check_keys(build, table, trend_keys(), label)) return;
        Trend trend;
        trend.name = name;
        read_notes(build, table, label, trend.note, trend.source);
        read_multiply(build, table, path, label, trend.effects, [&](const Node& node, const std::string& target, const std::string& own) {
          return effect_of(build, node, target, growth_key(), own);
        });
        calendar.trends.push_back(std::move(trend));
      });
  const Node* plan = build.document.find("plan");
  if (!plan || !plan->is_table()) return;
  if (const auto month = choice_of(build, *plan, *find_key(plan_keys(), "starts_in"), "the plan")) {
    const std::vector<std::string> months = all_months();
    calendar.first_month = static_cast<int>(std::find(months.begin(), months.end(), *month) - months.begin()) + 1;
  }
}

void check_calendar(Build& build) {
  if (!build.scenario.plan) return;
  const int months = build.scenario.plan->months;
  for (const Shock& shock : build.scenario.calendar.shocks) {
    if (!shock.start) continue;
    const double end = months * models::days_in(models::StepUnit::month) / models::days_in(build.scenario.time_unit);
    if (share_below(shock.start->law, end) == 0)
      build.problems.add(shock.start->place, fmt::format("{} never strikes: it starts after the plan's end", label_of("shock", shock.name)),
                         fmt::format("the plan has {} months", months));
  }
}

}  // namespace valuescale::scenarios
