// Single numbers of an answer, one a row: whose each is, its name and unit, its value and the error of the simulation.
#pragma once

#include "results/sheets/sheet.hpp"

#include <string>
#include <utility>

namespace valuescale::results {

/// Of one group, name and view.
class SummaryRows {
 public:
  SummaryRows(SheetRows& rows, SheetUnits units, std::string group, std::string name, std::string view)
      : rows_(rows), units_(std::move(units)), group_(std::move(group)), name_(std::move(name)), view_(std::move(view)) {}

  void row(const std::string& name, Measure measure, double value, double se, double lo, double hi) {
    rows_.add({text(group_), text(name_), text(view_), text(name), text(unit_of(measure, units_)), number(value, measure),
               number(se, measure), number(lo, measure), number(hi, measure)});
  }
  void plain(const std::string& number, Measure measure, double value) { row(number, measure, value, kMissing, kMissing, kMissing); }
  void estimate(const std::string& number, Measure measure, const Estimate& one) {
    row(number, measure, one.value, one.se, kMissing, kMissing);
  }
  void interval(const std::string& number, Measure measure, const Interval& one) {
    row(number, measure, one.value, kMissing, one.lo, one.hi);
  }

 private:
  SheetRows& rows_;
  SheetUnits units_;
  std::string group_, name_, view_;
};

}  // namespace valuescale::results
