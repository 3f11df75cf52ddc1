#include "results/sheets/decision_sheets.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace valuescale::results {
namespace {

constexpr std::size_t kWidest = 400;  // columns

/// Probabilities go by names that say so ("p_best", "plan.p_ruin.change"); of other numbers an answer does not tell what they measure.
Measure measure_of(std::string_view path) {
  return path.starts_with("p_") || path.find(".p_") != std::string_view::npos ? Measure::share : Measure::number;
}

/// Rows that need not have the same columns.
class Ragged {
 public:
  void begin_row() { rows_.emplace_back(); }
  void put(const std::string& heading, Cell cell) {
    const auto [column, is_new] = places_.try_emplace(heading, columns_.size());
    // Each number has its own measure: a row may be about a probability, the next about an amount.
    if (is_new) columns_.push_back({heading, cell.measure == Measure::text ? Measure::text : Measure::number});
    std::vector<Cell>& row = rows_.back();
    if (row.size() <= column->second) row.resize(column->second + 1);
    row[column->second] = std::move(cell);
  }
  std::size_t width() const { return columns_.size(); }

  Sheet sheet(const std::string& name, const std::string& about) && {
    SheetRows rows;
    for (std::vector<Cell>& row : rows_) {
      row.resize(columns_.size());
      rows.add(std::move(row));
    }
    return rows.sheet(name, about, std::move(columns_));
  }

 private:
  std::vector<Column> columns_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::vector<Cell>> rows_;
};

/// Lays everything in `json`, which is part of `whose`, into the last row, each part under its path.
void lay(const Json& json, const std::string& whose, const std::string& path, Ragged& rows) {
  if (rows.width() > kWidest || is_curve(json)) return;
  if (json.is_string()) return rows.put(path, text(json.get<std::string>()));
  if (const auto value = number_in(json)) return rows.put(path, number(*value, measure_of(whose + "." + path)));
  const bool is_estimate = json.is_object() && json.contains("value");
  constexpr std::array<std::pair<std::string_view, const char*>, 4> kParts{
      {{"value", "value"}, {"se", "standard_error"}, {"lo", "lower_95"}, {"hi", "upper_95"}}};
  for (const auto& [name, part] : json.items()) {
    const auto known = std::find_if(kParts.begin(), kParts.end(), [&name = name](const auto& one) { return one.first == name; });
    const bool is_part = is_estimate && known != kParts.end();
    if (path.empty())
      lay(part, whose, is_part ? known->second : name, rows);
    else if (is_part)
      lay(part, whose, name == "value" ? path : path + "_" + known->second, rows);
    else
      lay(part, whose, path + "." + name, rows);
  }
}

bool all_objects(const Json& json) {
  return json.is_structured() && !json.empty() && std::all_of(json.begin(), json.end(), [](const Json& part) { return part.is_object(); });
}

/// Names of our own answers; a stranger's file may have others, which could be no sheet's or file's.
bool can_name_a_sheet(std::string_view name) {
  constexpr std::array<std::string_view, 7> kTaken{"about", "answer", "numbers", "assumptions", "scenario", "scenarios", "densities"};
  return !name.empty() && name.size() <= 31 && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos &&
         std::find(kTaken.begin(), kTaken.end(), name) == kTaken.end();
}

Sheet numbers_sheet(const Json& answer) {
  const auto numbers = std::make_shared<std::vector<NamedNumber>>(numbers_of(answer));
  Sheet sheet = sheet_of("numbers", "a number of the answer, by its path", *numbers, [](Row& row, const NamedNumber& one, std::size_t) {
    row.cell("number", text(one.path));
    const Measure measure = measure_of(one.path);
    row.number("value", one.value, measure);
    row.number("standard_error", one.se, measure);
    row.number("lower_95", one.lo, measure);
    row.number("upper_95", one.hi, measure);
  });
  // Each has its own.
  for (std::size_t c = 1; c < sheet.columns.size(); ++c) sheet.columns[c].measure = Measure::number;
  sheet.row = [numbers, row = std::move(sheet.row)](std::size_t i) { return row(i); };
  return sheet;
}

/// Curves are long, not wide: a row a point. Without rows where there are none.
Sheet densities_sheet(const Json& answer) {
  SheetRows rows;
  const auto densities = answer.find("densities");
  const bool are_there = densities != answer.end() && densities->is_object() && densities->contains("of");
  const Json curves = are_there ? (*densities)["of"] : Json();
  for (const auto& [option, of] : curves.items()) {
    const Curve curve = density_in(*densities, of);
    for (std::size_t i = 0; i < curve.at.size(); ++i)
      rows.add({text(option), number(curve.at[i], Measure::number), number(curve.density[i], Measure::number)});
  }
  return rows.sheet("densities", "how densely worlds lie around what an option brings, a row a point of its curve",
                    {{"option"}, {"at", Measure::number}, {"density", Measure::number}});
}

}  // namespace

std::vector<Sheet> decision_sheets(const Json& answer) {
  std::vector<Sheet> sheets;
  for (const auto& [name, part] : answer.items()) {
    if (!can_name_a_sheet(name) || !all_objects(part) || part.contains("value")) continue;
    Ragged rows;
    for (const auto& [key, thing] : part.items()) {
      rows.begin_row();
      if (part.is_object()) rows.put("name", text(key));
      lay(thing, part.is_object() ? name + "." + key : name, "", rows);
    }
    if (rows.width() > kWidest) continue;
    sheets.push_back(std::move(rows).sheet(name, "\"" + name + "\" of the answer, a row each"));
  }
  if (Sheet densities = densities_sheet(answer); densities.size > 0) sheets.push_back(std::move(densities));
  sheets.push_back(numbers_sheet(answer));
  return sheets;
}

}  // namespace valuescale::results
