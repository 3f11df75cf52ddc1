#include "scenarios/reader/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

// The library asserts what a malformed text can make false ("[,a]"), and in a release build tells the compiler to rely on it. Here a
// broken assertion is an exception in every build.
namespace valuescale::scenarios {
struct BrokenAssertion : std::logic_error {
  using std::logic_error::logic_error;
};
}  // namespace valuescale::scenarios
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : throw ::valuescale::scenarios::BrokenAssertion(#condition))
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wterminate"
#include <toml++/toml.h>
#pragma GCC diagnostic pop

namespace valuescale::scenarios {
namespace {

using models::InputError;
using models::Place;

// The TOML library recurses into nested brackets and builds a table for every part of a dotted key, without a limit of its own on the
// latter; so both are counted before it sees the text.
class DepthCheck {
 public:
  DepthCheck(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  void run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        skip_comment();
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else {
        count(c);
        if (c == '[' && brackets_ == 1 && only_space_before()) check_header();
        advance();
      }
    }
  }

 private:
  bool only_space_before() const {
    const std::string_view before = text_.substr(line_start_, at_ - line_start_);
    return before.find_first_not_of(" \t\r") == std::string_view::npos;
  }

  // What the library would take on trust after the bracket of a table's header.
  void check_header() const {
    std::size_t next = at_ + 1;
    if (next < text_.size() && text_[next] == '[') ++next;
    next = text_.find_first_not_of(" \t\r", next);
    if (next == std::string_view::npos) return;
    const char c = text_[next];
    const bool starts_name =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '"' || c == '\'';
    // Lists may span lines, so that a bracket at the start of one need not be a header: those are left to the library.
    if (!starts_name && c != ']' && c != '[' && c != '\n' && c != '#')
      throw InputError({{{file_, line_, static_cast<int>(next - line_start_) + 1},
                         "this is not TOML: a table's name is missing",
                         "a header is written [kind.NAME]",
                         {}}});
  }

  void count(char c) {
    if (c == '.') {
      if (++dots_ > kLimit) refuse("a key has too many parts");
    } else if (c == '[' || c == '{') {
      dots_ = 0;
      if (++brackets_ > kLimit) refuse("brackets are nested too deeply");
    } else if (c == ']' || c == '}') {
      dots_ = 0;
      if (brackets_ > 0) --brackets_;
    } else if (c == '\n' || c == '=' || c == ',') {
      dots_ = 0;
    }
  }

  void advance() {
    if (text_[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    ++at_;
  }

  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  bool triple(char quote) const { return text_.substr(at_, 3) == std::string(3, quote); }

  void skip_string(char quote) {
    const bool multiline = triple(quote);
    for (int i = 0; i < (multiline ? 3 : 1); ++i) advance();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        advance();
        if (at_ < text_.size()) advance();
      } else if (multiline ? triple(quote) : c == quote || c == '\n') {
        // Up to two more quotes may belong to the text: """ends with a quote"""".
        if (multiline)
          while (at_ < text_.size() && text_[at_] == quote) advance();
        else if (c == quote)
          advance();
        return;
      } else {
        advance();
      }
    }
  }

  [[noreturn]] void refuse(const char* what) const {
    throw InputError({{{file_, line_, static_cast<int>(at_ - line_start_) + 1}, what, fmt::format("at most {} levels", kLimit), {}}});
  }

  static constexpr int kLimit = 32;
  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1, dots_ = 0, brackets_ = 0;
};

Place place_of(const toml::source_position& position, const std::string& file) {
  return {file, static_cast<int>(position.line), static_cast<int>(position.column)};
}

bool has_control(std::string_view text, bool lines_allowed) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U) return true;
    if ((byte < 0x20U && !(lines_allowed && (byte == '\n' || byte == '\t' || byte == '\r'))) || byte == 0x7FU) return true;
  }
  return false;
}

class Conversion {
 public:
  Conversion(const std::string& file, Problems& problems) : file_(file), problems_(problems) {}

  Node convert(const toml::node& source, const toml::key* key, std::size_t depth) {
    Node node;
    node.place = place_of(source.source().begin, file_);
    node.key_place = key ? place_of(key->source().begin, file_) : node.place;
    if (++entries_ > kEntries + 1)
      throw InputError(
          {{node.key_place, "the scenario is too large", fmt::format("at most {} tables, keys and list elements", kEntries), {}}});
    if (depth > kDepth) throw InputError({{node.key_place, "tables are nested too deeply", fmt::format("at most {} levels", kDepth), {}}});
    if (const auto* table = source.as_table()) {
      node.inline_table = table->is_inline();
      fill(node, *table, depth);
    } else if (const auto* array = source.as_array()) {
      node.kind = Node::Kind::array;
      for (const toml::node& element : *array) node.elements.push_back(convert(element, nullptr, depth + 1));
    } else if (const auto* text = source.as_string()) {
      fill_text(node, text->get(), source.source());
    } else if (const auto* integer = source.as_integer()) {
      node.kind = Node::Kind::integer;
      node.integer = integer->get();
      node.real = static_cast<double>(integer->get());
    } else if (const auto* real = source.as_floating_point()) {
      node.kind = Node::Kind::real;
      node.real = real->get();
    } else if (const auto* boolean = source.as_boolean()) {
      node.kind = Node::Kind::boolean;
      node.boolean = boolean->get();
    } else {
      node.kind = Node::Kind::date;
    }
    return node;
  }

 private:
  void fill(Node& node, const toml::table& table, std::size_t depth) {
    for (auto&& [key, value] : table) {
      const std::string name(key.str());
      const Place place = place_of(key.source().begin, file_);
      if (name.size() > kNameBytes) {
        problems_.add(place, "the name " + in_quotes(name) + " is too long", fmt::format("at most {} bytes", kNameBytes));
      } else if (has_control(name, false)) {
        problems_.add(place, "the name " + in_quotes(name) + " has control characters");
      } else if (name.empty()) {
        problems_.add(place, "a name is empty");
      } else {
        node.members.push_back({name, convert(value, &key, depth + 1)});
      }
    }
    // The library keeps keys sorted by name; the author's order is the order of places.
    std::stable_sort(node.members.begin(), node.members.end(), [](const Member& a, const Member& b) {
      const Place &left = a.node.key_place, &right = b.node.key_place;
      return left.line != right.line ? left.line < right.line : left.column < right.column;
    });
  }

  void fill_text(Node& node, const std::string& text, const toml::source_region& region) {
    node.kind = Node::Kind::text;
    node.text = text;
    node.exact_columns = region.begin.line == region.end.line && region.end.column - region.begin.column == text.size() + 2;
    if (text.size() > kTextBytes) {
      problems_.add(node.place, "a text is too long", fmt::format("at most {} bytes", kTextBytes));
      node.text.clear();
    } else if (has_control(text, true)) {
      problems_.add(node.place, "a text has control characters");
      node.text.clear();
    }
  }

  const std::string& file_;
  Problems& problems_;
  std::size_t entries_ = 0;
};

toml::table parse_toml(const std::string& text, const std::string& shown_name) {
  DepthCheck(text, shown_name).run();
  try {
    return toml::parse(std::string_view(text), std::string_view(shown_name));
  } catch (const toml::parse_error& error) {
    std::string description;
    // The library quotes the user's text in its descriptions.
    for (const char c : std::string(error.description()).substr(0, 400)) description += shown(std::string_view(&c, 1));
    // In TOML a key is a value or a table, so that the grid of the results needs a name of its own beside the ladder's steps.
    const bool two_steps = description.find("redefine existing string 'step") != std::string::npos ||
                           description.find("redefine existing table 'step'") != std::string::npos;
    throw InputError({{place_of(error.source().begin, shown_name),
                       "this is not TOML: " + description,
                       {},
                       two_steps ? "write time_step = \"…\" for the grid of the results where there are [step.NAME] tables" : ""}});
  } catch (const BrokenAssertion&) {
    throw InputError({{{shown_name, 0, 0}, "this is not TOML", {}, {}}});
  }
}

}  // namespace

std::size_t entries_in(const Node& node) {
  std::size_t count = node.members.size() + node.elements.size();
  for (const Member& member : node.members) count += entries_in(member.node);
  for (const Node& element : node.elements) count += entries_in(element);
  return count;
}

Node parse_document(const std::string& text, const std::string& shown_name, Problems& problems) {
  return Conversion(shown_name, problems).convert(parse_toml(text, shown_name), nullptr, 0);
}

Node read_document(const std::filesystem::path& path, const std::string& shown_name, Problems& problems) {
  const auto refuse = [&](const std::string& problem, const std::string& reason = {}) {
    throw InputError({{{shown_name, 0, 0}, problem, reason, {}}});
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status)) refuse("there is no such file");
  // A pipe or device might never end.
  if (!std::filesystem::is_regular_file(status)) refuse("this is not a file");
  std::ifstream stream(path, std::ios::binary);
  std::string text(kFileBytes + 1, '\0');
  if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad() || !(stream || stream.eof())) refuse("the file cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kFileBytes) refuse("the file is too large", fmt::format("at most {} MiB", kFileBytes >> 20U));
  return parse_document(text, shown_name, problems);
}

std::optional<Node> parse_value(const std::string& text, const std::string& shown_name, Problems& problems) {
  if (text.size() > kFileBytes) throw InputError({{{shown_name, 0, 0}, "a value is too large", {}, {}}});
  const std::string line = "value = " + text;
  DepthCheck(line, shown_name).run();
  try {
    const toml::table table = toml::parse(std::string_view(line), std::string_view(shown_name));
    // A line break in the value could smuggle in other keys: then it was text.
    if (table.size() != 1) return std::nullopt;
    Node node = Conversion(shown_name, problems).convert(*table.get("value"), nullptr, 1);
    return node;
  } catch (const toml::parse_error&) {
    return std::nullopt;
  } catch (const BrokenAssertion&) {
    return std::nullopt;
  }
}

}  // namespace valuescale::scenarios
