#include "results/hdf5/texts.hpp"

#include <functional>

namespace valuescale::results {
namespace {

/// Visits all texts in the order of the file; stops when the visitor says so.
bool for_each_text(Group& group, const std::function<bool(std::string&)>& visit) {
  for (auto& variable : group.variables) {
    auto* texts = std::get_if<std::vector<std::string>>(&variable.values);
    if (!texts) continue;
    for (auto& text : *texts) {
      if (!visit(text)) return false;
    }
  }
  for (auto& child : group.groups) {
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

bool take_texts_from_bytes(Group& root) {
  const Variable* variable = root.find_variable(kTextBytes);
  const auto* found = variable ? std::get_if<std::vector<std::int64_t>>(&variable->values) : nullptr;
  if (!found) return false;
  std::size_t at = 0;
  const bool filled = for_each_text(root, [&](std::string& text) {
    for (; at < found->size() && (*found)[at] != 0; ++at) {
      if ((*found)[at] < 0 || (*found)[at] > 255) return false;
      text += static_cast<char>((*found)[at]);
    }
    return at++ < found->size();
  });
  return filled && at == found->size();
}

}  // namespace valuescale::results
