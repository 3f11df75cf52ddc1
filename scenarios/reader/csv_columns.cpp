#include "scenarios/reader/csv_columns.hpp"

#include "scenarios/reader/csv_table.hpp"
#include "scenarios/reader/document.hpp"
#include "scenarios/reader/file_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace valuescale::scenarios {
namespace {

namespace fs = std::filesystem;
using models::Place;

bool names_column(const Node& node) {
  const Node *values = node.find("values"), *column = node.find("column");
  return values && column && values->is_text() && column->is_text();
}

/// A number where it is one to the last character; anything else is text, and judged where it is read.
Node node_of(const Cell& cell, const std::string& file) {
  Node node;
  node.place = node.key_place = {file, cell.line, cell.column};
  node.kind = Node::Kind::text;
  node.text = cell.text;
  double number = 0;
  const char* const end = cell.text.data() + cell.text.size();
  const auto [stop, error] = std::from_chars(cell.text.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) return node;
  node.kind = Node::Kind::real;
  node.real = number;
  node.text.clear();
  return node;
}

class Columns {
 public:
  Columns(const fs::path& folder, Problems& problems) : folder_(folder), problems_(problems) {}

  void fill_in(Node& node) {
    if (names_column(node)) replace(node);
    for (Member& member : node.members) fill_in(member.node);
    for (Node& element : node.elements) fill_in(element);
  }

 private:
  void replace(Node& node) {
    const Node values = *node.find("values"), column = *node.find("column");
    if (const Node* value = node.find("value")) {
      problems_.add(value->key_place, "value and values stand together", "they are two ways to say the same", "keep one of them");
      return;
    }
    const CsvTable* table = table_of(values);
    if (!table) return;
    const std::string file = (folder_ / values.text).string();
    const auto at = number_of(*table, column, file);
    if (!at) return;
    entries_ += table->rows.size();
    if (table->rows.empty() || entries_ > kEntries) {
      problems_.add(column.place,
                    fmt::format("column {} of {} has {} values", in_quotes(column.text), in_quotes(values.text), table->rows.size()),
                    table->rows.empty() ? "there is only a row of names" : fmt::format("at most {} of all columns together", kEntries));
      return;
    }
    Node list;
    list.kind = Node::Kind::array;
    list.place = values.place;
    list.key_place = values.key_place;
    for (const std::vector<Cell>& row : table->rows) {
      if (row[*at].text.size() > kTextBytes)
        problems_.add({file, row[*at].line, row[*at].column}, "a cell is too long", fmt::format("at most {} bytes", kTextBytes));
      list.elements.push_back(node_of(row[*at], file));
    }
    std::erase_if(node.members, [](const Member& member) { return member.name == "values" || member.name == "column"; });
    node.members.insert(node.members.begin(), {"value", std::move(list)});
    say_source(node, fmt::format("column {} of {}", column.text, values.text), column.place);
  }

  /// The table of a file, read once; nothing (and reported) if there is none.
  const CsvTable* table_of(const Node& values) {
    if (const auto found = tables_.find(values.text); found != tables_.end()) return found->second ? &*found->second : nullptr;
    std::optional<CsvTable>& table = tables_[values.text];
    const fs::path path = values.text;
    if (values.text.empty() || path.is_absolute()) {
      problems_.add(values.place, values.text.empty() ? "values names no file" : "values must be a relative path",
                    "relative to this file, so that they can be moved together");
      return nullptr;
    }
    const std::string full = (folder_ / path).string();
    std::error_code error;
    if (!fs::exists(full, error)) {
      problems_.add(values.place, "values names a file that does not exist: " + in_quotes(full));
      return nullptr;
    }
    problems_.order_after_others(full);
    try {
      table = parse_csv(text_of_file(full, full), full);
    } catch (const models::InputError& wrong) {
      for (const models::Problem& p : wrong.problems()) problems_.add(p.place, p.problem, p.reason, p.hint);
    }
    return table ? &*table : nullptr;
  }

  std::optional<std::size_t> number_of(const CsvTable& table, const Node& column, const std::string& file) {
    std::optional<std::size_t> found;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < table.names.size(); ++i) {
      names.push_back(table.names[i].text);
      if (names.back() != column.text) continue;
      if (found) {
        problems_.add({file, table.names[i].line, table.names[i].column}, fmt::format("there are two columns {}", in_quotes(column.text)),
                      "a column is found by its name");
        return std::nullopt;
      }
      found = i;
    }
    if (!found)
      problems_.add(column.place, fmt::format("there is no column {} in {}", in_quotes(column.text), in_quotes(file)),
                    "its first row names " + listed(names), problems_.suggestion(column.text, names));
    return found;
  }

  /// Where the numbers are from is kept with them.
  static void say_source(Node& node, const std::string& from, const Place& place) {
    Node* source = node.find("source");
    if (!source) {
      node.members.push_back({"source", {}});
      source = &node.members.back().node;
      source->kind = Node::Kind::text;
      source->place = source->key_place = place;
    }
    if (source->is_text()) source->text = source->text.empty() ? from : source->text + "; " + from;
  }

  const fs::path& folder_;
  Problems& problems_;
  std::map<std::string, std::optional<CsvTable>> tables_;
  std::size_t entries_ = 0;
};

}  // namespace

void fill_in_columns(Node& node, const fs::path& folder, Problems& problems) {
  const std::size_t before = problems.count();
  Columns(folder, problems).fill_in(node);
  if (problems.count() > before) problems.throw_if_any();
}

}  // namespace valuescale::scenarios
