#include "results/terminal/picture.hpp"

#include "results/terminal/quantiles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace valuescale::results {
namespace {

constexpr int kRows = 5, kLabel = 8;

/// A cell of a bar whose filled part is `share` of the cell's height.
std::string bar_cell(double share, const Style& style) {
  constexpr std::array<const char*, 9> eighths{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (!style.unicode) return share >= 0.75 ? "#" : share >= 0.25 ? "." : " ";
  return eighths[static_cast<std::size_t>(std::lround(8 * std::clamp(share, 0.0, 1.0)))];
}

/// Null where it is missing or without end.
const Interval* quantile(const std::vector<std::pair<double, Interval>>& quantiles, double level) {
  const Interval* found = find_quantile(quantiles, level);
  return found && std::isfinite(found->value) ? found : nullptr;
}

}  // namespace

std::string payback_picture(const PaybackCurve& curve, double cohort_step, const Amounts& amounts, const Style& style) {
  const int steps = static_cast<int>(curve.cdf.size());
  const int room = std::min(72, style.width - kLabel - 2);
  if (steps < 2 || room < 12 || std::isnan(curve.cdf.back().value)) return {};

  // A column a step where they fit, otherwise the last step of each group; few steps get wide bars.
  const int columns = std::min(steps, room);
  const int wide = std::max(1, std::min(3, room / columns));
  const auto step_of = [&](int column) { return (static_cast<std::int64_t>(column) + 1) * steps / columns - 1; };

  std::string out;
  for (int row = kRows - 1; row >= 0; --row) {
    const std::string label = row == kRows - 1 ? "100 %" : row == 0 ? "20 %" : "";
    out += right_aligned(label, kLabel - 1) + (style.unicode ? " │" : " |");
    std::string line;
    for (int column = 0; column < columns; ++column) {
      const double value = curve.cdf[static_cast<std::size_t>(step_of(column))].value;
      const std::string cell = bar_cell(value * kRows - row, style);
      for (int i = 0; i < wide; ++i) line += cell;
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  const std::string dash = style.unicode ? "─" : "-";
  out += std::string(kLabel, ' ') + (style.unicode ? "└" : "+");
  for (int i = 0; i < columns * wide; ++i) out += dash;
  out += "\n";

  // Under the axis: the first step, the last one, and the average customer between them.
  std::string axis(static_cast<std::size_t>(columns * wide), ' ');
  const std::string last = amounts.steps(steps - 1);
  const std::size_t marker = [&]() -> std::size_t {
    if (!std::isfinite(cohort_step)) return std::string::npos;
    int column = 0;
    while (column + 1 < columns && static_cast<double>(step_of(column)) < cohort_step) ++column;
    return static_cast<std::size_t>(column * wide);
  }();
  axis[0] = '0';
  if (axis.size() > last.size() + 2) axis.replace(axis.size() - last.size(), last.size(), last);
  if (marker != std::string::npos) {
    std::string arrows(axis.size(), ' ');
    arrows[marker] = '^';
    out += std::string(kLabel + 1, ' ') + arrows.substr(0, marker + 1) + " the average customer\n";
  }
  out += std::string(kLabel + 1, ' ') + axis + "\n";
  return out;
}

std::string profit_picture(const Distribution& profit, const Amounts& amounts, const Style& style) {
  if (profit.quantiles.size() < 3) return {};
  const auto& [low_level, low] = profit.quantiles.front();
  const auto& [high_level, high] = profit.quantiles.back();
  const int columns = std::min(64, style.width - 4);
  if (!std::isfinite(low.value) || !std::isfinite(high.value) || high.value <= low.value || columns < 20) return {};

  // Zero belongs in the picture: whether customers lose money is what it is for.
  const double from = std::min(low.value, 0.0), to = std::max(high.value, 0.0);
  const auto column_of = [&](double value) {
    return static_cast<std::size_t>(
        std::clamp(std::lround((value - from) / (to - from) * (columns - 1)), 0L, static_cast<long>(columns) - 1));
  };
  std::vector<std::string> cells(static_cast<std::size_t>(columns), " ");
  const auto fill = [&](double a, double b, const std::string& with) {
    for (std::size_t i = column_of(a); i <= column_of(b); ++i) cells[i] = with;
  };
  fill(low.value, high.value, style.unicode ? "─" : "-");
  const Interval* lower = quantile(profit.quantiles, 0.25);
  const Interval* upper = quantile(profit.quantiles, 0.75);
  const Interval* middle = quantile(profit.quantiles, 0.5);
  if (lower && upper) fill(lower->value, upper->value, style.unicode ? "▒" : "=");
  cells[column_of(low.value)] = style.unicode ? "├" : "|";
  cells[column_of(high.value)] = style.unicode ? "┤" : "|";
  if (middle) cells[column_of(middle->value)] = style.unicode ? "█" : "#";

  std::string out = "  ";
  for (const auto& cell : cells) out += cell;
  out = out.substr(0, out.find_last_not_of(' ') + 1) + "\n";

  std::string marks(cells.size(), ' ');
  marks[column_of(0)] = '0';
  out += "  " + marks.substr(0, marks.find_last_not_of(' ') + 1) + "\n";
  out += fmt::format("  {:g} % of customers are below {}", 100 * low_level, amounts.money(low.value));
  if (middle) out += fmt::format(", half below {}", amounts.money(middle->value));
  out += fmt::format(", {:g} % above {}", std::round(1e6 * (1 - high_level)) / 1e4, amounts.money(high.value));
  return out + "\n";
}

namespace {

/// A month of the fan, lowest to highest.
using Fan = std::array<double, 5>;

std::vector<Fan> fans_of(const std::vector<PlanMonth>& cash) {
  std::vector<Fan> fans;
  for (const PlanMonth& month : cash) {
    Fan fan{};
    for (std::size_t i = 0; i < fan.size(); ++i) {
      const Interval* at = quantile(month.quantiles, std::array{0.05, 0.25, 0.5, 0.75, 0.95}[i]);
      if (!at) return {};
      fan[i] = at->value;
    }
    fans.push_back(fan);
  }
  return fans;
}

/// Money up the page: 0 is in it, and in the middle of a row.
struct MoneyAxis {
  double a_row = 1;
  long lowest = 0, highest = 0;  ///< rows; 0 is that of no money
  long row_of(double money) const { return std::lround(money / a_row); }
};

MoneyAxis axis_of(const std::vector<Fan>& fans) {
  constexpr int kFanRows = 12;
  double low = 0, high = 0;
  for (const Fan& fan : fans) low = std::min(low, fan.front()), high = std::max(high, fan.back());
  MoneyAxis axis;
  if (high > low) axis.a_row = (high - low) / (kFanRows - 1);
  axis.lowest = axis.row_of(low);
  axis.highest = axis.row_of(high);
  return axis;
}

std::string fan_cell(const Fan& fan, long row, const MoneyAxis& axis, const Style& style) {
  const auto reaches = [&](std::size_t from, std::size_t to) { return axis.row_of(fan[from]) <= row && row <= axis.row_of(fan[to]); };
  if (reaches(2, 2)) return style.unicode ? "█" : "#";
  if (reaches(1, 3)) return style.unicode ? "▒" : "=";
  if (reaches(0, 4)) return style.unicode ? "░" : ".";
  return row != 0 ? " " : style.unicode ? "─" : "-";
}

/// "1" and the number of the last month under the columns that show them.
std::string months_axis(std::size_t columns, std::size_t months) {
  std::string axis(columns, ' ');
  const std::string last = fmt::format("month {}", months);
  axis[0] = '1';
  if (axis.size() > last.size() + 2) axis.replace(axis.size() - last.size(), last.size(), last);
  return axis;
}

}  // namespace

std::string cash_picture(const std::vector<PlanMonth>& cash, const Amounts& amounts, const Style& style) {
  const std::vector<Fan> fans = fans_of(cash);
  if (fans.size() < 2) return {};
  const MoneyAxis axis = axis_of(fans);
  const std::string low = amounts.bare_money(static_cast<double>(axis.lowest) * axis.a_row),
                    high = amounts.bare_money(static_cast<double>(axis.highest) * axis.a_row);
  const int label = std::max(columns_of(low), columns_of(high)) + 2, room = std::min(72, style.width - label - 2);
  if (room < 12) return {};

  // A column a month where they fit, otherwise the last month of each group; few months get wide columns.
  const int months = static_cast<int>(fans.size()), columns = std::min(months, room), wide = std::clamp(room / columns, 1, 3);
  std::string out;
  for (long row = axis.highest; row >= axis.lowest; --row) {
    const std::string name = row == 0 ? "0" : row == axis.highest ? high : row == axis.lowest ? low : "";
    std::string line = right_aligned(name, label) + (style.unicode ? " │" : " |");
    for (int column = 0; column < columns; ++column) {
      const auto month = static_cast<std::size_t>((static_cast<std::int64_t>(column) + 1) * months / columns - 1);
      const std::string cell = fan_cell(fans[month], row, axis, style);
      for (int i = 0; i < wide; ++i) line += cell;
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out + std::string(static_cast<std::size_t>(label) + 2, ' ') + months_axis(static_cast<std::size_t>(columns * wide), fans.size()) +
         "\n";
}

}  // namespace valuescale::results
