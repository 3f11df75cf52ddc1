// Money, shares and times as people write them.
#pragma once

#include "results/answer/answer.hpp"
#include "results/terminal/text.hpp"

#include <string>
#include <string_view>

namespace valuescale::results {

/// Digits after the point of a currency (ISO 4217): 2 for most and for codes that are not known, 0 for JPY, 3 for KWD.
int decimals_of(std::string_view currency);

/// "1,234,567"
std::string count_text(std::int64_t count);

/// Writes numbers of one currency and step in one style.
class Amounts {
 public:
  Amounts(const Answer& answer, const Style& style) : Amounts(answer.currency, answer.step, style) {}
  Amounts(std::string_view currency, std::string_view step, const Style& style);

  /// The same in whole units of the currency, where amounts are so large that nobody counts what is less.
  Amounts whole() const;
  /// The same with digits enough to tell three of an amount of this size, where the currency has fewer: a lead's profit of 0.0423.
  Amounts as_fine_as(double amount) const;
  int decimals() const { return decimals_; }

  /// "-1,234.50", without the currency; "?" where the number is missing.
  std::string bare_money(double value) const;
  std::string money(double value) const;              ///< "1,234.50 USD"
  std::string money(const Estimate& estimate) const;  ///< "1,234.50 ± 0.12 USD"; without an error too small to show
  std::string bare_money(const Estimate& estimate) const;
  std::string share(double value) const;              ///< "38.8 %"
  std::string share(const Estimate& estimate) const;  ///< "38.8 ± 0.1 %"
  std::string ratio(double value) const;              ///< "4.12"
  std::string count(const Estimate& estimate) const;  ///< "1.34 ± 0.01"
  std::string steps(double count) const;              ///< "12 weeks"; "never"
  std::string at_step(double step) const;             ///< "week 12"; "at once" for step 0

 private:
  std::string error(double se, double unit, int decimals) const;

  std::string currency_, step_, plus_minus_;
  int decimals_;
};

}  // namespace valuescale::results
