// Words that all answers to decisions use.
#pragma once

#include "models/description/law.hpp"
#include "results/answer/answer.hpp"
#include "results/terminal/amounts.hpp"

#include <functional>
#include <string>

namespace valuescale::results {

/// What was run, as answers name it.
struct RunLabel {
  std::string title, currency, step;
};

/// A number of the scenario in its unit: "12.50 USD", "31.2 %", "1.5"; "?" where it is missing.
std::string value_text(double value, models::Meaning meaning, const Amounts& amounts);

/// "1.20 USD to 1.40 USD", "1.20 USD or more" where it has no upper end, "not known" where it has none.
std::string interval_text(const Interval& interval, const std::function<std::string(double)>& value);

/// Says that the run has no such number: nobody is won whose number it would be.
std::string missing_text(const std::string& metric);

/// "24 runs, 24,000,000 lifetimes, with common random numbers."
std::string effort_text(std::int64_t runs, std::int64_t lifetimes);
/// "Trying values by halving would have taken 9,000,000."; empty where it takes no more.
std::string halving_text(std::int64_t lifetimes, std::int64_t lifetimes_by_halving);

}  // namespace valuescale::results
