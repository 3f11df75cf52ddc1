#include "results/hdf5/tree.hpp"

#include "results/hdf5/sha256.hpp"

#include <bit>

namespace valuescale::results {
namespace {

/// Feeds values in a form that can't be read two ways: lengths first, numbers as 8 bytes little-endian.
class Feed {
 public:
  void add(std::uint64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i) & 0xFF);
    hash_.add({bytes, sizeof bytes});
  }
  void add(std::int64_t number) { add(static_cast<std::uint64_t>(number)); }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  void add(const std::string& text) {
    add(static_cast<std::uint64_t>(text.size()));
    hash_.add(text);
  }
  void add(const Group& group, bool is_root) {
    add(group.name);
    for (const auto& attribute : group.attributes) {
      if (is_root && (attribute.name == "content_hash" || attribute.name == "complete")) continue;
      add(attribute.name);
      add(static_cast<std::uint64_t>(attribute.value.index()));
      std::visit([this](const auto& value) { add(value); }, attribute.value);
    }
    add(static_cast<std::uint64_t>(group.variables.size()));
    for (const auto& variable : group.variables) {
      add(variable.name);
      add(variable.units);
      add(variable.long_name);
      add(static_cast<std::uint64_t>(variable.shape.size()));
      for (const std::size_t size : variable.shape) add(static_cast<std::uint64_t>(size));
      add(static_cast<std::uint64_t>(variable.values.index()));
      std::visit(
          [this](const auto& values) {
            for (const auto& value : values) add(value);
          },
          variable.values);
    }
    add(static_cast<std::uint64_t>(group.groups.size()));
    for (const auto& child : group.groups) add(child, false);
  }
  std::string hex() { return hash_.hex(); }

 private:
  Sha256 hash_;
};

template <class T>
const T* find_named(const std::vector<T>& all, std::string_view wanted) {
  for (const auto& one : all) {
    if (one.name == wanted) return &one;
  }
  return nullptr;
}

}  // namespace

const Attribute* Group::find_attribute(std::string_view wanted) const { return find_named(attributes, wanted); }
const Variable* Group::find_variable(std::string_view wanted) const { return find_named(variables, wanted); }
const Group* Group::find_group(std::string_view wanted) const { return find_named(groups, wanted); }

std::string content_hash(const Group& root) {
  Feed feed;
  feed.add(root, true);
  return feed.hex();
}

}  // namespace valuescale::results
