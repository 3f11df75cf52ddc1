// The value ladder, and how customers come back: who follows whom.
#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::scenarios {
namespace {

using models::Trigger;

std::vector<std::string> event_names(const Build& build, bool with_repeats) {
  std::vector<std::string> names = names_in(build.offer_index);
  for (const auto& [name, at] : build.step_index) names.push_back(name);
  if (with_repeats)
    for (const auto& [name, at] : build.repeat_index) names.push_back(name);
  return names;
}

void add_trigger(Build& build, std::vector<Trigger>& triggers, Trigger trigger, const Name& name, const std::string& label) {
  if (std::find(triggers.begin(), triggers.end(), trigger) == triggers.end())
    triggers.push_back(trigger);
  else
    build.problems.add(name.place, fmt::format("{} follows {} twice", label, in_quotes(name.text)), "'every visit' already includes it");
}

void add_every_visit(Build& build, std::vector<Trigger>& triggers, const Name& name, const std::string& label) {
  for (std::size_t i = 0; i < build.offers.size(); ++i) add_trigger(build, triggers, {Trigger::What::offer_taken, i}, name, label);
  for (std::size_t i = 0; i < build.repeats.size(); ++i) add_trigger(build, triggers, {Trigger::What::repeat_purchase, i}, name, label);
}

void read_after_declined(Build& build, const Node& table, const std::string& label, std::vector<Trigger>& triggers) {
  for (const Name& name : names_of_key(build, table, "after_declined", label)) {
    const auto step = build.step_index.find(name.text);
    if (step != build.step_index.end()) {
      add_trigger(build, triggers, {Trigger::What::step_declined, step->second}, name, label);
    } else if (build.offer_index.contains(name.text) || build.repeat_index.contains(name.text)) {
      build.problems.add(name.place, fmt::format("{} cannot follow {} declined", label, in_quotes(name.text)),
                         "only a step can be declined: a lead that declines the offer is no customer");
    } else {
      add_unknown_name(build, name.place, fmt::format("{} follows {} declined, which does not exist", label, in_quotes(name.text)),
                       "the steps are " + listed(names_in(build.step_index)), name.text, names_in(build.step_index));
    }
  }
}

void read_after_end(Build& build, const Node& table, const std::string& label, std::vector<Trigger>& triggers) {
  for (const Name& name : names_of_key(build, table, "after_end", label)) {
    const auto repeat = build.repeat_index.find(name.text);
    if (repeat != build.repeat_index.end()) {
      add_trigger(build, triggers, {Trigger::What::repeat_ended, repeat->second}, name, label);
    } else if (build.offer_index.contains(name.text) || build.step_index.contains(name.text)) {
      build.problems.add(name.place, fmt::format("{} cannot follow the end of {}", label, in_quotes(name.text)),
                         "only a repeat process ends", "say after = " + in_quotes(name.text));
    } else {
      add_unknown_name(
          build, name.place, fmt::format("{} follows the end of {}, which does not exist", label, in_quotes(name.text)),
          build.repeat_index.empty() ? "there are no repeat processes" : "the repeat processes are " + listed(names_in(build.repeat_index)),
          name.text, names_in(build.repeat_index));
    }
  }
}

void read_start(Build& build, const Node& table, const std::string& label, std::vector<Trigger>& triggers) {
  if (!table.find("after")) {
    for (std::size_t i = 0; i < build.offers.size(); ++i) triggers.push_back({Trigger::What::offer_taken, i});
    return;
  }
  for (const Name& name : names_of_key(build, table, "after", label)) {
    if (const auto offer = build.offer_index.find(name.text); offer != build.offer_index.end()) {
      triggers.push_back({Trigger::What::offer_taken, offer->second});
    } else if (const auto step = build.step_index.find(name.text); step != build.step_index.end()) {
      triggers.push_back({Trigger::What::step_taken, step->second});
    } else if (build.repeat_index.contains(name.text) || name.text == "every visit") {
      build.problems.add(name.place, fmt::format("{} cannot start after {}", label, in_quotes(name.text)),
                         "repeat processes start after an offer or a step that happens once");
    } else {
      const std::vector<std::string> known = event_names(build, false);
      add_unknown_name(build, name.place, fmt::format("{} starts after {}, which does not exist", label, in_quotes(name.text)),
                       "there are " + listed(known), name.text, known);
    }
  }
}

void read_model(Build& build, const Node& table, models::Repeat& repeat, const std::string& path, const std::string& label) {
  std::vector<std::string> models_known;
  for (const models::RepeatModel* model : models::repeat_models()) models_known.emplace_back(model->name);
  const models::RepeatModel* model = models::find_repeat_model(repeat.model);
  if (!model) {
    if (const Node* node = table.find("model"); node && node->is_text())
      build.problems.add(node->place, fmt::format("unknown model {} in {}", in_quotes(repeat.model), label),
                         "models are " + fmt::format("{}", fmt::join(models_known, ", ")),
                         build.problems.suggestion(repeat.model, models_known));
    else if (!node)
      build.problems.add(table.place, fmt::format("{} needs 'model'", label),
                         "models are " + fmt::format("{}", fmt::join(models_known, ", ")));
    return;
  }
  std::vector<std::string_view> own;
  for (const models::Field& field : model->fields) own.push_back(field.name);
  if (model->on_lattice) own.push_back("every");
  const Keys keys = repeat_keys(*model);
  check_keys(build, table, keys, label, fmt::format("{} reads {}", model->name, fmt::join(own, ", ")));
  for (const models::Field& field : model->fields)
    repeat.parameters.push_back(build.values.quantity(table.find(field.name), key_of(field), path + "." + std::string(field.name)));
  const double in_steps = models::days_in(build.scenario.time_unit) / models::days_in(build.scenario.step);
  repeat.every = in_steps;
  if (const Node* every = table.find("every"); every && model->on_lattice)
    if (const auto time = build.values.certain(*every, *find_key(keys, "every"), label + ".every")) repeat.every = *time * in_steps;
}

/// What is given back has to be known: the price of the one thing that the step follows.
void read_refund(Build& build, const Node& table, models::Step& step, const std::string& path, const std::string& label) {
  const Node* node = table.find("refund");
  step.refund = build.values.quantity(node, *find_key(step_keys(), "refund"), path + ".refund");
  if (!node) return;
  for (const char* key : {"price", "spend", "margin", "paid", "paid_after"})
    if (const Node* other = table.find(key))
      build.problems.add(other->key_place, fmt::format("{} of {} is not used", in_quotes(key), label), "it gives a price back");
  if (step.purchase.unit_cost.role != models::Role::assumption)
    build.problems.add(step.purchase.unit_cost.place, fmt::format("unit_cost of {} is a draw", label), "with a refund it can't be");
  const bool one =
      step.after.size() == 1 && (step.after[0].what == Trigger::What::offer_taken || step.after[0].what == Trigger::What::step_taken ||
                                 step.after[0].what == Trigger::What::repeat_purchase);
  const bool is_own = one && step.after[0].what == Trigger::What::step_taken && build.scenario.steps[step.after[0].index].name == step.name;
  if (!step.after.empty() && (!one || is_own))
    build.problems.add(node->key_place, fmt::format("{} does not follow one purchase", label),
                       "a refund gives back the price of what it follows", "let it follow one offer, step or repeat process");
}

}  // namespace

void read_after(Build& build, const Node& table, const std::string& label, std::vector<Trigger>& triggers) {
  std::vector<Name> names = names_of_key(build, table, "after", label);
  // First, so that what it includes is reported where it is repeated.
  std::stable_partition(names.begin(), names.end(), [](const Name& name) { return name.text == "every visit"; });
  for (const Name& name : names) {
    if (name.text == "every visit") {
      add_every_visit(build, triggers, name, label);
    } else if (const auto offer = build.offer_index.find(name.text); offer != build.offer_index.end()) {
      add_trigger(build, triggers, {Trigger::What::offer_taken, offer->second}, name, label);
    } else if (const auto step = build.step_index.find(name.text); step != build.step_index.end()) {
      add_trigger(build, triggers, {Trigger::What::step_taken, step->second}, name, label);
    } else if (const auto repeat = build.repeat_index.find(name.text); repeat != build.repeat_index.end()) {
      add_trigger(build, triggers, {Trigger::What::repeat_purchase, repeat->second}, name, label);
    } else {
      std::vector<std::string> known = event_names(build, true);
      const std::string reason = "there are " + listed(known);
      known.emplace_back("every visit");
      add_unknown_name(build, name.place, fmt::format("{} follows {}, which does not exist", label, in_quotes(name.text)), reason,
                       name.text, known);
    }
  }
}

void read_steps(Build& build) {
  for (std::size_t i = 0; i < build.steps.size(); ++i) {
    const Node& table = *build.steps[i];
    models::Step& step = build.scenario.steps[i];
    const std::string path = "step." + step.name, label = label_of("step", step.name);
    check_keys(build, table, step_keys(), label);
    read_notes(build, table, label, step.note, step.source);
    if (!table.find("after") && !table.find("after_declined") && !table.find("after_end"))
      build.problems.add(table.place, fmt::format("{} needs 'after', 'after_declined' or 'after_end'", label), "what does it follow?");
    read_after(build, table, label, step.after);
    read_after_declined(build, table, label, step.after);
    read_after_end(build, table, label, step.after);
    step.when = read_condition(build, table, label);
    step.contact_cost = build.values.quantity(table.find("contact_cost"), *find_key(step_keys(), "contact_cost"), path + ".contact_cost");
    step.take = build.values.quantity(table.find("take"), *find_key(step_keys(), "take"), path + ".take");
    step.delay = build.values.quantity(table.find("delay"), *find_key(step_keys(), "delay"), path + ".delay");
    step.purchase = read_purchase(build, table, path);
    read_refund(build, table, step, path, label);
    step.consequences = read_consequences(build, table, label);
    step.stage = stage_of(build, table, *find_key(step_keys(), "stage"), label);
  }
}

void read_repeats(Build& build) {
  for (std::size_t i = 0; i < build.repeats.size(); ++i) {
    const Node& table = *build.repeats[i];
    models::Repeat& repeat = build.scenario.repeats[i];
    const std::string path = "repeat." + repeat.name, label = label_of("repeat", repeat.name);
    repeat.model = text_of(build, table, "model", label).value_or("");
    read_notes(build, table, label, repeat.note, repeat.source);
    read_model(build, table, repeat, path, label);
    read_start(build, table, label, repeat.after);
    repeat.purchase = read_purchase(build, table, path);
    repeat.cost_per_month =
        build.values.quantity(table.find("cost_per_month"), *find_key(repeat_common_keys(), "cost_per_month"), path + ".cost_per_month");
    repeat.stage = stage_of(build, table, *find_key(repeat_common_keys(), "stage"), label).value_or(models::Stage::repeat);
  }
}

}  // namespace valuescale::scenarios
