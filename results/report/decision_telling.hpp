// What reports of decisions are told with.
#pragma once

#include "results/report/look.hpp"
#include "results/report/model.hpp"
#include "results/report/numbers.hpp"

#include <string>

namespace valuescale::results::report {

struct DecisionTelling {
  DecisionTelling(const Json& json, const Language& language);

  Look answer;
  const Language& say;
  std::string currency;
  Numbers numbers;
  Amounts amounts;

  /// A number of a run, named by its path: "probability of ruin", or the path itself.
  std::string metric_name(const std::string& path) const { return name_of(say.again("metric", path)); }
  /// What may be chosen: a name of the scenario's, or doing nothing.
  std::string option(const std::string& name) const { return name_of(say.again("option", name)); }
  /// The same in the middle of an axis: "probability of ruin", or with the currency.
  std::string metric_axis(const std::string& path) const;
  /// How figures write it: "money", "share" or "number".
  const char* metric_format(const std::string& path) const;
  std::string metric(double value, const std::string& path) const;
  std::string metric(const Interval& interval, const std::string& path) const;  ///< "12 (10 to 14)"
  std::string change(const Interval& interval,
                     const std::string& path) const;  ///< "+12 (+10 to +14)"; of shares, in points of a percentage
  /// A number of the scenario, whose unit its path does not tell.
  std::string plain(double value) const;
  std::string plain(const Interval& interval) const;
  std::string money(const Interval& interval) const;
  std::string share(const Interval& interval) const;

 private:
  template <class Write>
  std::string with_ends(const Interval& interval, Write write) const;
};

/// Rows of bars, of one series, each with its sampling error.
struct BarRows {
  Json rows = Json::array();
  Ends ends;
  void add(const std::string& name, const Interval& interval) {
    rows.push_back(name);
    ends.add(interval);
  }
  /// What bars are drawn from, with this name.
  Json series(const std::string& name) const { return {{"name", name}, {"to", ends.value}, {"lo", ends.lo}, {"hi", ends.hi}}; }
};

// Each adds its sentences, tiles and one section of figures.
void tell_comparison(const DecisionTelling& telling, Document& document);
void tell_stress(const DecisionTelling& telling, Document& document);
void tell_reverse_stress(const DecisionTelling& telling, Document& document);
void tell_sensitivity(const DecisionTelling& telling, Document& document);
void tell_solution(const DecisionTelling& telling, Document& document);
void tell_optimum(const DecisionTelling& telling, Document& document);
void tell_information(const DecisionTelling& telling, Document& document);

}  // namespace valuescale::results::report
