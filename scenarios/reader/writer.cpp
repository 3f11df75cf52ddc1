#include "scenarios/reader/writer.hpp"

#include "scenarios/reader/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::scenarios {
namespace {

bool is_bare(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string basic_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': result += "\\\""; break;
      case '\\': result += "\\\\"; break;
      case '\n': result += "\\n"; break;
      case '\t': result += "\\t"; break;
      case '\r': result += "\\r"; break;
      default: result += c;
    }
  }
  return result + "\"";
}

std::string key_text(std::string_view key) { return is_bare(key) ? std::string(key) : basic_string(key); }

std::string real_text(double value) {
  std::string text = fmt::format("{}", value);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string value_text(const Node& node) {
  std::string text;
  switch (node.kind) {
    case Node::Kind::table:
      for (const Member& member : node.members)
        text += (text.empty() ? "" : ", ") + key_text(member.name) + " = " + value_text(member.node);
      return text.empty() ? "{}" : "{ " + text + " }";
    case Node::Kind::array:
      for (const Node& element : node.elements) text += (text.empty() ? "" : ", ") + value_text(element);
      return "[" + text + "]";
    case Node::Kind::text: return basic_string(node.text);
    case Node::Kind::integer: return std::to_string(node.integer);
    case Node::Kind::real: return real_text(node.real);
    case Node::Kind::boolean: return node.boolean ? "true" : "false";
    case Node::Kind::date: return basic_string("");
  }
  return text;
}

bool has_header(const Node& node) { return node.is_table() && !node.inline_table; }

// Values come before tables, since a header ends what belongs to the table above it.
void write_table(const Node& table, const std::string& path, std::string& text) {
  for (const Member& member : table.members)
    if (!has_header(member.node)) text += key_text(member.name) + " = " + value_text(member.node) + "\n";
  for (const Member& member : table.members) {
    if (!has_header(member.node)) continue;
    const std::string inner = path.empty() ? key_text(member.name) : path + "." + key_text(member.name);
    const auto& members = member.node.members;
    const bool only_tables =
        !members.empty() && std::all_of(members.begin(), members.end(), [](const Member& m) { return has_header(m.node); });
    if (!only_tables) text += "\n[" + inner + "]\n";
    write_table(member.node, inner, text);
  }
}

// One line an entry, with lengths where text could be mistaken for structure.
void write_canonical(const Node& node, bool keep_order, std::size_t depth, std::string& text) {
  switch (node.kind) {
    case Node::Kind::table: {
      std::vector<const Member*> members;
      for (const Member& member : node.members) members.push_back(&member);
      if (!keep_order) std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->name < b->name; });
      text += fmt::format("table {}\n", members.size());
      for (const Member* member : members) {
        text += fmt::format("{}:{} ", member->name.size(), member->name);
        write_canonical(member->node, depth == 0 && is_entity_kind(member->name), depth + 1, text);
      }
      return;
    }
    case Node::Kind::array:
      text += fmt::format("list {}\n", node.elements.size());
      for (const Node& element : node.elements) write_canonical(element, false, depth + 1, text);
      return;
    case Node::Kind::integer:
    case Node::Kind::real: text += fmt::format("number {}\n", node.real == 0 ? 0.0 : node.real); return;
    case Node::Kind::boolean: text += node.boolean ? "true\n" : "false\n"; return;
    case Node::Kind::text:
    case Node::Kind::date: text += fmt::format("text {}:{}\n", node.text.size(), node.text); return;
  }
}

std::uint64_t rotated(std::uint64_t x, unsigned bits) { return (x << bits) | (x >> (64U - bits)); }

std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 33U;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33U;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33U);
}

}  // namespace

std::string written(const Node& document) {
  std::string text;
  write_table(document, "", text);
  return text;
}

std::string written_value(const Node& value) { return value_text(value); }

std::string murmur3_hex(std::string_view text) {
  constexpr std::uint64_t c1 = 0x87c37b91114253d5ULL, c2 = 0x4cf5ad432745937fULL;
  const auto scrambled_low = [](std::uint64_t k) { return rotated(k * c1, 31) * c2; };
  const auto scrambled_high = [](std::uint64_t k) { return rotated(k * c2, 33) * c1; };
  // Bytes in little-endian order whatever the machine; missing ones count as zero.
  const auto word = [&](std::size_t from) {
    std::uint64_t k = 0;
    for (std::size_t i = 0; i < 8 && from + i < text.size(); ++i)
      k |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[from + i])) << (8U * i);
    return k;
  };
  std::uint64_t h1 = 0, h2 = 0;
  std::size_t at = 0;
  for (; at + 16 <= text.size(); at += 16) {
    h1 = (rotated(h1 ^ scrambled_low(word(at)), 27) + h2) * 5 + 0x52dce729U;
    h2 = (rotated(h2 ^ scrambled_high(word(at + 8)), 31) + h1) * 5 + 0x38495ab5U;
  }
  h2 ^= scrambled_high(word(at + 8));
  h1 ^= scrambled_low(word(at));
  h1 ^= text.size();
  h2 ^= text.size();
  h1 += h2;
  h2 += h1;
  h1 = mixed(h1);
  h2 = mixed(h2);
  h1 += h2;
  h2 += h1;
  return fmt::format("{:016x}{:016x}", h1, h2);
}

std::string hash_of(const Node& document) {
  std::string canonical;
  write_canonical(document, false, 0, canonical);
  return murmur3_hex(canonical);
}

}  // namespace valuescale::scenarios
