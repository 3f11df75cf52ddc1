// A scenario file as a tree of values that remember where they stand, in the order in which they were written. The TOML library ends here.
#pragma once

#include "models/description/law.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {

struct Member;

struct Node {
  enum class Kind { table, array, text, integer, real, boolean, date };
  Kind kind = Kind::table;
  models::Place key_place;     ///< of the key it stands under
  models::Place place;         ///< of the value; of the header for a table
  bool inline_table = false;   ///< written { … }
  bool exact_columns = false;  ///< a text without escapes on one line: column + 1 + i is the column of byte i
  std::string text;            ///< of text and date
  std::int64_t integer = 0;
  double real = 0;  ///< of integer and real
  bool boolean = false;
  std::vector<Member> members;  ///< of a table
  std::vector<Node> elements;   ///< of an array

  bool is_table() const { return kind == Kind::table; }
  bool is_text() const { return kind == Kind::text; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
  const Node* find(std::string_view name) const;
  Node* find(std::string_view name);
};

struct Member {
  std::string name;
  Node node;
};

inline const Node* Node::find(std::string_view name) const {
  for (const Member& member : members)
    if (member.name == name) return &member.node;
  return nullptr;
}
inline Node* Node::find(std::string_view name) { return const_cast<Node*>(static_cast<const Node*>(this)->find(name)); }

/// "a table", "text", "a whole number"…, for messages.
inline const char* kind_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::table: return "a table";
    case Node::Kind::array: return "a list";
    case Node::Kind::text: return "text";
    case Node::Kind::integer:
    case Node::Kind::real: return "a number";
    case Node::Kind::boolean: return "true or false";
    case Node::Kind::date: return "a date or time";
  }
  return "";
}

}  // namespace valuescale::scenarios
