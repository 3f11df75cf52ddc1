// What all parts of a run's report are told with, and how figures' data is put together (README.md has its names).
#pragma once

#include "results/answer/answer.hpp"
#include "results/report/model.hpp"
#include "results/report/numbers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results::report {

struct Telling {
  Telling(const Answer& run, const Language& language);

  const Answer& answer;
  const Language& say;
  Numbers numbers;         ///< of one customer
  Numbers business;        ///< of a plan: amounts so large that nobody counts cents
  double factor, grouped;  ///< half of a 95 % interval, in standard errors

  const PaybackCurve& headline(const Payback& payback) const { return answer.lasting_is_headline ? payback.lasting : payback.first; }
  std::string horizon() const;  ///< of a customer's life: "36 months"
  /// Is money of later years worth less?
  bool is_discounted() const { return !answer.rate_label.empty() && !answer.rate_label.starts_with("0 %"); }
  std::string stage(const std::string& name) const { return say.or_else("stage." + name, name_of(name)); }
  /// Nine in ten: "12.30 to 45.60 USD"; empty where an end is missing.
  static std::string range(const std::vector<std::pair<double, Interval>>& quantiles, const Numbers& in);
};

/// The value at a level of quantiles; missing where it is not reported.
double at_level(const std::vector<std::pair<double, Interval>>& quantiles, double level);

// A section adds what there is to say, and nothing where there is nothing.
void tell_answer(const Telling& telling, Document& document);
void tell_plan(const Telling& telling, Document& document);
void tell_payback(const Telling& telling, Document& document);
void tell_profit(const Telling& telling, Document& document);
void tell_value(const Telling& telling, Document& document);
void tell_channels(const Telling& telling, Document& document);
void tell_unknowns(const Telling& telling, Document& document);
void tell_assumptions(const Telling& telling, Document& document);
void tell_method(const Telling& telling, Document& document);

}  // namespace valuescale::results::report
