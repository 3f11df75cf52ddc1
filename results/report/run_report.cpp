#include "results/report/run_report.hpp"

#include "results/report/telling.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {

double at_level(const std::vector<std::pair<double, Interval>>& quantiles, double level) {
  for (const auto& [at, interval] : quantiles) {
    if (std::abs(at - level) < 1e-9) return interval.value;
  }
  return kMissing;
}

namespace {

/// Of the size that a plan has.
Numbers numbers_of_plan(const Answer& answer, const Numbers& numbers) {
  constexpr double kLarge = 10'000;
  if (!answer.plan) return numbers;
  double largest = std::abs(answer.plan->acquisition.value);
  for (const auto& [level, profit] : answer.plan->profit.quantiles) largest = std::max(largest, std::abs(profit.value));
  return largest >= kLarge ? numbers.whole() : numbers;
}

/// Of the kinds of interval that this run has.
Section reading(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Section section{"reading", say("heading.reading"), {Paragraph{say("reading.luck")}}};
  if (answer.worlds_interval)
    section.blocks.emplace_back(Paragraph{say("reading.worlds")});
  else if (answer.plan && answer.worlds > 1)
    section.blocks.emplace_back(Paragraph{say("reading.worlds-luck")});
  return section;
}

}  // namespace

Telling::Telling(const Answer& run, const Language& language)
    : answer(run),
      say(language),
      numbers(run.currency, run.step, language),
      business(numbers_of_plan(run, numbers)),
      factor(error_factor(run)),
      grouped(error_factor(run, true)) {}

std::string Telling::range(const std::vector<std::pair<double, Interval>>& quantiles, const Numbers& in) {
  const double from = at_level(quantiles, 0.05), to = at_level(quantiles, 0.95);
  if (std::isnan(from) || std::isnan(to)) return {};
  return in.say()("range", {{"from", in.bare_money(from)}, {"to", in.money(to)}});
}

std::string Telling::horizon() const { return answer.lifetime > 0 ? numbers.steps(answer.lifetime) : printable(answer.horizon_label); }

Document run_report(const Answer& answer, const Language& say) {
  const Telling telling(answer, say);
  Document document;
  document.title = shortened(printable(answer.title), 300, Style{});
  document.subtitle = say("kind.run", {{"horizon", telling.horizon()}, {"currency", printable(answer.currency)}});
  document.currency = printable(answer.currency);
  document.decimals = decimals_of(answer.currency);
  document.step = telling.numbers.any_step();
  for (const auto& warning : answer.warnings) document.warnings.push_back(say.again("warning", warning));
  tell_answer(telling, document);
  document.sections.push_back(reading(telling));
  tell_plan(telling, document);
  tell_payback(telling, document);
  tell_profit(telling, document);
  tell_value(telling, document);
  tell_channels(telling, document);
  tell_unknowns(telling, document);
  tell_assumptions(telling, document);
  tell_method(telling, document);
  return document;
}

}  // namespace valuescale::results::report
