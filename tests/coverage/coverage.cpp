#include "tests/coverage/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::coverage {

namespace {

void note(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string cell(const Record* record) {
  if (!record) return "";
  std::string text = fmt::format("{:.1f} ({:.1f} + {:.1f})", 100 * record->covered(), 100 * record->share(record->below),
                                 100 * record->share(record->above));
  const double open = 100 * record->share(record->unbounded);
  if (open > 0) text += open < 0.5 ? ", < 1 open" : fmt::format(", {:.0f} open", open);
  return text;
}

}  // namespace

double Record::error() const { return std::sqrt(0.95 * 0.05 / static_cast<double>(trials)); }

Record& Record::operator+=(const Record& other) {
  trials += other.trials;
  above += other.above;
  below += other.below;
  unbounded += other.unbounded;
  untold += other.untold;
  return *this;
}

void Coverage::add(const std::string& column, const std::string& row, const results::Interval& interval, double truth, bool is_told) {
  note(columns_, column);
  note(rows_, row);
  const double lo = interval.value + stretch_ * (interval.lo - interval.value);
  const double hi = interval.value + stretch_ * (interval.hi - interval.value);
  const double rounding = 1e-9 * std::fabs(truth);
  Record& record = records_[{column, row}];
  ++record.trials;
  record.above += lo > truth + rounding;
  record.below += hi < truth - rounding;
  const bool is_open = std::isnan(lo) || std::isnan(hi);
  record.unbounded += is_open;
  record.untold += is_open && !is_told;
}

void Coverage::add(const std::string& column, const std::string& row, const results::Estimate& estimate, double critical, double truth) {
  const double half = critical * estimate.se;
  add(column, row, results::Interval{estimate.value, estimate.value - half, estimate.value + half}, truth);
}

void Coverage::merge(const Coverage& other) {
  for (const std::string& column : other.columns_) note(columns_, column);
  for (const std::string& row : other.rows_) note(rows_, row);
  for (const auto& [place, record] : other.records_) records_[place] += record;
}

const Record* Coverage::find(const std::string& column, const std::string& row) const {
  const auto found = records_.find({column, row});
  return found == records_.end() ? nullptr : &found->second;
}

std::string table(const Coverage& coverage) {
  std::string text = "| |", rule = "\n|---|";
  for (const std::string& column : coverage.columns()) {
    text += " " + column + " |";
    rule += "---|";
  }
  text += rule + "\n";
  for (const std::string& row : coverage.rows()) {
    text += "| " + row + " |";
    for (const std::string& column : coverage.columns()) text += " " + cell(coverage.find(column, row)) + " |";
    text += "\n";
  }
  return text;
}

}  // namespace valuescale::coverage
