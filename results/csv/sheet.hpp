// A table for a spreadsheet: cells, rows of them under headings, and rows into a file's text.
#pragma once

#include "results/answer/answer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace valuescale::results {

/// A cell as RFC 4180 writes it; text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_text(std::string_view text);
/// Shortest text that reads back as the same number; empty if it is missing, "infinite" of a cost.
std::string csv_number(double value);
/// The same of a time, which "never" comes.
std::string csv_time(double steps);

/// Rows of cells that are already written as CSV.
class Sheet {
 public:
  Sheet(std::string name, const std::vector<std::string>& headings);

  void add(const std::vector<std::string>& cells);
  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }

 private:
  std::string name_, text_;
};

/// Cells side by side, each under its heading.
class Row {
 public:
  void cell(std::string heading, std::string written);
  void number(std::string heading, double value) { cell(std::move(heading), csv_number(value)); }
  void time(std::string heading, double steps) { cell(std::move(heading), csv_time(steps)); }
  /// With its standard error.
  void estimate(const std::string& heading, const Estimate& estimate);
  /// With its confidence limits.
  void interval(const std::string& heading, const Interval& interval, std::string (*write)(double) = &csv_number);

  const std::vector<std::string>& headings() const { return headings_; }
  const std::vector<std::string>& cells() const { return cells_; }

 private:
  std::vector<std::string> headings_, cells_;
};

/// A row for each thing, as `describe(row, thing, its number)` has it; only headings where there is none.
template <class Thing, class Describe>
Sheet sheet_of(const std::string& name, const std::vector<Thing>& things, Describe describe) {
  const auto row_of = [&](const Thing& thing, std::size_t number) {
    Row row;
    describe(row, thing, number);
    return row;
  };
  Sheet sheet(name, row_of(things.empty() ? Thing{} : things.front(), 0).headings());
  for (std::size_t i = 0; i < things.size(); ++i) sheet.add(row_of(things[i], i).cells());
  return sheet;
}

}  // namespace valuescale::results
