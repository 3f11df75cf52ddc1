#include "results/terminal/spend_in_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace valuescale::results {
namespace {

// Between a unit of money and what it brings back, a difference that nobody would act on.
constexpr double kNothingToChoose = 0.005;

/// Does anything differ between worlds?
bool is_wide(const SpendAnswer& spend) {
  const std::array all{spend.spend, spend.customers, spend.average_cac, spend.marginal_cac};
  return std::any_of(all.begin(), all.end(), [](const OverWorlds& one) { return one.lo < one.hi; });
}

/// Is LTV more than what one more customer costs?
std::string verdict_on(const std::string& name, const Estimate& last, const std::string& currency, const Amounts& amounts) {
  if (!std::isfinite(last.value)) return {};
  if (last.value == 0 && last.se == 0) return fmt::format("{}: more money brings nobody.", name);
  const double unclear = std::fmax(kNothingToChoose, std::isfinite(last.se) ? 1.96 * last.se : 0);
  const char* verdict = last.value > 1 + unclear   ? "more than it costs: more could be spent"
                        : last.value < 1 - unclear ? "less than it costs: too much is spent"
                                                   : "about what it costs: the spend is at its best";
  return fmt::format("{}: the last {} spent brings back {} {} of LTV, {}.", name, currency, amounts.count(last), currency, verdict);
}

/// How far spending more is worth it.
std::string reach_of(const std::string& name, const SpendAnswer& spend, const Amounts& amounts) {
  const double until = spend.worth_until.value;
  if (std::isnan(until)) return {};
  if (until == 0)
    return fmt::format("{}: one more customer costs more than the LTV, at {:g} times today's spend too.", name, spend.curve.front().first);
  const std::string reach = std::isinf(until) ? fmt::format("at {:g} times today's spend too", spend.curve.back().first)
                                              : fmt::format("up to a spend of {}", amounts.money(until));
  return fmt::format("{}: one more customer costs no more than the LTV {}.", name, reach);
}

}  // namespace

std::optional<SpendWords> spend_in_words(const Answer& answer, const Amounts& amounts) {
  std::optional<SpendWords> words;
  bool differs = false;
  for (const auto& [channel, block] : answer.channels) {
    if (!block.spend) continue;
    if (!words) words.emplace(SpendWords{Table({"channel", "spent", "customers", "CAC", "one more costs", "LTV"}), {}});
    const SpendAnswer& spend = *block.spend;
    const auto add = [&](const std::string& name, double OverWorlds::*of, const std::string& ltv) {
      const double people = spend.customers.*of;
      words->table.add({name, amounts.bare_money(spend.spend.*of), std::isfinite(people) ? count_text(std::llround(people)) : "?",
                        amounts.bare_money(spend.average_cac.*of), amounts.bare_money(spend.marginal_cac.*of), ltv});
    };
    const std::string name = printable(channel);
    add(name, &OverWorlds::value, amounts.bare_money(block.customer.ltv.mean));
    if (is_wide(spend)) {
      add("  from", &OverWorlds::lo, "");
      add("  to", &OverWorlds::hi, "");
      differs = true;
    }
    const std::string verdict = verdict_on(name, spend.last_unit, printable(answer.currency), amounts);
    if (!verdict.empty()) words->sentences.push_back(verdict);
    const std::string reach = reach_of(name, spend, amounts);
    if (!reach.empty()) words->sentences.push_back(reach);
  }
  if (differs)
    words->sentences.insert(words->sentences.begin(), "Of the middle world; from and to, each number by itself, in 90 % of worlds.");
  return words;
}

}  // namespace valuescale::results
