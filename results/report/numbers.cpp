#include "results/report/numbers.hpp"

#include "sim/stats/estimates.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace valuescale::results::report {
namespace {

// From here on nobody counts cents.
constexpr double kNoCents = 10'000;

}  // namespace

std::string together(std::string text) {
  for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos; at += 2) text.replace(at, 1, "\u00a0");
  return text;
}

Numbers::Numbers(std::string_view currency, std::string_view step, const Language& say)
    : say_(say), amounts_(currency, step, Style{}), step_(step) {}

Numbers Numbers::whole() const {
  Numbers whole = *this;
  whole.amounts_ = amounts_.whole();
  return whole;
}

Numbers Numbers::fit(const std::vector<double>& amounts) const {
  return std::any_of(amounts.begin(), amounts.end(), [](double amount) { return std::abs(amount) >= kNoCents; }) ? whole() : *this;
}

Numbers Numbers::as_fine_as(double amount) const {
  Numbers fine = *this;
  fine.amounts_ = amounts_.as_fine_as(amount);
  return fine;
}

std::string Numbers::bare_money(double value) const {
  if (std::isinf(value)) return say_("number.infinite");
  return std::abs(value) >= kNoCents ? amounts_.whole().bare_money(value) : amounts_.bare_money(value);
}

std::string Numbers::money(double value) const {
  if (std::isinf(value)) return say_("number.infinite");
  return std::abs(value) >= kNoCents ? together(amounts_.whole().money(value)) : together(amounts_.money(value));
}

std::string Numbers::share(double value) const { return together(amounts_.share(value)); }
std::string Numbers::level(double value) const { return std::isfinite(value) ? together(fmt::format("{:g} %", 100 * value)) : "?"; }
std::string Numbers::exact_share(double value) const {
  return !std::isfinite(value) ? "?" : together(fmt::format("{:.4g} %", 100 * value));
}
std::string Numbers::ratio(double value) const {
  if (std::isinf(value)) return say_("number.infinite");
  return amounts_.ratio(value);
}

std::string Numbers::count(double value) const {
  if (!std::isfinite(value)) return amounts_.bare_money(value);
  if (std::abs(value) < 10 && value != std::round(value)) return fmt::format("{:.2f}", value);
  return std::abs(value) < 9e18 ? count_text(std::llround(value)) : fmt::format("{:.4g}", value);
}

std::string Numbers::timed(std::string_view unit, double at) const {
  if (std::isnan(at)) return "?";
  if (std::isinf(at)) return say_("time.never");
  return say_("time.at", {{"unit", say_.or_else(fmt::format("unit.{}", unit), unit)}, {"n", fmt::format("{:g}", at)}});
}

std::string Numbers::step_word() const { return say_.or_else("unit." + step_, step_); }
std::string Numbers::any_step() const { return step_.empty() ? step_ : say_("time.at", {{"unit", step_word()}, {"n", "{n}"}}); }

std::string Numbers::steps(double count) const {
  if (std::isnan(count)) return "?";
  if (std::isinf(count)) return say_("time.never");
  const std::string n = fmt::format("{:g}", count);
  const std::string name = fmt::format("units.{}.{}", step_, count == 1 ? "one" : "many");
  return say_.texts().count(name) ? say_(name, {{"n", n}}) : n + " " + step_;
}

std::string Numbers::at_step(double step) const { return step == 0 ? say_("time.at-once") : timed(step_, step); }
std::string Numbers::at_month(double month) const { return timed("month", month); }

std::string Numbers::with_error(const Estimate& estimate) const {
  return std::abs(estimate.value) >= kNoCents ? amounts_.whole().bare_money(estimate) : amounts_.bare_money(estimate);
}

std::string Numbers::count_with_error(const Estimate& estimate) const {
  constexpr double kFew = 10;
  return std::abs(estimate.value) < kFew ? amounts_.count(estimate) : amounts_.whole().bare_money(estimate);
}

std::string Numbers::share_with_error(const Estimate& estimate) const { return together(amounts_.share(estimate)); }

std::string name_of(std::string_view text) { return shortened(printable(text), 120, Style{}); }

double error_factor(const Answer& answer, bool grouped) {
  // So many units have different errors (results/METHODS.md).
  constexpr double kGroups = 64;
  constexpr double kHypercubes = 16;
  double units = answer.worlds > 1 ? static_cast<double>(answer.worlds) : 1e9;
  if (answer.worlds_are_stratified) units = std::min(units, kHypercubes);
  if (grouped || (answer.worlds == 1 && answer.channels.size() > 1)) units = std::min(units, kGroups);
  return sim::t_quantile(units - 1, 0.975);
}

double stretch_at(double highest) {
  const double most = 0.1 / highest, unit = std::pow(10, std::floor(std::log10(most)));
  return most >= 5 * unit ? 5 * unit : most >= 2 * unit ? 2 * unit : unit;
}

Json density_chart(const std::string& x_title, double stretch, const Numbers& in) {
  const Numbers as_fine = stretch >= 1 ? in.whole() : in.as_fine_as(100 * stretch);
  Json chart = {{"kind", "curves"},
                {"x", axis(x_title, "money")},
                {"y", axis(in.say()("axis.density", {{"width", as_fine.money(stretch)}}), "share")}};
  chart["y"]["min"] = 0;
  chart["series"] = Json::array();
  chart["marks"] = Json::array();
  return chart;
}

Json density_series(const std::string& name, const Curve& curve, double stretch, const Json& filled) {
  Json x = Json::array(), y = Json::array();
  for (std::size_t i = 0; i < curve.at.size(); ++i) {
    x.push_back(number(curve.at[i]));
    y.push_back(number(curve.density[i] * stretch));
  }
  return {{"name", name}, {"x", std::move(x)}, {"y", std::move(y)}, {"filled", filled}};
}

void Ends::add(const Estimate& estimate, double factor) {
  value.push_back(number(estimate.value));
  lo.push_back(number(estimate.value - factor * estimate.se));
  hi.push_back(number(estimate.value + factor * estimate.se));
}

void Ends::add_share(const Estimate& estimate, double factor) {
  value.push_back(number(estimate.value));
  lo.push_back(number(std::isnan(estimate.se) ? kMissing : std::max(0.0, estimate.value - factor * estimate.se)));
  hi.push_back(number(std::isnan(estimate.se) ? kMissing : std::min(1.0, estimate.value + factor * estimate.se)));
}

void Ends::add(const Interval& interval) {
  value.push_back(number(interval.value));
  lo.push_back(number(interval.lo));
  hi.push_back(number(interval.hi));
}

}  // namespace valuescale::results::report
