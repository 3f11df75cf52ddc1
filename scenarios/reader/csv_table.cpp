#include "scenarios/reader/csv_table.hpp"

#include "models/description/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace valuescale::scenarios {
namespace {

class Rows {
 public:
  Rows(std::string_view text, const std::string& shown) : text_(text), shown_(shown) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);  // how some spreadsheets begin a file in UTF-8
    // Lines without anything end the table.
    while (text_.ends_with('\n') || text_.ends_with('\r')) text_.remove_suffix(1);
  }

  bool at_end() const { return at_ >= text_.size(); }

  std::vector<Cell> next() {
    std::vector<Cell> row;
    do row.push_back(cell());
    while (take(','));
    if (!at_end() && !end_line()) refuse("a quoted cell goes on after its quote", "a quote inside one is written twice");
    return row;
  }

  [[noreturn]] void refuse(const std::string& problem, const std::string& reason = {}, const std::string& hint = {}) const {
    refuse(line_, column(), problem, reason, hint);
  }
  [[noreturn]] void refuse(int line, int column, const std::string& problem, const std::string& reason,
                           const std::string& hint = {}) const {
    throw models::InputError({{{shown_, line, column}, problem, reason, hint}});
  }

 private:
  int column() const { return static_cast<int>(at_ - line_start_) + 1; }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool end_line() {
    const std::size_t start = at_;
    take('\r');
    if (!take('\n')) {
      at_ = start;
      return false;
    }
    ++line_;
    line_start_ = at_;
    return true;
  }

  Cell cell() {
    if (++cells_ > kCells) refuse("the table is too large", fmt::format("at most {} cells", kCells));
    Cell cell{{}, line_, column()};
    if (take('"')) {
      quoted(cell);
      return cell;
    }
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    cell.text = text_.substr(at_, end - at_);
    at_ = end;
    return cell;
  }

  void quoted(Cell& cell) {
    for (;;) {
      if (at_end()) refuse(cell.line, cell.column, "a quoted cell does not end", "its closing quote is missing");
      const char c = text_[at_++];
      if (c == '"' && !take('"')) return;
      cell.text += c;
      if (c != '\n') continue;
      ++line_;
      line_start_ = at_;
    }
  }

  std::string_view text_;
  const std::string& shown_;
  std::size_t at_ = 0, line_start_ = 0, cells_ = 0;
  int line_ = 1;
};

}  // namespace

CsvTable parse_csv(const std::string& text, const std::string& shown) {
  Rows rows(text, shown);
  CsvTable table;
  if (rows.at_end()) rows.refuse("the table is empty", "its first row has the names of its columns");
  table.names = rows.next();
  while (!rows.at_end()) {
    table.rows.push_back(rows.next());
    const std::vector<Cell>& row = table.rows.back();
    if (row.size() != table.names.size())
      rows.refuse(row.front().line, row.front().column, fmt::format("this row has {} cell{}", row.size(), row.size() == 1 ? "" : "s"),
                  fmt::format("the first row names {} column{}", table.names.size(), table.names.size() == 1 ? "" : "s"),
                  "commas separate cells; a text with commas stands in quotes");
  }
  return table;
}

}  // namespace valuescale::scenarios
