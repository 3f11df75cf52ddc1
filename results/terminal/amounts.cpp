#include "results/terminal/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace valuescale::results {
namespace {

/// Fixed decimals with commas between thousands; never "-0.00".
std::string grouped(double value, int decimals) {
  if (std::isnan(value)) return "?";
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  if (std::abs(value) >= 1e18) return fmt::format("{:.4g}", value);
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > 3;) digits.insert(at -= 3, 1, ',');
  const bool zero = digits.find_first_not_of("0.,") == std::string::npos;
  return value < 0 && !zero ? "-" + digits : digits;
}

}  // namespace

int decimals_of(std::string_view currency) {
  constexpr std::array<std::string_view, 17> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                                  "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
  constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  constexpr std::array<std::string_view, 2> four{"CLF", "UYW"};
  const auto in = [currency](const auto& codes) { return std::find(codes.begin(), codes.end(), currency) != codes.end(); };
  return in(none) ? 0 : in(three) ? 3 : in(four) ? 4 : 2;
}

std::string count_text(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

Amounts::Amounts(std::string_view currency, std::string_view step, const Style& style)
    : currency_(printable(currency)),
      step_(printable(step)),
      plus_minus_(style.unicode ? " ± " : " +/- "),
      decimals_(decimals_of(currency)) {}

Amounts Amounts::whole() const {
  Amounts whole = *this;
  whole.decimals_ = 0;
  return whole;
}

Amounts Amounts::as_fine_as(double amount) const {
  constexpr double kFinest = 1e-8;
  Amounts fine = *this;
  if (std::fabs(amount) < 1 && std::fabs(amount) > kFinest)
    fine.decimals_ = std::max(decimals_, 2 - static_cast<int>(std::floor(std::log10(std::fabs(amount)))));
  return fine;
}

std::string Amounts::error(double se, double unit, int decimals) const {
  if (std::isnan(se) || se == 0) return {};
  const double shown = se * unit;
  // An error below the last digit shown doesn't matter.
  if (shown < std::pow(10.0, -decimals) / 2) return {};
  return plus_minus_ + grouped(shown, decimals);
}

std::string Amounts::bare_money(double value) const { return grouped(value, decimals_); }

std::string Amounts::money(double value) const { return grouped(value, decimals_) + " " + currency_; }

std::string Amounts::bare_money(const Estimate& estimate) const {
  if (!std::isfinite(estimate.value)) return bare_money(estimate.value);
  return bare_money(estimate.value) + error(estimate.se, 1, decimals_);
}

std::string Amounts::money(const Estimate& estimate) const { return bare_money(estimate) + " " + currency_; }

std::string Amounts::share(double value) const {
  if (!std::isfinite(value)) return "?";
  // Nearly nothing and nearly everything are not nothing and everything.
  const double percent = 100 * value;
  if (percent > 0 && percent < 0.05) return percent < 0.0005 ? "<0.001 %" : fmt::format("{:.2g} %", percent);
  if (percent < 100 && percent >= 99.95) return ">99.9 %";
  return fmt::format("{:.1f} %", percent);
}

std::string Amounts::share(const Estimate& estimate) const {
  const double percent = 100 * estimate.value;
  if (!std::isfinite(percent) || (percent > 0 && percent < 0.05) || (percent < 100 && percent >= 99.95)) return share(estimate.value);
  return fmt::format("{:.1f}", percent) + error(estimate.se, 100, 1) + " %";
}

std::string Amounts::ratio(double value) const { return grouped(value, 2); }

std::string Amounts::count(const Estimate& estimate) const { return grouped(estimate.value, 2) + error(estimate.se, 1, 2); }

std::string Amounts::steps(double count) const {
  if (std::isnan(count)) return "?";
  if (std::isinf(count)) return "never";
  return fmt::format("{:g} {}{}", count, step_, count == 1 ? "" : "s");
}

std::string Amounts::at_step(double step) const {
  if (std::isnan(step)) return "?";
  if (std::isinf(step)) return "never";
  if (step == 0) return "at once";
  return fmt::format("{} {:g}", step_, step);
}

}  // namespace valuescale::results
