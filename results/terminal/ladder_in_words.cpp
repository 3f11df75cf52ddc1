#include "results/terminal/ladder_in_words.hpp"

#include "results/answer/ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace valuescale::results {
namespace {

/// "upsell" of "step.upsell".
std::string bare(std::string_view name) { return printable(name.substr(name.find('.') + 1)); }

/// "after a no to upsell", "after cut, each time"
std::string event_of(const LadderWay& way) {
  const std::string from = bare(way.from);
  if (way.after == "bought") return "after " + from + ", each time";
  if (way.after == "ended") return "at the end of " + from;
  return (way.after == "declined" ? "after a no to " : "after ") + from;
}

}  // namespace

std::optional<Table> ladder_in_words(const Answer& answer, const Amounts& amounts) {
  if (!answer.ladder || !has_questions(*answer.ladder)) return std::nullopt;
  const auto& ways = answer.ladder->ways;
  const bool any_later = std::any_of(ways.begin(), ways.end(), [](const LadderWay& way) { return way.numbers.later.value > 0; });
  std::vector<std::string> headings{"what, after what", "asked, per customer", "take it"};
  if (any_later) headings.emplace_back("beyond the horizon");
  Table table(headings);
  for (const LadderWay& way : ways) {
    if (!(way.numbers.asked.value > 0)) continue;
    std::vector<std::string> row{fmt::format("{}, {}", bare(way.to), event_of(way)), amounts.count(way.numbers.asked)};
    // Whom a customer brings may be more than one.
    row.push_back(way.to.starts_with("referral.") ? amounts.count(way.numbers.rate) + " each time" : amounts.share(way.numbers.rate));
    if (any_later) {
      const Estimate& later = way.numbers.later;
      row.push_back(later.value > 0 ? amounts.share(later.value / way.numbers.asked.value) : "");
    }
    table.add(std::move(row));
  }
  return table;
}

}  // namespace valuescale::results
