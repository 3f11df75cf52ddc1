#include "scenarios/reader/merge.hpp"

#include "scenarios/reader/csv_columns.hpp"
#include "scenarios/reader/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

namespace valuescale::scenarios {
namespace {

using models::InputError;
namespace fs = std::filesystem;

constexpr std::size_t kFilesExtended = 16;
constexpr const char* kSetting = "--set";

/// Lays `change` over `base`, key by key. A key keeps its rank in the base; new ones follow.
void lay_over(Node& base, Node change) {
  if (!base.is_table() || !change.is_table()) {
    const models::Place key_place = change.key_place;
    base = std::move(change);
    base.key_place = key_place;
    return;
  }
  // "Where does this table stand" is answered by its first header.
  for (Member& member : change.members) {
    if (Node* here = base.find(member.name))
      lay_over(*here, std::move(member.node));
    else
      base.members.push_back(std::move(member));
  }
}

void erase(Node& table, std::string_view name) {
  std::erase_if(table.members, [&](const Member& member) { return member.name == name; });
}

/// The grid of the results may be called `step` where no [step.NAME] table stands in the same file.
void rename_step(Node& document) {
  for (Member& member : document.members)
    if (member.name == "step" && member.node.is_text() && !document.find("time_step")) {
      member.name = "time_step";
      return;
    }
}

fs::path identity_of(const fs::path& path) {
  std::error_code error;
  fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path : canonical;
}

/// The parts of a dotted path; quotes as in TOML. Nothing if it is malformed.
std::optional<std::vector<std::string>> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (true) {
    std::string part;
    if (at < path.size() && (path[at] == '"' || path[at] == '\'')) {
      const std::size_t end = path.find(path[at], at + 1);
      if (end == std::string_view::npos) return std::nullopt;
      part = path.substr(at + 1, end - at - 1);
      at = end + 1;
    } else {
      const std::size_t end = std::min(path.find('.', at), path.size());
      part = path.substr(at, end - at);
      at = end;
    }
    if (part.empty() || part.size() > kNameBytes) return std::nullopt;
    parts.push_back(std::move(part));
    if (at == path.size()) return parts;
    if (path[at] != '.') return std::nullopt;
    ++at;
  }
}

std::vector<std::string> names_in(const Node& table) {
  std::vector<std::string> names;
  for (const Member& member : table.members) names.push_back(member.name);
  return names;
}

/// Takes away what `document` says is not to be inherited from `base`.
void take_away(Node& base, const Node& document, Problems& problems) {
  const Node* unset = document.find("unset");
  if (!unset) return;
  std::vector<const Node*> names;
  if (unset->kind == Node::Kind::array)
    for (const Node& element : unset->elements) names.push_back(&element);
  else
    names.push_back(unset);
  for (const Node* name : names) {
    if (!name->is_text()) {
      problems.add(name->place, fmt::format("unset must be a path or a list of paths, not {}", kind_of(*name)), "as in channel.ads.share");
      continue;
    }
    const auto parts = parts_of(name->text);
    if (!parts) {
      problems.add(name->place, in_quotes(name->text) + " is not a path", "names joined by dots, such as channel.ads.share");
      continue;
    }
    Node* table = &base;
    for (std::size_t i = 0; i < parts->size(); ++i) {
      Node* next = table->find((*parts)[i]);
      if (!next) {
        problems.add(name->place, fmt::format("unset names {}, which is not inherited", shown(name->text)),
                     "it takes away what the files say that this one extends", problems.suggestion((*parts)[i], names_in(*table)));
        break;
      }
      if (i + 1 == parts->size())
        erase(*table, parts->back());
      else
        table = next;
    }
  }
}

/// Reads `path` and what it extends; `children` are the files that led here.
Node read_chain(const fs::path& path, std::vector<fs::path>& children, Problems& problems) {
  problems.order_after_others(path.string());
  Node document = read_document(path, path.string(), problems);
  rename_step(document);
  fill_in_columns(document, path.parent_path(), problems);
  children.push_back(identity_of(path));

  const Node* extends = document.find("extends");
  if (!extends) {
    if (const Node* unset = document.find("unset"))
      problems.add(unset->key_place, "there is nothing to unset", "the file extends no other", "leave out what it should not have");
    erase(document, "unset");
    return document;
  }
  const models::Place place = extends->place;
  const auto refuse = [&](std::string problem, std::string reason = {}) {
    throw InputError({{place, std::move(problem), std::move(reason), {}}});
  };
  if (!extends->is_text()) refuse("extends must be the path of a file, not " + std::string(kind_of(*extends)));
  const fs::path base_path = extends->text;
  if (extends->text.empty()) refuse("extends names no file");
  if (base_path.is_absolute()) refuse("extends must be a relative path", "relative to this file, so that scenarios can be moved together");
  if (children.size() >= kFilesExtended) refuse("too many files extend one another", fmt::format("at most {}", kFilesExtended));

  const fs::path full = path.parent_path() / base_path;
  if (std::find(children.begin(), children.end(), identity_of(full)) != children.end())
    refuse("the files extend one another in a circle", "back to " + in_quotes(extends->text));
  std::error_code error;
  if (!fs::exists(full, error)) refuse("extends names a file that does not exist: " + in_quotes(full.string()));
  erase(document, "extends");

  Node base = read_chain(full, children, problems);
  take_away(base, document, problems);
  erase(document, "unset");
  lay_over(base, std::move(document));
  return base;
}

Node text_node(const std::string& text) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = text;
  return node;
}

void place_everywhere(Node& node, const models::Place& place) {
  node.place = node.key_place = place;
  node.exact_columns = false;
  for (Member& member : node.members) place_everywhere(member.node, place);
  for (Node& element : node.elements) place_everywhere(element, place);
}

/// `folder`: where its files are.
void set(Node& document, const std::string& path, const std::string& value, const fs::path& folder, Problems& problems) {
  const models::Place place{kSetting, 0, 0};
  auto parts = parts_of(path);
  if (!parts || parts->size() > kDepth - 2) {
    problems.add(place, in_quotes(path) + " is not a path", "names joined by dots, such as offer.dry-cut.price");
    return;
  }
  if (parts->front() == "extends" || parts->front() == "unset") {
    problems.add(place, parts->front() + " cannot be set", "it is read before everything else");
    return;
  }
  // A key of something that does not exist is a misspelt name, not a new thing with a single key.
  if (parts->size() > 2 && is_entity_kind(parts->front())) {
    const Node* kind = document.find(parts->front());
    if (!kind || !kind->is_table() || !kind->find((*parts)[1])) {
      problems.add(place, fmt::format("there is no {} {} to change", parts->front(), in_quotes((*parts)[1])), "setting " + shown(path),
                   kind ? problems.suggestion((*parts)[1], names_in(*kind)) : std::string());
      return;
    }
  }
  const std::size_t problems_before = problems.count();
  Node node = parse_value(value, kSetting, problems).value_or(text_node(value));
  if (problems.count() != problems_before) return;
  if (node.is_text() && node.text.size() > kTextBytes) {
    problems.add(place, "the value of " + shown(path) + " is too long", fmt::format("at most {} bytes", kTextBytes));
    return;
  }
  place_everywhere(node, place);
  fill_in_columns(node, folder, problems);
  if (parts->size() == 1 && parts->front() == "step" && node.is_text()) parts->front() = "time_step";

  Node* here = &document;
  for (std::size_t i = 0; i + 1 < parts->size(); ++i) {
    Node* next = here->find((*parts)[i]);
    if (!next) {
      here->members.push_back({(*parts)[i], Node{}});
      next = &here->members.back().node;
      next->place = next->key_place = place;
    } else if (!next->is_table()) {
      problems.add(place, fmt::format("{} cannot be set", in_quotes(path)),
                   fmt::format("{} is {}, not a table", in_quotes((*parts)[i]), kind_of(*next)));
      return;
    }
    here = next;
  }
  if (Node* old = here->find(parts->back()))
    *old = std::move(node);
  else
    here->members.push_back({parts->back(), std::move(node)});
}

/// Stresses of a file of their own; those of the same name are replaced.
void add_stresses(Node& document, const std::string& path, Problems& problems) {
  problems.order_after_others(path);
  Node more = read_document(path, path, problems);
  fill_in_columns(more, fs::path(path).parent_path(), problems);
  for (const Member& member : more.members)
    if (member.name != "stress")
      problems.add(member.node.key_place, fmt::format("unknown key {} in a file of stresses", in_quotes(member.name)),
                   "it holds [stress.NAME] tables and nothing else", problems.suggestion(member.name, {"stress"}));
  Node* tables = more.find("stress");
  if (!tables) {
    problems.add({path, 0, 0}, "the file has no stresses", "it holds [stress.NAME] tables");
    return;
  }
  Node* here = document.find("stress");
  if (!here || !here->is_table() || !tables->is_table()) {
    erase(document, "stress");
    document.members.push_back({"stress", std::move(*tables)});
    return;
  }
  for (Member& member : tables->members) {
    erase(*here, member.name);
    here->members.push_back(std::move(member));
  }
}

}  // namespace

bool is_entity_kind(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kinds{"channel", "segment", "offer", "step", "repeat", "spend"};
  return std::find(kinds.begin(), kinds.end(), name) != kinds.end();
}

Node merged_document(const std::string& path, const Settings& settings, const std::string& stresses, Problems& problems) {
  std::vector<fs::path> children;
  Node document = read_chain(path, children, problems);
  for (const auto& [key, value] : settings) set(document, key, value, fs::path(path).parent_path(), problems);
  if (!stresses.empty()) add_stresses(document, stresses, problems);
  if (entries_in(document) > kEntries)
    throw InputError({{{path, 0, 0}, "the scenario is too large", fmt::format("at most {} tables, keys and list elements", kEntries), {}}});
  return document;
}

}  // namespace valuescale::scenarios
