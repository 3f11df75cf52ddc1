// A results file as plain data: groups of named arrays. Between the answer (layout.hpp) and HDF5 (image.cpp), and knows neither.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace valuescale::results {

using Values = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

/// An array; no dimensions: a single value. An array whose only dimension bears its own name labels that dimension for its group.
struct Variable {
  std::string name, units, long_name;
  std::vector<std::string> dimensions;  ///< not filled by reading, where shapes say enough
  std::vector<std::size_t> shape;
  Values values;
};

struct Attribute {
  std::string name;
  std::variant<std::string, std::uint64_t, std::int64_t, double> value;
};

struct Group {
  std::string name;
  std::vector<Attribute> attributes;
  std::vector<Variable> variables;
  std::vector<Group> groups;

  const Attribute* find_attribute(std::string_view wanted) const;
  const Variable* find_variable(std::string_view wanted) const;
  const Group* find_group(std::string_view wanted) const;
};

/// SHA-256, in hex, of everything in the tree except the root's attributes `content_hash` and `complete`; independent of how HDF5 stores it.
std::string content_hash(const Group& root);

}  // namespace valuescale::results
