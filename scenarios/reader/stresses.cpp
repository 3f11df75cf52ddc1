// What may go wrong, by name: [stress.NAME].
#include "models/description/quantities.hpp"
#include "models/description/scenario_sentences.hpp"
#include "models/stress/stressed.hpp"
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace valuescale::scenarios {
namespace {

using models::Change;
using models::said;
using models::Stress;

constexpr std::size_t kMostStresses = 64, kMostParts = 64;
// Beyond these it is another business, and may be one that never comes to an end.
constexpr double kLargestFactor = 1000;

/// Anything goes as far as the key is concerned: what is changed by it is checked.
Key of_any_size(Key key) {
  static constexpr Range any{};
  key.own_range = &any;
  return key;
}

class StressReader {
 public:
  /// `is_sound`: the scenario is, without stress.
  StressReader(Build& build, const std::string& name, const Node& table, bool is_sound)
      : build_(build), table_(table), is_sound_(is_sound), path_("stress." + name), label_(label_of("stress", name)) {
    stress_.name = name;
    stress_.place = table.place;
  }

  Stress read() {
    if (!check_keys(build_, table_, stress_keys(), label_)) return stress_;
    const std::size_t before = build_.problems.count();
    read_notes(build_, table_, label_, stress_.note, stress_.source);
    if (const Node* change = table_of("change")) read_changes(*change, "");
    if (const Node* multiply = table_.find("multiply")) read_factors(*multiply);
    if (const Node* later = table_of("later")) read_later(*later, "");
    read_strikes();
    for (const Name& name : names_of_key(build_, table_, "off", label_)) read_off(name);
    if (parts_ == 0 && build_.problems.count() == before)
      build_.problems.add(table_.place, label_ + " changes nothing", "it reads change, multiply, later, shock, off");
    if (parts_ > kMostParts) build_.problems.add(table_.place, label_ + " changes too much", fmt::format("at most {} things", kMostParts));
    if (is_sound_ && build_.problems.count() == before) try_out();
    return std::move(stress_);
  }

 private:
  const Node* table_of(const char* key) {
    const Node* node = table_.find(key);
    if (!node || node->is_table()) return node;
    build_.problems.add(node->place, fmt::format("{} of {} must be a table, not {}", key, label_, kind_of(*node)));
    return nullptr;
  }

  /// One more thing that it does, in short.
  bool add_part(const std::string& what) {
    if (++parts_ > kMostParts) return false;
    stress_.what += (stress_.what.empty() ? "" : ", ") + shown(what);
    return true;
  }

  void add_unknown_number(const Node& node, const std::string& path) {
    std::vector<std::string> known;
    for (const models::Quantity* quantity : quantities_of(build_.scenario))
      if (quantity->given) known.push_back(quantity->path);
    add_unknown_name(build_, node.key_place, fmt::format("{} changes {}, which is no number of the scenario", label_, in_quotes(path)),
                     "numbers are named as valuescale check shows them", path, known);
  }

  /// Dotted names may stand in quotes or be tables in tables.
  void read_changes(const Node& table, const std::string& prefix) {
    for (const Member& member : table.members) {
      const std::string path = prefix.empty() ? member.name : prefix + "." + member.name;
      const bool is_one = models::find_quantity(build_.scenario, path) || (path == "plan.cash" && build_.scenario.plan);
      const bool is_some = !models::numbers_at(build_.scenario, path).empty();
      if (is_one || (is_some && !member.node.is_table()))
        read_change(member.node, path, is_one);
      else if (member.node.is_table())
        read_changes(member.node, path);
      else
        add_unknown_number(member.node, path);
    }
  }

  void read_change(const Node& node, const std::string& path, bool is_one) {
    Change change;
    change.path = path;
    change.place = node.place;
    const auto known = build_.keys.find(path);
    const Key key = known != build_.keys.end() ? known->second
                    : path == "plan.cash"      ? *find_key(plan_keys(), "cash")
                                               : *find_key(plan_keys(), "fixed_costs");
    if (is_follower(node)) {
      build_.problems.add(node.place, fmt::format("{}: {} cannot be made to follow another number", label_, shown(path)),
                          "a stress multiplies, adds or sets");
      return;
    }
    const Node* value = build_.values.value_of(node, shown(path), nullptr, nullptr);
    if (!value) return;
    const std::size_t before = build_.problems.count();
    const char sign = value->is_text() && !value->text.empty() ? value->text.front() : ' ';
    if (sign == '*' || sign == '+' || sign == '-') {
      Node rest = *value;
      rest.text.erase(0, 1);
      rest.exact_columns = false;
      const auto by = build_.values.certain(rest, sign == '*' ? factor_key() : of_any_size(key), shown(path));
      if (!by) return;
      change.how = sign == '*' ? Change::How::multiply : Change::How::add;
      change.by = sign == '-' ? -*by : *by;
      change.text = value->text;
      if (sign != '*' && value->text.ends_with('%')) read_percent(change, key, *value);
      check_factor(change.by, sign == '*', *value, path);
    } else if (!is_one) {
      build_.problems.add(value->place, fmt::format("{}: {} is a row of amounts, which cannot be set", label_, shown(path)),
                          "it can be multiplied ('*0.8') or moved ('+500'), or each of its numbers be set");
    } else {
      change.how = Change::How::set;
      change.value = build_.values.quantity(&node, key, path);
      change.text = "= " + change.value.text;
    }
    if (build_.problems.count() > before || !add_part(path + " " + change.text)) return;
    stress_.changes.push_back(std::move(change));
  }

  /// Shares move by points. Of what is no share, a share of it is meant: that is a factor.
  void read_percent(Change& change, const Key& key, const Node& value) {
    if (key.meaning == models::Meaning::probability || key.meaning == models::Meaning::margin)
      change.text = fmt::format("{:+.6g} points", 100 * change.by);
    if (key.holds == Key::Holds::discount || (key.meaning != models::Meaning::money && key.meaning != models::Meaning::cost)) return;
    build_.problems.add(value.place, fmt::format("{}: {} cannot be moved by {}", label_, shown(change.path), in_quotes(value.text)),
                        "it is money, and no share", fmt::format("multiply it: \"*{:.6g}\"", 1 + change.by));
  }

  void check_factor(double by, bool is_factor, const Node& value, const std::string& path) {
    if (is_factor && by > kLargestFactor)
      build_.problems.add(value.place, fmt::format("{}: {} is multiplied by {:.6g}", label_, shown(path), by),
                          fmt::format("at most {:g}", kLargestFactor));
  }

  void read_factors(const Node& multiply) {
    std::size_t count = 0;
    read_effects(build_, multiply, path_, label_, [&](const Node& node, const std::string& target) {
      if (++count > kMostParts) return;
      models::Effect effect{target, build_.values.quantity(&node, factor_key(), path_ + ".multiply." + target)};
      if (effect.factor.law.is_constant()) check_factor(effect.factor.law.value, true, node, target);
      if (target.ends_with("volume") && !build_.scenario.plan)
        build_.problems.add(node.key_place, fmt::format("{} acts on {}", label_, shown(target)), "only a plan has a volume",
                            "add a [plan]");
      else if (target.ends_with("volume") && !effect.factor.law.is_constant())
        build_.problems.add(node.place, fmt::format("{}: the factor of {} is uncertain", label_, shown(target)),
                            "how much is bought is for you to say");
      if (!add_part(fmt::format("{} × {}", target, effect.factor.text))) return;
      stress_.effects.push_back(std::move(effect));
    });
    if (multiply.is_table()) {
      models::Stress notes;
      read_notes(build_, multiply, label_ + ".multiply", notes.note, notes.source);
    }
  }

  void read_later(const Node& table, const std::string& prefix) {
    static const Key key{.name = "later", .holds = Key::Holds::certain_number, .about = "how much later", .meaning = models::Meaning::time};
    for (const Member& member : table.members) {
      const std::string path = prefix.empty() ? member.name : prefix + "." + member.name;
      const bool is_known = path == "payments" || !models::numbers_at(build_.scenario, path).empty();
      if (!is_known && member.node.is_table()) {
        read_later(member.node, path);
        continue;
      }
      if (!is_known) {
        add_unknown_number(member.node, path);
        continue;
      }
      const auto by = build_.values.certain(member.node, key, shown(path));
      if (!by || !add_part(said<"change.later">(path, duration(*by)))) continue;
      if (path == "payments") {
        stress_.payments = *by;
        continue;
      }
      Change change;
      change.how = Change::How::later;
      change.path = path;
      change.by = *by;
      change.place = member.node.place;
      stress_.changes.push_back(std::move(change));
    }
  }

  std::string duration(double time) const {
    const std::string number = fmt::format("{:.4g}", time);
    const char* unit = models::name_of(build_.scenario.time_unit);
    return time == 1 ? said<"duration.one">(number, unit) : said<"duration.many">(number, unit);
  }

  std::vector<std::string> shocks() const {
    std::vector<std::string> names;
    for (const models::Shock& shock : build_.scenario.calendar.shocks) names.push_back(shock.name);
    return names;
  }

  void read_strikes() {
    const Node* node = table_.find("shock");
    if (!node) return;
    if (!node->is_table()) {
      for (const Name& name : names_of_key(build_, table_, "shock", label_)) add_strike(name, nullptr);
      return;
    }
    for (const Member& member : node->members)
      if (!((member.name == "note" || member.name == "source") && member.node.is_text()))
        add_strike({member.name, member.node.key_place}, &member.node);
  }

  void add_strike(const Name& name, const Node* start) {
    const std::vector<std::string> all = shocks();
    const auto found = std::find(all.begin(), all.end(), name.text);
    if (found == all.end()) {
      add_unknown_name(build_, name.place, fmt::format("{} names shock {}, which does not exist", label_, in_quotes(name.text)),
                       all.empty() ? "the scenario has no [shock.NAME]" : "there are " + listed(all), name.text, all);
      return;
    }
    models::Strike strike{static_cast<std::size_t>(found - all.begin()), name.text, std::nullopt, name.place};
    if (start) strike.start = build_.values.quantity(start, *find_key(shock_keys(), "start"), "shock." + name.text + ".start");
    if (add_part(start ? said<"change.strikes-at">(name.text, strike.start->text) : said<"change.strikes">(name.text)))
      stress_.strikes.push_back(std::move(strike));
  }

  void read_off(const Name& name) {
    using Kind = models::Switch::Kind;
    const std::size_t dot = name.text.find('.');
    const std::string kind = name.text.substr(0, dot), entity = dot == std::string::npos ? "" : name.text.substr(dot + 1);
    Index shock_index;
    for (const std::string& shock : shocks()) shock_index.emplace(shock, shock_index.size());
    const std::vector<std::pair<std::string, std::pair<Kind, const Index*>>> kinds{{"channel", {Kind::channel, &build_.channel_index}},
                                                                                   {"offer", {Kind::offer, &build_.offer_index}},
                                                                                   {"step", {Kind::step, &build_.step_index}},
                                                                                   {"repeat", {Kind::repeat, &build_.repeat_index}},
                                                                                   {"referral", {Kind::referral, &build_.referral_index}},
                                                                                   {"shock", {Kind::shock, &shock_index}}};
    std::vector<std::string> all;
    for (const auto& [prefix, part] : kinds)
      for (const std::string& known : names_in(*part.second)) all.push_back(prefix + "." + known);
    for (const auto& [prefix, part] : kinds) {
      if (prefix != kind) continue;
      const auto found = part.second->find(entity);
      if (found == part.second->end()) break;
      if (add_part(said<"change.off">(name.text))) stress_.off.push_back({part.first, found->second, name.text, name.place});
      return;
    }
    add_unknown_name(build_, name.place, fmt::format("{} switches {} off, which does not exist", label_, in_quotes(name.text)),
                     "there are " + listed(all), name.text, all);
  }

  /// Does the business under stress make sense? What it says of that is said of the stress.
  void try_out() {
    Problems found;
    Build under(build_.document, found);
    under.scenario = build_.scenario;
    for (const auto list : {&Build::channels, &Build::segments, &Build::offers, &Build::steps, &Build::repeats, &Build::spends,
                            &Build::states, &Build::referrals})
      under.*list = build_.*list;
    for (const auto index : {&Build::channel_index, &Build::offer_index, &Build::step_index, &Build::repeat_index, &Build::segment_index})
      under.*index = build_.*index;
    const auto report = [&](const models::InputError& error, const auto& place_of) {
      for (const models::Problem& p : error.problems())
        build_.problems.add(place_of(p), fmt::format("under {}: {}", label_, p.problem), p.reason, p.hint);
    };
    try {
      models::apply(stress_, under.scenario);
    } catch (const models::InputError& error) {
      return report(error, [](const models::Problem& p) { return p.place; });
    }
    try {
      check_pace(under);
      check_ladder(under);
      check_referrals(under);
      found.throw_if_any();
    } catch (const models::InputError& error) {
      report(error, [&](const models::Problem&) { return stress_.place; });
    }
  }

  Build& build_;
  const Node& table_;
  bool is_sound_;
  std::string path_, label_;
  Stress stress_;
  std::size_t parts_ = 0;
};

}  // namespace

void read_stresses(Build& build) {
  const Node* tables = build.document.find("stress");
  if (!tables) return;
  if (!tables->is_table()) {
    build.problems.add(tables->place, fmt::format("stress must be a table of tables, not {}", kind_of(*tables)), "as in [stress.NAME]");
    return;
  }
  if (tables->members.size() > kMostStresses) {
    build.problems.add(tables->place, fmt::format("there are {} stresses", tables->members.size()),
                       fmt::format("at most {}", kMostStresses));
    return;
  }
  const bool is_sound = build.problems.count() == 0;
  std::vector<Stress> stresses;
  for (const Member& member : tables->members)
    if (!((member.name == "note" || member.name == "source") && member.node.is_text()))
      stresses.push_back(StressReader(build, member.name, member.node, is_sound).read());
  build.scenario.stresses = std::move(stresses);
}

}  // namespace valuescale::scenarios
