#include "results/csv/sheet.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results {

std::string csv_text(std::string_view text) {
  std::string cell;
  // A name in a stranger's file must not become a command in the reader's spreadsheet.
  if (!text.empty() && std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos) cell += '\'';
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_number(double value) {
  if (std::isnan(value)) return {};
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  return fmt::format("{}", value);
}

std::string csv_time(double steps) { return std::isinf(steps) && steps > 0 ? "never" : csv_number(steps); }

Sheet::Sheet(std::string name, const std::vector<std::string>& headings) : name_(std::move(name)) { add(headings); }

void Sheet::add(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i ? "," : "") + cells[i];
  // RFC 4180 ends lines so.
  text_ += "\r\n";
}

void Row::cell(std::string heading, std::string written) {
  headings_.push_back(std::move(heading));
  cells_.push_back(std::move(written));
}

void Row::estimate(const std::string& heading, const Estimate& estimate) {
  number(heading, estimate.value);
  number(heading + "_standard_error", estimate.se);
}

void Row::interval(const std::string& heading, const Interval& interval, std::string (*write)(double)) {
  cell(heading, write(interval.value));
  cell(heading + "_lower_95", write(interval.lo));
  cell(heading + "_upper_95", write(interval.hi));
}

}  // namespace valuescale::results
