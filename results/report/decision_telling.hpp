// What reports of decisions are told with.
#pragma once

#include "results/report/look.hpp"
#include "results/report/model.hpp"
#include "results/report/numbers.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace valuescale::results::report {

struct DecisionTelling {
  DecisionTelling(const Json& json, const Language& language);

  Look answer;
  const Language& say;
  std::string currency;
  Numbers numbers;  ///< with as many digits as the answer's amounts need
  Numbers exact;    ///< with those of the currency

  /// A number of a run, named by its path: "probability of ruin", or the path itself.
  std::string metric_name(const std::string& path) const { return name_of(say.again("metric", path)); }
  /// What may be chosen: a name of the scenario's, or doing nothing.
  std::string option(const std::string& name) const { return name_of(say.again("option", name)); }
  /// A choice that is a scenario, with what its author calls it: "dear (The dear one)".
  std::string titled(const std::string& shown, const Look& choice) const;
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
  /// The same in its measure, "money", "share" or another: "12.50 EUR", "6.25 %". Files of earlier programs don't say which.
  std::string assumed(double value, const std::string& measure) const;
  std::string assumed(const Interval& interval, const std::string& measure) const;
  std::string money(const Interval& interval) const;
  std::string share(const Interval& interval) const;
  /// "80.0 % (64.1 % to 95.9 %)", of 95 %; without an error the share alone.
  std::string share(const Estimate& estimate) const;

  /// "10 to 14", "10 or more", "14 or less"; empty where neither end is known.
  template <class Write>
  std::string range(const Interval& interval, Write write) const {
    const bool from = !std::isnan(interval.lo), to = !std::isnan(interval.hi);
    if (!from && !to) return {};
    return say(from && to ? "range" : from ? "range.from" : "range.to", {{"from", write(interval.lo)}, {"to", write(interval.hi)}});
  }
  /// Several things, one after another: "a; b"; by "list.words", "a, b".
  std::string joined(const std::vector<std::string>& things, const char* by = "list.join") const;
  /// What a notice under a name says of an interval.
  template <class Write>
  std::string sampling(const Interval& interval, Write write) const {
    const std::string text = range(interval, write);
    return text.empty() || write(interval.lo) == write(interval.hi) ? std::string() : say("tile.sampling", {{"range", text}});
  }

 private:
  /// "12 (10 to 14)"; the value alone where its ends are not known, or are written as it is.
  template <class Write>
  std::string with_ends(const Interval& interval, Write write) const {
    const std::string value = write(interval.value);
    const std::string text = range(interval, write);
    const bool is_exact = write(interval.lo) == value && write(interval.hi) == value;
    return text.empty() || is_exact ? value : say("value-and-range", {{"value", value}, {"range", text}});
  }
  /// Amounts that are told together have cents all of them, or none.
  Numbers numbers_for(const Interval& interval, const std::string& path) const;
};

/// Do two numbers lie so near each other that either may be the larger? Not where an end is not known.
bool overlap(const Interval& one, const Interval& other);
/// With a capital letter, where it begins with a Latin one.
std::string as_sentence(std::string text);
/// Of an estimated share, within 0 and 1.
Interval interval_of_share(const Estimate& estimate);

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
