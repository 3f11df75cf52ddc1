// How often an interval holds what it is said to hold.
#pragma once

#include "results/answer/answer.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace valuescale::coverage {

/// Of many repetitions: how many intervals lay wholly above the truth, wholly below it, or had an end missing, which claims nothing; and how many of
/// these last the run did not warn of.
struct Record {
  std::int64_t trials = 0, above = 0, below = 0, unbounded = 0, untold = 0;
  double covered() const { return 1 - share(above + below); }
  double share(std::int64_t part) const { return static_cast<double>(part) / static_cast<double>(trials); }
  /// Standard error of a coverage of 95 %.
  double error() const;
  Record& operator+=(const Record& other);
};

/// Records by column (a size) and row (a number), each in the order of their first appearance.
class Coverage {
 public:
  /// Intervals are made so many times as wide before they are judged: 1, or less to see whether that is noticed.
  explicit Coverage(double stretch = 1) : stretch_(stretch) {}

  /// `is_told`: does the run warn of intervals that have no end?
  void add(const std::string& column, const std::string& row, const results::Interval& interval, double truth, bool is_told = false);
  /// value ± `critical` standard errors.
  void add(const std::string& column, const std::string& row, const results::Estimate& estimate, double critical, double truth);
  void merge(const Coverage& other);

  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<std::string>& rows() const { return rows_; }
  /// Null where there is none.
  const Record* find(const std::string& column, const std::string& row) const;

 private:
  double stretch_;
  std::vector<std::string> columns_, rows_;
  std::map<std::pair<std::string, std::string>, Record> records_;
};

/// A table in Markdown: "95.1 (2.3 + 2.6)" is coverage with how many intervals lay below and above the truth, in per cent; ", 80 open"
/// where so many had an end missing.
std::string table(const Coverage& coverage);

}  // namespace valuescale::coverage
