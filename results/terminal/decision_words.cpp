#include "results/terminal/decision_words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results {

std::string value_text(double value, models::Meaning meaning, const Amounts& amounts) {
  if (std::isnan(value)) return "?";
  switch (meaning) {
    case models::Meaning::money:
    case models::Meaning::cost: return amounts.money(value);
    case models::Meaning::probability:
    case models::Meaning::margin: return fmt::format("{:.4g} %", 100 * value);
    default: return std::fabs(value) >= 10'000 ? count_text(std::llround(value)) : fmt::format("{:.5g}", value);
  }
}

std::string interval_text(const Interval& interval, const std::function<std::string(double)>& value) {
  const bool from = !std::isnan(interval.lo), to = !std::isnan(interval.hi);
  if (from && to) return fmt::format("{} to {}", value(interval.lo), value(interval.hi));
  if (from) return value(interval.lo) + " or more";
  return to ? value(interval.hi) + " or less" : "not known";
}

std::string missing_text(const std::string& metric) {
  return printable(metric) + " does not exist here: nobody is won whose number it would be, or nobody of them was simulated.";
}

std::string effort_text(std::int64_t runs, std::int64_t lifetimes) {
  return fmt::format("{} run{}, {} lifetimes, with common random numbers.", runs, runs == 1 ? "" : "s", count_text(lifetimes));
}

std::string halving_text(std::int64_t lifetimes, std::int64_t lifetimes_by_halving) {
  if (lifetimes_by_halving <= lifetimes) return {};
  return fmt::format(" Trying values by halving would have taken {}.", count_text(lifetimes_by_halving));
}

}  // namespace valuescale::results
