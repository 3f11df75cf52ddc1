// Words that all answers to decisions use.
#pragma once

#include "models/description/law.hpp"
#include "results/terminal/amounts.hpp"

#include <string>

namespace valuescale::results {

/// What was run, as answers name it.
struct RunLabel {
  std::string title, currency, step;
};

/// A number of the scenario in its unit: "12.50 USD", "31.2 %", "1.5"; "?" where it is missing.
std::string value_text(double value, models::Meaning meaning, const Amounts& amounts);

/// "24 runs, 24,000,000 lifetimes, with common random numbers."
std::string effort_text(std::int64_t runs, std::int64_t lifetimes);
/// "Trying values by halving would have taken 9,000,000."; empty where it takes no more.
std::string halving_text(std::int64_t lifetimes, std::int64_t lifetimes_by_halving);

}  // namespace valuescale::results
