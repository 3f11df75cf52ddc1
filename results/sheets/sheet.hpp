// An answer as sheets: rows of cells under headings, each cell a number or a text and what it measures. What they look like in a file is said
// where files are written (results/csv, results/xlsx).
#pragma once

#include "results/answer/answer.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace valuescale::results {

enum class Measure { text, number, count, ratio, share, money, squared_money, steps, months, days };

/// Infinite numbers are "never" where they are times, else "infinite".
bool is_time(Measure measure);

/// Of the numbers in a sheet: the scenario's.
struct SheetUnits {
  std::string currency, step;
};

/// "CNY", "CNY^2", "week", "month", "day"; "1" of counts, ratios and shares; nothing of texts, and of numbers whose unit the sheet does not know.
std::string unit_of(Measure measure, const SheetUnits& units);

struct Cell {
  std::variant<std::monostate, std::int64_t, double, std::string> value;  ///< nothing, or a NaN: missing
  Measure measure = Measure::text;
};

Cell text(std::string words);
Cell number(double value, Measure measure);
Cell whole(std::int64_t value, Measure measure = Measure::count);
/// As a text where no spreadsheet's number is exact.
Cell identifier(std::uint64_t value);

struct Column {
  std::string heading;
  Measure measure = Measure::text;  ///< of all its numbers; `number` where each has its own
};

struct Sheet {
  std::string name;   ///< of the file or sheet: letters, digits and "_", at most 31
  std::string about;  ///< what a row is
  std::vector<Column> columns;
  std::size_t size = 0;                                     ///< rows
  std::function<std::vector<Cell>(std::size_t row)> row{};  ///< made when asked for: a million worlds need not be held twice
};

/// Rows that are added one by one.
class SheetRows {
 public:
  void add(std::vector<Cell> cells) { rows_->push_back(std::move(cells)); }
  Sheet sheet(std::string name, std::string about, std::vector<Column> columns) const;

 private:
  std::shared_ptr<std::vector<std::vector<Cell>>> rows_ = std::make_shared<std::vector<std::vector<Cell>>>();
};

/// Cells side by side, each under its heading.
class Row {
 public:
  void cell(std::string heading, Cell cell);
  void number(std::string heading, double value, Measure measure) { cell(std::move(heading), results::number(value, measure)); }
  void flag(std::string heading, bool is_so) { cell(std::move(heading), whole(is_so ? 1 : 0)); }
  /// With its standard error.
  void estimate(const std::string& heading, const Estimate& estimate, Measure measure);
  /// With its confidence limits.
  void interval(const std::string& heading, const Interval& interval, Measure measure);

  /// What this world assumed.
  void assumptions(const std::vector<AssumptionColumn>& columns, std::size_t world);

  const std::vector<Column>& columns() const { return columns_; }
  std::vector<Cell>& cells() { return cells_; }

 private:
  std::vector<Column> columns_;
  std::vector<Cell> cells_;
};

/// A row for each thing, as `describe(row, thing, its number)` has it; only headings where there is none. The things must outlive the sheet.
template <class Thing, class Describe>
Sheet sheet_of(std::string name, std::string about, const std::vector<Thing>& things, Describe describe) {
  Row first;
  describe(first, things.empty() ? Thing{} : things.front(), std::size_t{0});
  return {std::move(name), std::move(about), first.columns(), things.size(), [&things, describe](std::size_t i) {
            Row row;
            describe(row, things[i], i);
            return std::move(row.cells());
          }};
}

}  // namespace valuescale::results
