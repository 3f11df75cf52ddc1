#include "results/hdf5/texts.hpp"

#include <algorithm>
#include <functional>

namespace valuescale::results {
namespace {

/// Visits all texts in the order of the file; stops when the visitor says so.
bool for_each_text(const Group& group, const std::function<bool(const std::string&)>& visit) {
  for (const auto& variable : group.variables) {
    const auto* texts = std::get_if<std::vector<std::string>>(&variable.values);
    if (!texts) continue;
    for (const auto& text : *texts) {
      if (!visit(text)) return false;
    }
  }
  for (const auto& child : group.groups) {
    if (!for_each_text(child, visit)) return false;
  }
  return true;
}

}  // namespace

void add_text_bytes(Group& root) {
  std::vector<std::int64_t> bytes;
  for_each_text(root, [&bytes](const std::string& text) {
    for (const char c : text) bytes.push_back(static_cast<unsigned char>(c));
    bytes.push_back(0);
    return true;
  });
  Variable variable{kTextBytes, "1", "all texts of this file in order, each ended by a zero byte", {kTextBytes}, {bytes.size()}, {}};
  variable.values = std::move(bytes);
  root.variables.push_back(std::move(variable));
}

bool texts_match_bytes(const Group& root) {
  const Variable* variable = root.find_variable(kTextBytes);
  const auto* bytes = variable ? std::get_if<std::vector<std::int64_t>>(&variable->values) : nullptr;
  if (!bytes) return false;
  auto next = bytes->begin();
  const auto is_next = [&](std::int64_t byte) { return next != bytes->end() && *next++ == byte; };
  const bool same = for_each_text(root, [&](const std::string& text) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return is_next(static_cast<unsigned char>(c)); }) && is_next(0);
  });
  return same && next == bytes->end();
}

}  // namespace valuescale::results
