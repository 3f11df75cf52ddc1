// What is different for the customers of one channel or segment, or at one level of a state: multiply, odds, override.
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::scenarios {
namespace {

using models::Adjustment;
using models::Purchase;

/// The table of one owner that is being read.
struct Owner {
  std::string path, label;  // "segment.gold"
  std::vector<Adjustment>& adjustments;
  std::optional<std::size_t> offer = {};  // of a channel: the only offer it shows
  bool is_level = false;                  // of a state: there is no changing what happened before the first sale
  const KeepEffect* keep = nullptr;       // of a calendar: takes what would be an adjustment
};

struct Entity {
  std::string_view kind;
  std::string name;
  const Purchase* purchase = nullptr;
  const models::RepeatModel* model = nullptr;  // of a repeat process
};

const Index* index_of(const Build& build, std::string_view kind) {
  if (kind == "offer") return &build.offer_index;
  if (kind == "step") return &build.step_index;
  if (kind == "repeat") return &build.repeat_index;
  if (kind == "spend") return &build.spend_index;
  if (kind == "referral") return &build.referral_index;
  return nullptr;
}

Entity entity_at(const Build& build, std::string_view kind, std::size_t at) {
  const models::Scenario& s = build.scenario;
  if (kind == "offer") return {kind, s.offers[at].name, &s.offers[at].purchase};
  if (kind == "step") return {kind, s.steps[at].name, &s.steps[at].purchase};
  if (kind == "repeat") return {kind, s.repeats[at].name, &s.repeats[at].purchase, models::find_repeat_model(s.repeats[at].model)};
  if (kind == "referral") return {kind, s.referrals[at].name};
  return {kind, s.spends[at].name};
}

bool uses_spend(const Purchase& purchase) { return purchase.spend || purchase.price.path.ends_with(".spend"); }

/// What `multiply` can act on in an entity; with `odds` only probabilities.
std::vector<std::string> handles_of(const Entity& entity, bool odds) {
  std::vector<std::string> handles;
  if (entity.kind == "offer" || entity.kind == "step") handles.emplace_back("take");
  if (entity.kind == "referral") return odds ? std::vector<std::string>{"take"} : std::vector<std::string>{"leads", "take", "cost"};
  if (entity.model)
    for (const models::Handle& handle : entity.model->handles)
      if (!odds || handle.is_probability) handles.emplace_back(handle.name);
  if (entity.purchase->paid.given) handles.emplace_back("paid");
  if (!odds) {
    handles.emplace_back(uses_spend(*entity.purchase) ? "spend" : "price");
    handles.emplace_back("margin");
    handles.emplace_back("cost");
  }
  return handles;
}

std::vector<Entity> purchasers(const Build& build) {
  std::vector<Entity> all;
  for (const char* kind : {"offer", "step", "repeat"})
    for (std::size_t i = 0; i < index_of(build, kind)->size(); ++i) all.push_back(entity_at(build, kind, i));
  return all;
}

/// Does a bare key act on anything in this scenario?
bool acts_somewhere(const Build& build, std::string_view key, bool odds) {
  const models::Scenario& s = build.scenario;
  if (key == "conversion") return true;
  if (key == "take") return !s.steps.empty();
  if (key == "referrals") return !s.referrals.empty();
  const auto any = [&](auto&& has) {
    const auto all = purchasers(build);
    return std::any_of(all.begin(), all.end(), has);
  };
  if (key == "price") return any([](const Entity& e) { return !uses_spend(*e.purchase) && e.purchase->price.given; });
  if (key == "spend") return any([](const Entity& e) { return uses_spend(*e.purchase); });
  if (key == "margin") return true;
  if (key == "cost")
    return any([](const Entity& e) { return e.purchase->unit_cost.given; }) ||
           std::any_of(s.steps.begin(), s.steps.end(), [](const auto& step) { return step.contact_cost.given; }) ||
           std::any_of(s.repeats.begin(), s.repeats.end(), [](const auto& r) { return r.cost_per_month.given; }) ||
           std::any_of(s.referrals.begin(), s.referrals.end(), [](const auto& r) { return r.reward.given; });
  return any([&](const Entity& e) {
    return e.model && std::any_of(e.model->handles.begin(), e.model->handles.end(),
                                  [&](const models::Handle& h) { return h.name == key && (!odds || h.is_probability); });
  });
}

bool is_note(const Member& member) { return (member.name == "note" || member.name == "source") && member.node.is_text(); }

class AdjustmentReader {
 public:
  explicit AdjustmentReader(Build& build) : build_(build) {}

  void read_effects(const Node& multiply, Owner owner) {
    how_ = Adjustment::How::multiply;
    name_ = "multiply";
    for (const Member& member : multiply.members)
      if (!is_note(member)) read_member(member, owner);
  }

  void read(const Node& table, Owner owner) {
    for (const auto& [name, how] : {std::pair{"multiply", Adjustment::How::multiply}, std::pair{"odds", Adjustment::How::odds},
                                    std::pair{"override", Adjustment::How::replace}}) {
      const Node* changes = table.find(name);
      if (!changes) continue;
      if (!changes->is_table()) {
        build_.problems.add(changes->place, fmt::format("{} of {} must be a table, not {}", name, owner.label, kind_of(*changes)));
        continue;
      }
      how_ = how;
      name_ = name;
      for (const Member& member : changes->members)
        if (!is_note(member)) read_member(member, owner);
    }
  }

 private:
  void read_member(const Member& member, Owner& owner) {
    const bool is_kind = index_of(build_, member.name) && (member.name != "spend" || how_ == Adjustment::How::replace);
    if (is_kind && !member.node.is_table())
      build_.problems.add(member.node.place,
                          fmt::format("{} in {} of {} must be a table, not {}", member.name, name_, owner.label, kind_of(member.node)),
                          fmt::format("as in {}.NAME.KEY = …", member.name));
    else if (is_kind)
      read_kind(member, owner);
    else if (how_ == Adjustment::How::replace)
      build_.problems.add(member.node.key_place, fmt::format("override of {} cannot change {}", owner.label, in_quotes(member.name)),
                          "it names one thing, as in override.step.NAME.take",
                          build_.problems.suggestion(member.name, {"offer", "step", "repeat", "spend", "referral"}));
    else
      read_bare(member, owner);
  }

  /// The offer is sold before anything can have changed.
  void refuse_offer(const Member& member, const Owner& owner) {
    build_.problems.add(member.node.key_place, fmt::format("{} of {} acts on the offer", name_, owner.label),
                        "states are of customers: they begin after the first sale", "change the offer for a segment or channel");
  }

  void read_bare(const Member& member, Owner& owner) {
    if (owner.is_level && member.name == "conversion") return refuse_offer(member, owner);
    const bool odds = how_ == Adjustment::How::odds;
    std::vector<std::string> known;
    for (const Multiplier& m : multipliers())
      if (!odds || is_probability(m.name)) known.emplace_back(m.name);
    if (owner.keep) {
      if (member.name == "channel") return read_channels_of(member, owner);
      if (is_of_acquisition(member.name)) return add(member.node, owner, member.name, factor_key());
      for (const Multiplier& m : calendar_multipliers()) known.emplace_back(m.name);
      known.emplace_back("channel");
    }
    if (std::find(known.begin(), known.end(), member.name) == known.end()) {
      const bool exists =
          std::any_of(multipliers().begin(), multipliers().end(), [&](const Multiplier& m) { return m.name == member.name; });
      if (odds && exists) {
        build_.problems.add(member.node.key_place,
                            fmt::format("{} of {}: {} is not a probability", name_, owner.label, in_quotes(member.name)),
                            "odds act on " + listed(known), "use multiply");
        return;
      }
      std::vector<std::string> all = known;
      for (const char* kind : {"offer", "step", "repeat", "referral"}) all.emplace_back(kind);
      build_.problems.add(
          member.node.key_place, fmt::format("unknown key {} in {} of {}", in_quotes(member.name), name_, owner.label),
          fmt::format("it reads {}, offer.NAME.KEY, step.NAME.KEY, repeat.NAME.KEY, referral.NAME.KEY", fmt::join(known, ", ")),
          build_.problems.suggestion(member.name, all));
      return;
    }
    const auto [acts, unknown] = acts_.try_emplace({member.name, odds}, false);
    if (unknown) acts->second = acts_somewhere(build_, member.name, odds);
    if (!acts->second) {
      build_.problems.add(member.node.key_place, fmt::format("{} in {} of {} is not used", in_quotes(member.name), name_, owner.label),
                          "nothing in the scenario has it");
      return;
    }
    add(member.node, owner, member.name, factor_key());
  }

  static bool is_of_acquisition(std::string_view name) {
    const auto all = calendar_multipliers();
    return std::any_of(all.begin(), all.end(), [&](const Multiplier& m) { return m.name == name; });
  }

  /// What the calendar does to single channels.
  void read_channels_of(const Member& kind, Owner& owner) {
    const std::string label = fmt::format("{} of {}", name_, owner.label);
    if (!kind.node.is_table()) {
      build_.problems.add(kind.node.place, fmt::format("channel in {} must be a table, not {}", label, kind_of(kind.node)),
                          "as in channel.NAME.KEY = …");
      return;
    }
    std::vector<std::string> keys;
    for (const auto& all : {calendar_multipliers(), channel_multipliers()})
      for (const Multiplier& m : all) keys.emplace_back(m.name);
    for (const Member& channel : kind.node.members) {
      if (is_note(channel)) continue;
      if (!build_.channel_index.contains(channel.name)) {
        add_unknown_name(build_, channel.node.key_place,
                         fmt::format("{} names channel {}, which does not exist", label, in_quotes(channel.name)),
                         "there are " + listed(names_in(build_.channel_index)), channel.name, names_in(build_.channel_index));
        continue;
      }
      if (!channel.node.is_table()) {
        build_.problems.add(channel.node.place,
                            fmt::format("channel.{} in {} must be a table, not {}", shown(channel.name), label, kind_of(channel.node)),
                            fmt::format("as in channel.{}.KEY = …", shown(channel.name)));
        continue;
      }
      for (const Member& change : channel.node.members) {
        if (is_note(change)) continue;
        if (std::find(keys.begin(), keys.end(), change.name) != keys.end())
          add(change.node, owner, "channel." + channel.name + "." + change.name, factor_key());
        else
          build_.problems.add(change.node.key_place,
                              fmt::format("{}: channel.{} has no {}", label, shown(channel.name), in_quotes(change.name)),
                              "it has " + listed(keys), build_.problems.suggestion(change.name, keys));
      }
    }
  }

  static bool is_probability(std::string_view name) { return name == "conversion" || name == "take" || name == "return" || name == "keep"; }

  void read_kind(const Member& kind, Owner& owner) {
    if (owner.is_level && kind.name == "offer") return refuse_offer(kind, owner);
    const Index& index = *index_of(build_, kind.name);
    for (const Member& entity : kind.node.members) {
      if (is_note(entity)) continue;
      const std::string label = fmt::format("{} of {}", name_, owner.label);
      const auto found = index.find(entity.name);
      if (found == index.end()) {
        build_.problems.add(
            entity.node.key_place, fmt::format("{} names {} {}, which does not exist", label, kind.name, in_quotes(entity.name)),
            index.empty() ? fmt::format("there are no {} tables", kind.name) : fmt::format("there are {}", listed(names_in(index))),
            build_.problems.suggestion(entity.name, names_in(index)));
      } else if (!entity.node.is_table()) {
        build_.problems.add(entity.node.place,
                            fmt::format("{}.{} in {} must be a table, not {}", kind.name, shown(entity.name), label, kind_of(entity.node)),
                            fmt::format("as in {}.{}.KEY = …", kind.name, shown(entity.name)));
      } else if (kind.name == "offer" && owner.offer && *owner.offer != found->second) {
        build_.problems.add(entity.node.key_place,
                            fmt::format("{} changes offer {}, which it does not show", label, in_quotes(entity.name)),
                            "the change would never be used");
      } else {
        for (const Member& change : entity.node.members)
          if (!is_note(change)) read_dotted(change, owner, entity_at(build_, kind.name, found->second), found->second);
      }
    }
  }

  void read_dotted(const Member& change, Owner& owner, const Entity& entity, std::size_t at) {
    const std::string target = std::string(entity.kind) + "." + entity.name + "." + change.name;
    if (how_ == Adjustment::How::replace) {
      if (const auto key = replaceable(change, owner, entity, at)) add(change.node, owner, target, *key);
      return;
    }
    const bool odds = how_ == Adjustment::How::odds;
    const std::vector<std::string> handles = handles_of(entity, odds), all = handles_of(entity, false);
    const std::string label = label_of(entity.kind, entity.name);
    if (std::find(handles.begin(), handles.end(), change.name) != handles.end())
      add(change.node, owner, target, factor_key());
    else if (odds && std::find(all.begin(), all.end(), change.name) != all.end())
      build_.problems.add(change.node.key_place,
                          fmt::format("odds of {}: {} of {} is not a probability", owner.label, in_quotes(change.name), label),
                          handles.empty() ? "it has no probability that odds act on" : "odds act on " + listed(handles), "use multiply");
    else
      build_.problems.add(change.node.key_place, fmt::format("{} of {}: {} has no {}", name_, owner.label, label, in_quotes(change.name)),
                          "it has " + listed(handles), build_.problems.suggestion(change.name, handles));
  }

  /// The key that an override replaces; nothing (and reported) if it cannot.
  std::optional<Key> replaceable(const Member& change, const Owner& owner, const Entity& entity, std::size_t at) {
    Keys keys = entity.kind == "offer"      ? offer_keys()
                : entity.kind == "step"     ? step_keys()
                : entity.kind == "spend"    ? spend_keys()
                : entity.kind == "referral" ? referral_keys()
                : entity.model              ? repeat_keys(*entity.model)
                                            : repeat_common_keys();
    std::string instead;
    std::erase_if(keys, [&](const Key& key) {
      if (key.holds != Key::Holds::number && key.holds != Key::Holds::spend) return true;
      if (entity.kind == "spend") return (key.name == "law") == build_.scenario.spends[at].gamma_gamma;
      if (!entity.purchase) return false;
      // These make something of the purchase that is not there without them.
      if (key.name == "paid" || key.name == "paid_after") return !entity.purchase->is_paid_apart();
      if (key.name == "refund") return !build_.scenario.steps[at].refund.given;
      if (key.name == "price") return uses_spend(*entity.purchase);
      if (key.name == "spend") {
        if (entity.purchase->spend) instead = "override spend." + build_.scenario.spends[*entity.purchase->spend].name;
        return entity.purchase->spend || !uses_spend(*entity.purchase);
      }
      return false;
    });
    if (const Key* key = find_key(keys, change.name)) return *key;
    if (change.name != "spend") instead.clear();
    build_.problems.add(
        change.node.key_place,
        fmt::format("override of {} cannot change {} of {}", owner.label, in_quotes(change.name), label_of(entity.kind, entity.name)),
        "it can change " + listed(names_of(keys)), instead.empty() ? build_.problems.suggestion(change.name, names_of(keys)) : instead);
    return std::nullopt;
  }

  void add(const Node& node, Owner& owner, const std::string& target, const Key& key) {
    if (owner.keep) return (*owner.keep)(node, target);
    owner.adjustments.push_back({how_, target, build_.values.quantity(&node, key, owner.path + "." + name_ + "." + target)});
  }

  Build& build_;
  Adjustment::How how_ = Adjustment::How::multiply;
  std::string name_;
  std::map<std::pair<std::string, bool>, bool> acts_;  // (bare key, as odds): does anything have it?
};

}  // namespace

void read_effects(Build& build, const Node& multiply, const std::string& path, const std::string& label, const KeepEffect& keep) {
  if (!multiply.is_table()) {
    build.problems.add(multiply.place, fmt::format("multiply of {} must be a table, not {}", label, kind_of(multiply)));
    return;
  }
  std::vector<Adjustment> none;
  AdjustmentReader(build).read_effects(multiply, {path, label, none, std::nullopt, false, &keep});
}

void read_adjustments(Build& build) {
  AdjustmentReader reader(build);
  for (std::size_t i = 0; i < build.channels.size(); ++i) {
    models::Channel& channel = build.scenario.channels[i];
    const auto offer = build.offers.empty() ? std::nullopt : std::optional(channel.offer);
    reader.read(*build.channels[i], {"channel." + channel.name, label_of("channel", channel.name), channel.adjustments, offer});
  }
  for (std::size_t i = 0; i < build.segments.size(); ++i) {
    models::Segment& segment = build.scenario.segments[i];
    reader.read(*build.segments[i], {"segment." + segment.name, label_of("segment", segment.name), segment.adjustments});
  }
  for (std::size_t i = 0; i < build.states.size(); ++i)
    for (std::size_t l = 0; l < build.levels[i].size(); ++l) {
      models::State& state = build.scenario.states[i];
      models::State::Level& level = state.levels[l];
      const std::string label = label_of("state", state.name) + ".level." + shown(level.name);
      reader.read(*build.levels[i][l], {"state." + state.name + ".level." + level.name, label, level.adjustments, std::nullopt, true});
    }
}

}  // namespace valuescale::scenarios
