#include "results/terminal/assumed_in_words.hpp"

#include "results/terminal/page.hpp"

#include <fmt/format.h>

namespace valuescale::results {
namespace {

/// "12 to 20, a guess; source: last autumn"
std::string told(const StatedAssumption& one) {
  std::string words = printable(one.text);
  if (!one.note.empty()) words += ", " + printable(one.note);
  if (!one.source.empty()) words += "; source: " + printable(one.source);
  return words;
}

}  // namespace

std::string in_words(const std::vector<Assumed>& scenarios, const Style& style) {
  const std::vector<AssumedNumber> numbers = side_by_side(scenarios);
  if (numbers.empty()) return {};
  Page page(style);
  page.heading("What was assumed");
  bool any_differs = false;
  for (const AssumedNumber& number : numbers) {
    any_differs = any_differs || !number.is_shared;
    if (number.is_shared) page.paragraph(fmt::format("{}: {}", printable(number.path), told(*number.by.front().second)));
  }
  if (!any_differs) return page.so_far();
  page.heading("Where scenarios differ");
  for (const AssumedNumber& number : numbers) {
    if (number.is_shared) continue;
    page.paragraph(printable(number.path));
    for (const auto& [scenario, one] : number.by)
      page.paragraph(fmt::format("{}: {}", printable(scenarios[scenario].scenario), told(*one)), "    ");
  }
  return page.so_far();
}

}  // namespace valuescale::results
