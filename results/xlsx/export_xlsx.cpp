#include "results/xlsx/export_xlsx.hpp"

#include "models/description/problem.hpp"
#include "results/files/refuse.hpp"
#include "results/files/whole_file.hpp"
#include "results/xlsx/book.hpp"
#include "results/xlsx/cell_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include <stdlib.h>

namespace valuescale::results {
namespace {

constexpr std::size_t kRowsMeasured = 200;  // for the widths of columns
constexpr std::size_t kLargestWorkbook = std::size_t{4} << 30;

bool has_units(const Sheet& sheet, const SheetUnits& units) {
  return std::any_of(sheet.columns.begin(), sheet.columns.end(),
                     [&](const Column& column) { return !unit_of(column.measure, units).empty(); });
}

void check_sizes(const std::vector<Sheet>& sheets, const SheetUnits& units, const std::string& path) {
  std::vector<models::Problem> problems;
  for (const Sheet& sheet : sheets) {
    const std::size_t rows = sheet.size + (has_units(sheet, units) ? 2 : 1);
    if (rows <= kMostSheetRows && sheet.columns.size() <= kMostSheetColumns) continue;
    problems.push_back({{path, 0, 0},
                        fmt::format("the sheet '{}' would have {} rows and {} columns", sheet.name, rows, sheet.columns.size()),
                        fmt::format("Excel takes {} and {}", kMostSheetRows, kMostSheetColumns),
                        "--csv DIR writes tables of any size"});
  }
  if (!problems.empty()) throw models::InputError(std::move(problems));
}

/// What would be lost may be worth more than an older workbook.
void check_target(const std::string& path) {
  check_directory_writable(path);
  const std::string start = read_start(path, 2);
  if (!start.empty() && start != "PK")
    refuse_file(path, "is not written over", "what stands there is no workbook", "choose another name, or remove it");
}

/// A folder of our own that goes with everything in it.
class Workplace {
 public:
  Workplace() : name_((std::filesystem::temp_directory_path() / "valuescale-XXXXXX").string()) {
    if (!::mkdtemp(name_.data())) throw std::runtime_error(fmt::format("cannot make a folder in {} ({})", name_, std::strerror(errno)));
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(name_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const std::string& path() const { return name_; }

 private:
  std::string name_;
};

/// Lays one sheet into the book, row by row.
class SheetWriter {
 public:
  SheetWriter(Book& book, const Sheet& sheet, const SheetUnits& units) : page_(book.add_page(sheet.name)), sheet_(sheet), units_(units) {}

  /// Returns how many texts were cut.
  std::size_t write() {
    std::size_t row = 0;
    for (std::size_t c = 0; c < sheet_.columns.size(); ++c) put_text(row, c, sheet_.columns[c].heading, Look::heading);
    if (has_units(sheet_, units_)) {
      ++row;
      for (std::size_t c = 0; c < sheet_.columns.size(); ++c) put_text(row, c, unit_of(sheet_.columns[c].measure, units_), Look::unit);
    }
    page_.freeze_and_filter(row, sheet_.size, sheet_.columns.size());
    for (std::size_t r = 0; r < sheet_.size; ++r) {
      const std::vector<Cell> cells = sheet_.row(r);
      for (std::size_t c = 0; c < cells.size(); ++c) put(row + 1 + r, c, cells[c]);
    }
    set_widths();
    return cut_;
  }

 private:
  void put(std::size_t row, std::size_t column, const Cell& cell) {
    if (const auto* words = std::get_if<std::string>(&cell.value)) return put_text(row, column, *words, Look::text);
    if (const auto* count = std::get_if<std::int64_t>(&cell.value))
      return page_.number(row, column, static_cast<double>(*count), look_of(cell.measure, true));
    const auto* value = std::get_if<double>(&cell.value);
    if (!value || std::isnan(*value)) return;
    if (std::isfinite(*value)) return page_.number(row, column, *value, look_of(cell.measure, false));
    put_text(row, column, *value < 0 ? "-infinite" : is_time(cell.measure) ? "never" : "infinite", Look::word);
  }

  void put_text(std::size_t row, std::size_t column, const std::string& words, Look look) {
    if (words.empty()) return;
    std::string written = cell_text(words);
    if (utf16_length(written) > kLongestCellText) {
      written = std::string(beginning(written, kLongestCellText - 2)) + " …";
      ++cut_;
    }
    page_.text(row, column, written, look);
  }

  void set_widths() {
    std::vector<std::size_t> widths;
    // Room for the heading's filter button.
    for (const Column& column : sheet_.columns) widths.push_back(utf16_length(cell_text(column.heading)) + 4);
    for (std::size_t r = 0; r < std::min(sheet_.size, kRowsMeasured); ++r) {
      const std::vector<Cell> cells = sheet_.row(r);
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const auto* words = std::get_if<std::string>(&cells[c].value);
        widths[c] = std::max(widths[c], words ? utf16_length(cell_text(*words)) + 1 : std::size_t{12});
      }
    }
    for (std::size_t c = 0; c < widths.size(); ++c) page_.set_width(c, std::min<std::size_t>(widths[c], 60));
  }

  Page page_;
  const Sheet& sheet_;
  const SheetUnits& units_;
  std::size_t cut_ = 0;
};

}  // namespace

std::vector<std::string> export_xlsx(const std::vector<Sheet>& sheets, const SheetUnits& units, const std::string& title,
                                     const std::string& path) {
  check_sizes(sheets, units, path);
  check_target(path);
  const Workplace workplace;
  std::vector<std::string> notices;
  Book book(workplace.path(), "book.xlsx", std::string(beginning(cell_text(title), 255)));
  for (const Sheet& sheet : sheets) {
    if (sheet.size == 0) continue;
    const std::size_t cut = SheetWriter(book, sheet, units).write();
    if (cut > 0)
      notices.push_back(
          fmt::format("{} of the sheet '{}' {} longer than the {} characters that Excel takes in a cell, and cut; --csv writes {} whole",
                      cut == 1 ? "one text" : fmt::format("{} texts", cut), sheet.name, cut == 1 ? "is" : "are", kLongestCellText,
                      cut == 1 ? "it" : "them"));
  }
  book.close();
  write_whole(path, read_whole(workplace.path() + "/book.xlsx", kLargestWorkbook));
  return notices;
}

}  // namespace valuescale::results
