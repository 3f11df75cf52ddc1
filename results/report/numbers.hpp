// Numbers of a report as its language writes them, and as its figures' data.
#pragma once

#include "results/answer/answer.hpp"
#include "results/json/numbers_of.hpp"
#include "results/json/pieces.hpp"
#include "results/report/language.hpp"
#include "results/terminal/amounts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace valuescale::results::report {

class Numbers {
 public:
  Numbers(std::string_view currency, std::string_view step, const Language& say);

  /// The same without cents.
  Numbers whole() const;
  /// The same for amounts that stand together: where one is so large that nobody counts its cents, all are without.
  Numbers fit(const std::vector<double>& amounts) const;
  /// The same with digits enough for amounts of this size.
  Numbers as_fine_as(double amount) const;
  int decimals() const { return amounts_.decimals(); }

  std::string money(double value) const;        ///< "1,234.50 USD"; without cents from 10,000 on
  std::string bare_money(double value) const;   ///< the same without the currency
  std::string share(double value) const;        ///< "38.8 %"
  std::string level(double value) const;        ///< of a quantile: "5 %"
  std::string exact_share(double value) const;  ///< of a value that was stated, or is held: "12.75 %"
  std::string ratio(double value) const;
  std::string count(double value) const;     ///< people: "1,234"; two digits after the point below ten
  std::string steps(double count) const;     ///< "12 months"; "never"
  std::string at_step(double step) const;    ///< "month 12"; "at once", "never"
  std::string at_month(double month) const;  ///< of a plan

  /// "1,234.50 ± 0.12": the value and its standard error; without one too small to show.
  std::string with_error(const Estimate& estimate) const;
  std::string share_with_error(const Estimate& estimate) const;
  std::string count_with_error(const Estimate& estimate) const;

  const Language& say() const { return say_; }
  std::string step_word() const;  ///< "month"
  std::string any_step() const;   ///< "month {n}"

 private:
  std::string timed(std::string_view unit, double at) const;

  const Language& say_;
  Amounts amounts_;
  std::string step_;
};

/// Kept on one line: a number and its unit.
std::string together(std::string text);

/// A name from a file, made no longer than a heading can be.
std::string name_of(std::string_view text);

/// By how many standard errors a 95 % interval reaches to both sides (results/README.md); `grouped`: of numbers that are kept by groups of worlds.
double error_factor(const Answer& answer, bool grouped = false);

/// Values and the two ends of their 95 % intervals, as lists of a figure's data.
struct Ends {
  Json value = Json::array(), lo = Json::array(), hi = Json::array();
  void add(const Estimate& estimate, double factor);
  /// Of a number that lies between 0 and 1.
  void add_share(const Estimate& estimate, double factor);
  void add(const Interval& interval);
};

/// What runs along an axis of a figure, and how its numbers are written: "money", "share", "number", "step" or "month".
inline Json axis(const std::string& title, const char* format) { return {{"title", title}, {"format", format}}; }
/// A round stretch so short that at most a tenth of worlds lies within it, where they are as dense as this.
double stretch_at(double highest);
/// A density as a picture: at each amount the share of worlds in a stretch of this width around it.
Json density_chart(const std::string& x_title, double stretch, const Numbers& in);
/// A curve of it, from its heights. `filled`: true, or "signed": left of zero in the colour of losses.
Json density_series(const std::string& name, const Curve& curve, double stretch, const Json& filled);
/// A line across a figure at a place of its "x" or "y" axis.
inline Json mark(const char* on, double at, const std::string& name) { return {{"axis", on}, {"at", number(at)}, {"name", name}}; }

}  // namespace valuescale::results::report
