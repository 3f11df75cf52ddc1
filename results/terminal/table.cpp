#include "results/terminal/table.hpp"

#include <algorithm>
#include <numeric>

namespace valuescale::results {
namespace {

constexpr int kIndent = 2, kGap = 2, kNarrowestName = 8;

}  // namespace

std::string Table::text(const Style& style) const {
  std::vector<int> widths;
  for (std::size_t column = 0; column < headings_.size(); ++column) {
    int width = columns_of(headings_[column]);
    for (const auto& row : rows_) width = std::max(width, columns_of(row[column]));
    widths.push_back(width);
  }
  const auto total = [&] {
    return kIndent + std::accumulate(widths.begin(), widths.end(), 0) + kGap * (static_cast<int>(widths.size()) - 1);
  };
  const auto excess = [&] { return std::max(0, total() - style.width); };
  const int narrowest = std::min(widths[0], std::max(kNarrowestName, columns_of(headings_[0])));
  while (widths.size() > 2 && excess() > widths[0] - narrowest) widths.pop_back();
  widths[0] = std::max(narrowest, widths[0] - excess());

  std::string out;
  const auto add_line = [&](const std::vector<std::string>& cells) {
    std::string line = std::string(kIndent, ' ') + left_aligned(shortened(cells[0], widths[0], style), widths[0]);
    for (std::size_t column = 1; column < widths.size(); ++column) {
      line += std::string(kGap, ' ') + right_aligned(cells[column], widths[column]);
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  };
  add_line(headings_);
  for (const auto& row : rows_) add_line(row);
  return out;
}

}  // namespace valuescale::results
