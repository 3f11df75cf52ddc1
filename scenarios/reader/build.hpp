// A scenario under construction: what the parts of the reader share. One function an entity; each reports its own mistakes and goes on.
#pragma once

#include "models/description/scenario.hpp"
#include "scenarios/reader/keys.hpp"
#include "scenarios/reader/node.hpp"
#include "scenarios/reader/problems.hpp"
#include "scenarios/reader/quantity.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

/// Where names lead.
using Index = std::map<std::string, std::size_t, std::less<>>;

struct Build {
  Build(const Node& merged, Problems& found) : document(merged), problems(found), values(found, {}, keys) {}

  /// Then it says whom the channels bring, and they do not.
  bool has_plan() const { return document.find("plan") != nullptr; }

  const Node& document;
  Problems& problems;
  KeysByPath keys;
  ValueReader values;
  models::Scenario scenario;

  // The tables the entities came from, in the order of the scenario's lists.
  std::vector<const Node*> channels, segments, offers, steps, repeats, spends, states, referrals;
  std::vector<std::vector<const Node*>> levels;  ///< of each state
  Index channel_index, offer_index, step_index, repeat_index, spend_index, segment_index, state_index, referral_index;
  std::vector<Index> level_index;  ///< of each state
  std::set<std::size_t> spends_used;
  bool names_lead_somewhere = true;  ///< false: a misspelt name may be why something seems unused
};

/// title, units, lifetime, currency, discounting; has to come first.
void read_top_level(Build& build);
/// Lists the entities and their names, so that they can refer to one another.
void list_entities(Build& build);
void read_spends(Build& build);
void read_offers(Build& build);
void read_steps(Build& build);
void read_repeats(Build& build);
void read_referrals(Build& build);
void read_segments(Build& build);
void read_states(Build& build);
void read_channels(Build& build);
/// What is spent on a channel and whom it brings; false (and nothing read) if its table says nothing of that.
bool read_response(Build& build, const Node& table, models::Channel& channel, const std::string& path, const std::string& label);
/// multiply, odds, override of channels and segments.
void read_adjustments(Build& build);
void read_correlations(Build& build);
/// Seasons, shocks and trends.
void read_calendar(Build& build);
/// Whom the channels bring month by month; after them.
void read_plan(Build& build);

/// What the business may be put under: after everything that it can change, followers too.
void read_stresses(Build& build);

/// Gives what follows another assumption that one's law, seen along its curve; after everything that can be followed.
void settle_followers(Build& build);

/// What has to hold for a step to be asked, and what it changes.
models::Condition read_condition(Build& build, const Node& table, const std::string& label);
models::Consequences read_consequences(Build& build, const Node& table, const std::string& label);
/// The stage a table names.
std::optional<models::Stage> stage_of(Build& build, const Node& table, const Key& key, const std::string& label);

/// What cannot be reached or used, circles, explosions, probabilities that pass 1, purchases without end.
void check_use(Build& build);
void check_ladder(Build& build);
void check_chances(Build& build);
void check_shares_of_first_sales(Build& build);
void check_pace(Build& build);
void check_states(Build& build);
void check_referrals(Build& build);
void check_plan(Build& build);
void check_calendar(Build& build);
/// Do they name assumptions, and can they hold together?
void check_correlations(Build& build);

// Shared by the entities.

/// What `after` names: offers, steps when taken, repeat processes at each purchase, or 'every visit'.
void read_after(Build& build, const Node& table, const std::string& label, std::vector<models::Trigger>& triggers);
/// What a calendar's `multiply` acts on: calls keep(value, target) for each.
using KeepEffect = std::function<void(const Node& value, const std::string& target)>;
void read_effects(Build& build, const Node& multiply, const std::string& path, const std::string& label, const KeepEffect& keep);
/// Reports changes of what holds for life.
void check_adapts(Build& build, const std::vector<models::Adjustment>& changes);
/// A table of segment = share that adds to 1; empty (and reported) if it does not.
std::vector<double> read_mix(Build& build, const Node& mix, const std::string& label);

/// Reports unknown keys and missing required ones; `reads` says what the table reads, by default all keys. False if it is not a table.
bool check_keys(Build& build, const Node& table, const Keys& keys, const std::string& label, const std::string& reads = {});
/// Text of a key, or nothing (and reported) if it is not text.
std::optional<std::string> text_of(Build& build, const Node& table, std::string_view key, const std::string& label);
/// One of the key's choices.
std::optional<std::string> choice_of(Build& build, const Node& table, const Key& key, const std::string& label);
void read_notes(Build& build, const Node& table, const std::string& label, std::string& note, std::string& source);
/// What is said of several numbers is said of each that says nothing itself.
struct Notes {
  std::string note, source;
};
template <class Noted>
void inherit(Noted& noted, const Notes& notes) {
  if (noted.note.empty()) noted.note = notes.note;
  if (noted.source.empty()) noted.source = notes.source;
}
models::Purchase read_purchase(Build& build, const Node& table, const std::string& path);
/// The names a key holds, one or a list, each with its place.
struct Name {
  std::string text;
  models::Place place;
};
std::vector<Name> names_of_key(Build& build, const Node& table, std::string_view key, const std::string& label);
std::vector<std::string> names_in(const Index& index);
/// Reports a name that leads nowhere.
void add_unknown_name(Build& build, const models::Place& place, std::string problem, std::string reason, const std::string& name,
                      const std::vector<std::string>& known);

/// "step.upsell": an entity in messages.
std::string label_of(std::string_view kind, std::string_view name);

}  // namespace valuescale::scenarios
