// What the scenario describes but could never use, and probabilities that could not be.
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/kind_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

namespace valuescale::scenarios {
namespace {

using models::Trigger;

/// Follows the triggers from the offers; true for each step and repeat process that something leads to.
struct Reached {
  std::vector<bool> steps, repeats;

  explicit Reached(const models::Scenario& s) : steps(s.steps.size()), repeats(s.repeats.size()) {
    // What waits for each event, so that every trigger is looked at once.
    std::vector<std::vector<Waiting>> after_step(s.steps.size()), after_repeat(s.repeats.size());  // its purchases, or its end
    const auto list = [&](const std::vector<Trigger>& triggers, Waiting waiting) {
      for (const Trigger& trigger : triggers) {
        if (trigger.what == Trigger::What::offer_taken)
          found(waiting);
        else
          (is_of_repeat(trigger) ? after_repeat : after_step)[trigger.index].push_back(waiting);
      }
    };
    for (std::size_t i = 0; i < s.steps.size(); ++i) list(s.steps[i].after, {false, i});
    for (std::size_t i = 0; i < s.repeats.size(); ++i) list(s.repeats[i].after, {true, i});
    while (!queue_.empty()) {
      const Waiting next = queue_.front();
      queue_.pop_front();
      for (const Waiting& waiting : (next.is_repeat ? after_repeat : after_step)[next.index]) found(waiting);
    }
  }

 private:
  struct Waiting {
    bool is_repeat;
    std::size_t index;
  };

  static bool is_of_repeat(const Trigger& trigger) {
    return trigger.what == Trigger::What::repeat_purchase || trigger.what == Trigger::What::repeat_ended;
  }

  void found(Waiting waiting) {
    auto mark = (waiting.is_repeat ? repeats : steps)[waiting.index];
    if (mark) return;
    mark = true;
    queue_.push_back(waiting);
  }

  std::deque<Waiting> queue_;
};

class PassesOne {
 public:
  explicit PassesOne(Build& build) : build_(build), values_(build.scenario) {}

  void check() {
    const models::Scenario& s = build_.scenario;
    for (const models::CustomerKind& kind : values_.first_kinds()) {
      const models::Offer& offer = s.offers[s.channels[kind.channel].offer];
      look(kind, "offer." + offer.name, "take", "conversion", offer.take);
    }
    for (const models::CustomerKind& kind : values_.kinds()) {
      for (const models::Step& step : s.steps)
        if (may_meet(kind, step.when)) look(kind, "step." + step.name, "take", "take", step.take);
      for (const models::Referral& referral : s.referrals)
        if (may_meet(kind, referral.when)) look(kind, "referral." + referral.name, "take", "", referral.take);
      for (const models::Repeat& repeat : s.repeats) look_at_repeat(kind, repeat);
    }
  }

 private:
  void look_at_repeat(const models::CustomerKind& kind, const models::Repeat& repeat) {
    const models::RepeatModel* model = models::find_repeat_model(repeat.model);
    if (!model) return;
    for (const models::Handle& handle : model->handles)
      if (handle.is_probability)
        for (std::size_t i = 0; i < model->fields.size(); ++i)
          if (model->fields[i].name == handle.name)
            look(kind, "repeat." + repeat.name, std::string(handle.name), std::string(handle.name), repeat.parameters[i]);
  }

  void look(const models::CustomerKind& kind, const std::string& entity, const std::string& key, const std::string& bare,
            const models::Quantity& base) {
    const KindValue chance = values_.of(kind, entity + "." + key, bare, base);
    if (!(chance.value > 1 + 1e-12) || !chance.change) return;
    const std::string problem = fmt::format("{} makes {}.{} {:.6g}", shown(chance.change->path), shown(entity), key, chance.value);
    // Many kinds of customer may have it from the same change.
    if (said_.insert(problem).second)
      build_.problems.add(chance.change->place, problem, "a probability cannot pass 1 at central values",
                          "multiply its odds instead, or override it");
  }

  Build& build_;
  KindValues values_;
  std::set<std::string> said_;
};

}  // namespace

void check_use(Build& build) {
  if (!build.names_lead_somewhere) return;
  const models::Scenario& s = build.scenario;
  for (std::size_t i = 0; i < s.offers.size(); ++i) {
    const bool is_shown = std::any_of(s.channels.begin(), s.channels.end(), [&](const models::Channel& c) { return c.offer == i; }) ||
                          std::any_of(s.referrals.begin(), s.referrals.end(), [&](const models::Referral& r) { return r.offer == i; });
    if (!is_shown)
      build.problems.add(build.offers[i]->place, fmt::format("{} is not used", label_of("offer", s.offers[i].name)), "no channel shows it");
  }
  for (std::size_t i = 0; i < s.spends.size(); ++i)
    if (!build.spends_used.contains(i))
      build.problems.add(build.spends[i]->place, fmt::format("{} is not used", label_of("spend", s.spends[i].name)),
                         "no purchase names it: spend = \"" + shown(s.spends[i].name) + "\"");
  const Reached reached(s);
  for (std::size_t i = 0; i < s.steps.size(); ++i)
    if (!reached.steps[i] && !s.steps[i].after.empty())
      build.problems.add(build.steps[i]->place, fmt::format("{} can never be reached", label_of("step", s.steps[i].name)),
                         "nothing it follows can be reached from an offer");
  for (std::size_t i = 0; i < s.repeats.size(); ++i)
    if (!reached.repeats[i] && !s.repeats[i].after.empty())
      build.problems.add(build.repeats[i]->place, fmt::format("{} can never start", label_of("repeat", s.repeats[i].name)),
                         "nothing it starts after can be reached from an offer");
}

void check_chances(Build& build) { PassesOne(build).check(); }

}  // namespace valuescale::scenarios
