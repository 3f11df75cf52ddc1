#include "results/sheets/sheet.hpp"

namespace valuescale::results {

bool is_time(Measure measure) { return measure == Measure::steps || measure == Measure::months || measure == Measure::days; }

std::string unit_of(Measure measure, const SheetUnits& units) {
  switch (measure) {
    case Measure::text:
    case Measure::number: return {};
    case Measure::count:
    case Measure::ratio:
    case Measure::share: return "1";
    case Measure::money: return units.currency;
    case Measure::squared_money: return units.currency + "^2";
    case Measure::steps: return units.step;
    case Measure::months: return "month";
    case Measure::days: return "day";
  }
  return {};
}

Cell text(std::string words) { return {std::move(words), Measure::text}; }

Cell number(double value, Measure measure) { return {value, measure}; }

Cell whole(std::int64_t value, Measure measure) { return {value, measure}; }

Cell identifier(std::uint64_t value) {
  constexpr std::uint64_t kExact = std::uint64_t{1} << 53;
  return value <= kExact ? whole(static_cast<std::int64_t>(value), Measure::number) : text(std::to_string(value));
}

Sheet SheetRows::sheet(std::string name, std::string about, std::vector<Column> columns) const {
  return {std::move(name), std::move(about), std::move(columns), rows_->size(), [rows = rows_](std::size_t i) { return (*rows)[i]; }};
}

void Row::cell(std::string heading, Cell cell) {
  columns_.push_back({std::move(heading), cell.measure});
  cells_.push_back(std::move(cell));
}

void Row::estimate(const std::string& heading, const Estimate& estimate, Measure measure) {
  number(heading, estimate.value, measure);
  number(heading + "_standard_error", estimate.se, measure);
}

void Row::interval(const std::string& heading, const Interval& interval, Measure measure) {
  number(heading, interval.value, measure);
  number(heading + "_lower_95", interval.lo, measure);
  number(heading + "_upper_95", interval.hi, measure);
}

void Row::assumptions(const std::vector<AssumptionColumn>& columns, std::size_t world) {
  for (const AssumptionColumn& column : columns)
    number(column.path, world < column.values.size() ? column.values[world] : kMissing, Measure::number);
}

}  // namespace valuescale::results
