// Tables of text that stay aligned whatever script the names are written in.
#pragma once

#include "results/terminal/text.hpp"

#include <string>
#include <vector>

namespace valuescale::results {

/// Rows of printable text under headings; the first column is left-aligned, the others right-aligned.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  /// Indented by two. Where the terminal is too narrow the first column is shortened, then columns are left out from the right.
  std::string text(const Style& style) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace valuescale::results
