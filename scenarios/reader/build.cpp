#include "scenarios/reader/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace valuescale::scenarios {

std::string label_of(std::string_view kind, std::string_view name) { return std::string(kind) + "." + shown(name); }

std::vector<std::string> names_in(const Index& index) {
  std::vector<std::string> names;
  for (const auto& [name, at] : index) names.push_back(name);
  return names;
}

void add_unknown_name(Build& build, const models::Place& place, std::string problem, std::string reason, const std::string& name,
                      const std::vector<std::string>& known) {
  build.names_lead_somewhere = false;
  build.problems.add(place, std::move(problem), std::move(reason), build.problems.suggestion(name, known));
}

bool check_keys(Build& build, const Node& table, const Keys& keys, const std::string& label, const std::string& reads) {
  if (!table.is_table()) {
    const bool is_list_of_tables = !table.elements.empty() && table.elements.front().is_table();
    build.problems.add(table.place, fmt::format("{} must be a table, not {}", label, kind_of(table)), {},
                       is_list_of_tables ? "there is only one: its name stands in single brackets" : "");
    return false;
  }
  const std::vector<std::string> names = names_of(keys);
  for (const Member& member : table.members)
    if (!find_key(keys, member.name)) {
      std::string list;
      for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
      build.problems.add(member.node.key_place, fmt::format("unknown key {} in {}", in_quotes(member.name), label),
                         reads.empty() ? "it reads " + list : reads, build.problems.suggestion(member.name, names));
    }
  for (const Key& key : keys)
    if (key.required && !table.find(key.name))
      build.problems.add(table.place, fmt::format("{} needs {}", label, in_quotes(key.name)), std::string(key.about));
  return true;
}

std::optional<std::string> text_of(Build& build, const Node& table, std::string_view key, const std::string& label) {
  const Node* node = table.find(key);
  if (!node) return std::nullopt;
  if (node->is_text()) return node->text;
  build.problems.add(node->place, fmt::format("{} of {} must be text, not {}", in_quotes(key), label, kind_of(*node)));
  return std::nullopt;
}

std::optional<std::string> choice_of(Build& build, const Node& table, const Key& key, const std::string& label) {
  const auto text = text_of(build, table, key.name, label);
  if (!text) return std::nullopt;
  std::vector<std::string> choices(key.choices.begin(), key.choices.end());
  if (std::find(choices.begin(), choices.end(), *text) != choices.end()) return text;
  build.problems.add(table.find(key.name)->place, fmt::format("unknown {} {} in {}", key.name, in_quotes(*text), label),
                     "it is one of " + listed(choices), build.problems.suggestion(*text, choices));
  return std::nullopt;
}

void read_notes(Build& build, const Node& table, const std::string& label, std::string& note, std::string& source) {
  note = text_of(build, table, "note", label).value_or("");
  source = text_of(build, table, "source", label).value_or("");
}

std::vector<Name> names_of_key(Build& build, const Node& table, std::string_view key, const std::string& label) {
  const Node* node = table.find(key);
  if (!node) return {};
  std::vector<Name> names;
  const auto add = [&](const Node& item) {
    if (!item.is_text()) {
      build.problems.add(item.place,
                         fmt::format("{} of {} must be a name or a list of names, not {}", in_quotes(key), label, kind_of(item)));
      return;
    }
    const bool twice = std::any_of(names.begin(), names.end(), [&](const Name& n) { return n.text == item.text; });
    if (twice)
      build.problems.add(item.place, fmt::format("{} of {} names {} twice", in_quotes(key), label, in_quotes(item.text)));
    else
      names.push_back({item.text, item.place});
  };
  if (node->kind == Node::Kind::array) {
    if (node->elements.empty()) build.problems.add(node->place, fmt::format("{} of {} is an empty list", in_quotes(key), label));
    for (const Node& element : node->elements) add(element);
  } else {
    add(*node);
  }
  return names;
}

models::Purchase read_purchase(Build& build, const Node& table, const std::string& path) {
  const Keys& keys = purchase_keys();
  const std::string label = shown(path);
  models::Purchase purchase;
  const Node* price = table.find("price");
  const Node* spend = table.find("spend");
  if (price && spend)
    build.problems.add(spend->key_place, fmt::format("{} has both price and spend", label), "they are two ways to say what is paid",
                       "keep one of them");
  const Node* spend_value = spend && spend->is_table() ? spend->find("value") : spend;
  if (spend_value && spend_value->is_text()) {
    const auto named = build.spend_index.find(spend_value->text);
    if (named != build.spend_index.end()) {
      purchase.spend = named->second;
      build.spends_used.insert(named->second);
      if (spend->is_table()) build.values.value_of(*spend, label + ".spend", nullptr, nullptr);
    } else if (spend_value->text.find_first_of("(0123456789.") == std::string::npos) {
      // A word alone can only be meant as a name.
      add_unknown_name(
          build, spend_value->place, fmt::format("there is no spend law {}", in_quotes(spend_value->text)),
          build.spend_index.empty() ? "there are no [spend.NAME] tables" : "the spend laws are " + listed(names_in(build.spend_index)),
          spend_value->text, names_in(build.spend_index));
      spend = nullptr;
    }
  }
  const bool inline_spend = spend && !purchase.spend;
  purchase.price = inline_spend ? build.values.quantity(spend, *find_key(keys, "spend"), path + ".spend")
                                : build.values.quantity(purchase.spend ? nullptr : price, *find_key(keys, "price"), path + ".price");
  purchase.margin = build.values.quantity(table.find("margin"), *find_key(keys, "margin"), path + ".margin");
  purchase.paid = build.values.quantity(table.find("paid"), *find_key(keys, "paid"), path + ".paid");
  purchase.paid_after = build.values.quantity(table.find("paid_after"), *find_key(keys, "paid_after"), path + ".paid_after");
  purchase.unit_cost = build.values.quantity(table.find("unit_cost"), *find_key(keys, "unit_cost"), path + ".unit_cost");
  return purchase;
}

}  // namespace valuescale::scenarios
