#include "results/terminal/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace valuescale::results {

namespace {

bool has_any(std::string_view path, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return path.find(part) != std::string_view::npos; });
}

}  // namespace

MetricUnit metric_unit(std::string_view path) {
  if (has_any(path, {"ltv_cac", "roi", "variance", ".gini"})) return MetricUnit::number;
  if (has_any(path, {"p_loss", "p_ruin", "ever", "open", "cdf", "p_nonnegative", "share", "shortage.p.", "conversion", ".active"}))
    return MetricUnit::share;
  if (has_any(path, {"profit", "npv", ".ltv", "cac", "funding", "cash", "revenue", "acquisition", "fixed_costs", "interest", "var.", "lost",
                     "_end", "first_sale", "by_stage", "contribution"}))
    return has_any(path, {"customers_lost"}) ? MetricUnit::number : MetricUnit::money;
  return MetricUnit::number;
}

std::string metric_text(double value, std::string_view path, const Amounts& amounts) {
  if (std::isnan(value)) return "?";
  if (std::isinf(value)) return has_any(path, {"payback", "break_even", "ruin"}) ? "never" : value > 0 ? "infinite" : "-infinite";
  switch (metric_unit(path)) {
    case MetricUnit::money: return amounts.money(value);
    case MetricUnit::share: return fmt::format("{:.1f} %", 100 * value);
    case MetricUnit::number: return fmt::format("{:.4g}", value);
  }
  return {};
}

std::string metric_change_text(double value, std::string_view path, const Amounts& amounts) {
  const std::string text = metric_unit(path) == MetricUnit::share && std::isfinite(value) ? fmt::format("{:.1f} points", 100 * value)
                                                                                          : metric_text(value, path, amounts);
  const bool shows_nothing = text.find_first_of("123456789") == std::string::npos && std::isfinite(value);
  if (shows_nothing) return text.front() == '-' ? text.substr(1) : text;
  return value > 0 ? "+" + text : text;
}

bool is_worse_when_more(std::string_view path) {
  if (has_any(path, {"ltv_cac"})) return false;
  if (has_any(path, {"cdf"})) return false;
  return has_any(path, {"p_loss", "p_ruin", "cac", "funding", "never", "open", "median", "cohort", "var.", "lost", "shortage",
                        "acquisition", "costs", "interest"});
}

}  // namespace valuescale::results
